"""Appeals: made by a student, decided by the chief proctor or a dean, told to everybody."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import AppealLine


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFiled(Notice):
    """Tell the student that the appeal has arrived and until when it is decided."""

    template = "appeal_filed"
    exam: ExamId
    subject: str
    points: int
    letter: str
    text: str
    filed_at: datetime
    decide_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealCard(Notice):
    """An appeal before those who decide; the second of two sees what the first decided.

    Attributes:
        stage: open, upheld or changed.
        sheets: how many accepted pages there are to look at.
        new_points, new_letter: what the decision made of the mark; None and empty while open.
        decided_by: the name of who decided, empty while it is open.
    """

    template = "appeal_card"
    exam: ExamId
    attempt: AttemptId
    subject: str
    name: str
    points: int
    letter: str
    examiner: str
    text: str
    filed_at: datetime
    decide_by: datetime
    sheets: int
    stage: str
    new_points: int | None = None
    new_letter: str = ""
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals(Notice):
    """The open appeals that wait for somebody's decision."""

    template = "appeals"
    appeals: tuple[AppealLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSheets(WithMedia):
    """A student's answer sheets, for whoever decides on the appeal."""

    template = "appeal_sheets"
    attempt: AttemptId
    name: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDue(Notice):
    """Remind those who decide; to the deans again once the time is over."""

    template = "appeal_due"
    attempt: AttemptId
    subject: str
    name: str
    decide_by: datetime
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecided(Notice):
    """Tell the student what was decided, and why.

    Attributes:
        changed: the mark is another one now; else it stands.
        was: the points against which the appeal was made.
        final: final grade in points where a rating is known and both are positive.
    """

    template = "appeal_decided"
    exam: ExamId
    subject: str
    changed: bool
    was: int
    points: int
    letter: str
    gpa: str
    final: int | None
    final_letter: str
    reason: str
