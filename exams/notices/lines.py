"""What several messages show: a line of an exam, a student, a mark, a fault."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamLine:
    """One exam in a list.

    Attributes:
        kind: written, oral or test, as in `Kind`.
        stage: of the student's attempt in a student's list (`Stage`), else of the exam.
        people: how many students sit it.
    """

    exam: ExamId
    subject: str
    kind: str
    starts_at: datetime
    stage: str
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseated:
    """A student who gets no place in an exam, because another one takes that time.

    Attributes:
        number: of the student.
        other: subject of the exam that takes the time.
    """

    name: str
    number: str
    subject: str
    starts_at: datetime
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckLine:
    """One deck of an exam.

    Attributes:
        language: code of the language of study, empty: everybody's who has no other.
        students: how many draw from it.
    """

    language: str
    tickets: int
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentLine:
    """One student on the proctor's board.

    Attributes:
        place: number in the alphabetical list, from 1; marks are entered by it.
        stage: as in `Stage`.
        present: in the conference now.
        reached: the link was delivered.
        minutes_left: of the writing time, None when no clock runs.
        sheets: how many were accepted by the check of pictures.
        answered, questions: of a computer test; None before it is begun.
        asks: questions to the proctor that wait for an answer.
        left: how often the page of a computer test was left.
        turn: place in the queue of an oral exam.
        points: the mark of an oral answer.
        left_early: left the conference before being released.
    """

    place: int
    attempt: AttemptId
    name: str
    stage: str
    present: bool = False
    reached: bool = True
    ticket: int | None = None
    minutes_left: int | None = None
    warnings: int = 0
    sheets: int = 0
    late_sheets: int = 0
    answered: int | None = None
    questions: int = 0
    asks: int = 0
    left: int = 0
    turn: int | None = None
    points: int | None = None
    left_early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLine:
    """A comment on a page; `spot` is a code as in `Spot`, empty for the whole page."""

    text: str
    spot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """One student's mark in a list; `letter` is empty where there is no mark.

    `who` is the name, or the last digits of the student number, as the privacy mode says.
    """

    place: int
    who: str
    points: int | None
    letter: str
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLine:
    """One open appeal in a list."""

    attempt: AttemptId
    subject: str
    name: str
    decide_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A check before publishing: its code (`Check`) and whether it holds."""

    code: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Another exam that takes the time of one.

    Attributes:
        check: which check it fails: clash (of students), host; or staff, which only warns.
        until: by when it is over.
        students: how many sit both.
        names: of the staff who are needed at both.
    """

    check: str
    subject: str
    starts_at: datetime
    until: datetime
    students: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """A cell that could not be taken.

    Attributes:
        sheet: the sheet's name, empty in a CSV file.
        cell: as a spreadsheet names it, "B7"; "B7–B12" where all of them have this fault.
        reason: code, as the labels of row_fault have it.
        given: what stands there, shortened.
        clash: the exam which it clashes with, where it does.
    """

    sheet: str
    cell: str
    reason: str
    given: str
    clash: Clash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """One option of a question, as a student sees it.

    Attributes:
        index: in the question, whatever order is shown.
        letter: A, B, C and so on by the order shown.
        text: "true" and "false" in a true-or-false question.
    """

    index: int
    letter: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """One line of a matching question, with the letter of its partner, empty if none."""

    text: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of an attempt's Chat&log.

    Attributes:
        kind: as in `RemarkKind`.
        text: words, the code of a usual reason, or minutes.
        voice: it was said in a voice message.
    """

    at: datetime
    kind: str
    text: str
    voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """What was earned in a topic, in percent."""

    topic: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTakenLine:
    """A question of a file that cannot be taken; `reason` is a code as in `drafts.NotTaken`."""

    place: str
    name: str
    reason: str
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegradeLine:
    """Whose points another key changes."""

    place: int
    who: str
    before: int
    after: int
