"""Marking: tapped student by student, typed line by line, looked through and confirmed."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice
from exams.notices.lines import MarkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPad(Notice):
    """One student to be marked by tapping; the next one comes by itself.

    Attributes:
        points, letter: the mark as it is now; None and empty without one.
        sheets: how many accepted pages there are to look at.
        done, total: how many of those who sat have a mark.
        before, after: the neighbours in the list, to go to without marking.
        undo: whose mark was given last and can be taken back; None after nothing was.
        undo_who, undo_points: that mark in words.
        undo_at: when it was given, in milliseconds; another mark has another time.
    """

    template = "mark_pad"
    exam: ExamId
    attempt: AttemptId
    subject: str
    place: int
    name: str
    points: int | None
    letter: str
    sheets: int
    done: int
    total: int
    before: AttemptId | None
    after: AttemptId | None
    undo: AttemptId | None = None
    undo_who: str = ""
    undo_points: int = 0
    undo_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMark:
    """What was made of one typed line.

    Attributes:
        text: the line, cut to what can be shown.
        who: the student's name; empty where nobody was recognised.
        points, letter: what was taken; None and empty for a line that was not.
        was: the draft which it replaces.
        fault: why the line was not taken; empty where it was.
    """

    text: str
    who: str
    points: int | None
    letter: str
    was: int | None
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksTaken(Notice):
    """Answer typed marks line by line: what was understood, and what was not and why."""

    template = "marks_taken"
    exam: ExamId
    subject: str
    lines: tuple[SaidMark, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkReview(Notice):
    """The whole list before it is confirmed: every letter, how they are spread, what is missing.

    Attributes:
        letters: each letter that was given and how often, the highest first.
        missing: names of those who sat and have no mark.
        writing: how many are not done with the exam yet.
        confirmed: every mark is, or was told already.
    """

    template = "mark_review"
    exam: ExamId
    subject: str
    lines: tuple[MarkLine, ...]
    letters: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    writing: int
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoResitLine:
    """A student about whom the registrar decides.

    Attributes:
        letters: of every sitting of the subject, the first one first.
    """

    name: str
    number: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoResitsLeft(Notice):
    """Tell the registrar who failed for good: a third FX, or F (rules E)."""

    template = "no_resits_left"
    exam: ExamId
    subject: str
    students: tuple[NoResitLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResitLine:
    """A student who may sit the exam again after FX.

    Attributes:
        left: how often.
    """

    name: str
    number: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResitsToPlan(Notice):
    """Tell dean and registrar for whom a resit is to be planned (rules E)."""

    template = "resits_to_plan"
    exam: ExamId
    subject: str
    students: tuple[ResitLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueLine:
    """An exam whose results are not out.

    Attributes:
        examiners: who is to publish them.
        missing: how many who sat have no mark.
        late: they are past due.
        reminded_at: when somebody in the office reminded the examiners last.
    """

    exam: ExamId
    subject: str
    examiners: tuple[str, ...]
    due: datetime
    missing: int
    late: bool
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueResults(Notice):
    """The exams whose results are late, or will be in a few hours, for the dean."""

    template = "overdue_results"
    exams: tuple[OverdueLine, ...]
