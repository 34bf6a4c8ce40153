"""The chief proctor: what concerns a whole exam, and what a proctor alone may not decide."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiefDesk(Notice):
    """Everybody in the exam at a glance, and what the chief may do for all at once.

    Attributes:
        stage: of the exam.
        sitting: how many are in the exam, those cut off among them.
        cut: how many are cut off.
        since: since when every clock stands, None while the exam runs.
        turn: how often the exam was suspended or went on; an earlier turn's button does nothing.
    """

    template = "chief_desk"
    exam: ExamId
    subject: str
    stage: str
    sitting: int
    cut: int
    since: datetime | None
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WideOutage(Notice):
    """Many were cut off at once: the chief is offered to suspend the exam.

    Attributes:
        chief: the reader decides as chief proctor; the others only learn of it.
    """

    template = "wide_outage"
    exam: ExamId
    subject: str
    cut: int
    sitting: int
    at: datetime
    chief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DowntimeFound(Notice):
    """The bot was away during an exam: the chief is offered to give everybody that time.

    Attributes:
        decide_by: until then nobody's test, and no time for sheets, ends.
    """

    template = "downtime_found"
    exam: ExamId
    subject: str
    since: datetime
    until: datetime
    minutes: int
    decide_by: datetime


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
        stage: at which the student goes on.
    """

    template = "exam_goes_on"
    exam: ExamId
    subject: str
    deadline: datetime | None
    until: datetime | None
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSuspended(Notice):
    """The staff learns that the chief has suspended the exam, or lets it go on."""

    template = "room_suspended"
    exam: ExamId
    subject: str
    at: datetime
    suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDue(Notice):
    """A student was admitted without a document, and shows it later."""

    template = "document_due"
    exam: ExamId
    subject: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSeen(Notice):
    """The document that was wanting has been seen."""

    template = "document_seen"
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideDecided(Notice):
    """The chief decided on the sheets that came early or late.

    Attributes:
        taken: they count.
    """

    template = "aside_decided"
    exam: ExamId
    subject: str
    count: int
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAsked(Notice):
    """A proctor wants a student removed; the chief confirms it within two minutes.

    Attributes:
        by: the proctor's name.
    """

    template = "end_asked"
    exam: ExamId
    attempt: AttemptId
    name: str
    by: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(Notice):
    """The dean decides whether a result stands.

    Attributes:
        by: the chief proctor's name; empty where the chief has left it undecided.
        stage: under_review, or what became of it.
    """

    template = "review_opened"
    attempt: AttemptId
    subject: str
    name: str
    by: str
    reason: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTold(Notice):
    """A student learns that the own work is under review, or what came of it.

    Attributes:
        stage: under_review, cleared or annulled.
    """

    template = "review_told"
    subject: str
    stage: str
    reason: str
