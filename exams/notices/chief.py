"""The chief proctor: what concerns a whole exam, and what a proctor alone may not decide."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiefDesk(Notice):
    """Everybody in the exam at a glance, and what the chief may do for all at once.

    Attributes:
        stage: of the exam.
        sitting: how many are in the exam, those cut off among them.
        cut: how many are cut off.
        since: since when every clock stands, None while the exam runs.
    """

    template = "chief_desk"
    exam: ExamId
    subject: str
    stage: str
    sitting: int
    cut: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WideOutage(Notice):
    """Many were cut off at once: the chief is offered to suspend the exam.

    Attributes:
        chief: the reader decides; the others only learn of it.
    """

    template = "wide_outage"
    exam: ExamId
    subject: str
    cut: int
    sitting: int
    at: datetime
    chief: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DowntimeFound(Notice):
    """The bot was away during an exam: the chief is offered to give everybody that time."""

    template = "downtime_found"
    exam: ExamId
    subject: str
    since: datetime
    until: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamSuspended(Notice):
    """Every clock stands; nobody loses anything."""

    template = "exam_suspended"
    exam: ExamId
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamGoesOn(Notice):
    """Every clock runs again.

    Attributes:
        deadline: the student's own, None where no clock runs yet.
        until: until when sheets are taken, None where none are awaited.
    """

    template = "exam_goes_on"
    exam: ExamId
    subject: str
    deadline: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSuspended(Notice):
    """The staff learns that the chief has suspended the exam, or lets it go on."""

    template = "room_suspended"
    exam: ExamId
    subject: str
    at: datetime
    suspended: bool
