"""Checking in: rules, the checks, the information window."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Notice):
    """One page of the rules (S6, S9); the last one has the agreement under it."""

    template = "rules_page"
    exam: ExamId
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Notice):
    """The student's own view of checking in: what is done, what comes next.

    Attributes:
        stage: checking_in, id_failed, identified or admitted.
        tries_left: to be identified.
        reason: why identification failed, else empty.
    """

    template = "check_in"
    exam: ExamId
    stage: str
    rules: bool
    document: bool
    face: bool
    room: bool
    desk: bool
    tries_left: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographsOffered(Notice):
    """A student who checks in may photograph face and document on the university's page.

    Attributes:
        page: where.
    """

    template = "photographs_offered"
    exam: ExamId
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Information(Notice):
    """The information window (S13): after admission, before the tickets.

    Attributes:
        rating: admission rating, None where it is not known.
        minutes: the student's own time, extra time included.
    """

    template = "information"
    exam: ExamId
    subject: str
    name: str
    rating: int | None
    minutes: int
    tickets: int
    starts_at: datetime
