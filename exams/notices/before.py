"""The student before the exam: schedule, equipment, reminders, the link."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import ExamLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MyExams(Notice):
    """The student's exams, the next one first."""

    template = "my_exams"
    exams: tuple[ExamLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamDetails(Notice):
    """One exam as its student sees it, and what to do now.

    Attributes:
        opens_at: when checking in opens.
        camera: webcam, phone, or empty when not yet answered.
        reason: why the student is barred, else empty.
        answers: the student may ask what was right in the test.
        missed_at: of an additional exam: when the one began in whose place it is sat.
    """

    template = "exam_details"
    exam: ExamId
    subject: str
    kind: str
    starts_at: datetime
    opens_at: datetime
    stage: str
    camera: str
    proctor: str
    reason: str
    answers: bool = False
    missed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(WithMedia):
    """The student's exams as a calendar file."""

    template = "calendar"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamAnnounced(Notice):
    """Tell a student that an exam was published."""

    template = "exam_announced"
    exam: ExamId
    subject: str
    kind: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalExam(WithMedia):
    """Tell a student that an additional exam was published, with a file for the calendar (S31).

    Attributes:
        missed_at: when the exam began in whose place it is sat.
    """

    template = "additional_exam"
    exam: ExamId
    subject: str
    kind: str
    starts_at: datetime
    missed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamCancelled(WithMedia):
    """Tell everybody that an exam does not take place; the file takes it out of calendars."""

    template = "exam_cancelled"
    subject: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamNotHeld(Notice):
    """Tell everybody that the bot was away when an exam was to be held, so that it was not.

    Attributes:
        office: the reader can plan it for another time, or cancel it.
    """

    template = "exam_not_held"
    exam: ExamId
    subject: str
    starts_at: datetime
    office: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamMoved(WithMedia):
    """Tell everybody that an exam takes place at another time; to be acknowledged.

    The file puts the new time into calendars.

    Attributes:
        was: when it was planned before; that link is dead.
        minutes: so long before the start the reader gets the new link; 0 for who gets none.
    """

    template = "exam_moved"
    exam: ExamId
    subject: str
    was: datetime
    starts_at: datetime
    minutes: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(Notice):
    """Ask with what the student will be on camera (S1).

    Attributes:
        camera: what was answered last, empty before; it can be changed.
    """

    template = "equipment"
    figure = "equipment"
    exam: ExamId
    subject: str
    starts_at: datetime
    camera: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Notice):
    """Remind of an exam (D1)."""

    template = "reminder"
    exam: ExamId
    subject: str
    starts_at: datetime
    hours: int
    kind: str = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBefore(Notice):
    """Remind of an exam a day before, and ask what will be on camera, in one message (D1, S1)."""

    template = "day_before"
    figure = "equipment"
    exam: ExamId
    subject: str
    starts_at: datetime
    hours: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceLink(Notice):
    """Give the personal link, 15 minutes before (D2, B5), and whenever it is asked for.

    Attributes:
        then: what to tell the bot once in the conference: here; back, after an interruption;
            nothing, empty, where the bot knows already that the student is there.
        anew: the room went, and the link before this one opens nothing any more.
    """

    template = "conference_link"
    protect = True
    exam: ExamId
    subject: str
    starts_at: datetime
    url: str
    then: str = "here"
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred(Notice):
    """The student is kept from an exam, and why (rules B)."""

    template = "barred"
    exam: ExamId
    subject: str
    starts_at: datetime
    reason: str
