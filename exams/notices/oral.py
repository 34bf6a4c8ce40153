"""The oral exam: information, ticket, turn, answer (S20, S23, S26, B2)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import StudentLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OralInformation(Notice):
    """The information window before an oral exam (S13).

    Attributes:
        draws_at: when this student draws, with equal preparation; None where all draw at once.
    """

    template = "oral_information"
    exam: ExamId
    subject: str
    name: str
    rating: int | None
    tickets: int
    starts_at: datetime
    draws_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OralTicket(WithMedia):
    """The ticket's own window (S21): its number, and the questions to copy down (S23).

    Attributes:
        position: of the card under which it lay; by it the student checks the draw later (B1).
        pictured: which questions have a picture, from 1; `media` has them in this order.
        over: the answer was heard, or none is expected any more.
        by_chance: the chief proctor gave it at random, since none was chosen in time.
    """

    template = "oral_ticket"
    protect = True
    exam: ExamId
    position: int
    ticket: int
    questions: tuple[str, ...]
    pictured: tuple[int, ...] = ()
    over: bool = False
    by_chance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YourTurn(Notice):
    """Where a student stands in the queue; one message that is corrected as it goes (B2).

    Attributes:
        place: from 1.
        about: when about the turn comes; None while somebody is still to draw.
        last: the student was called, was not there, and was put last.
    """

    template = "your_turn"
    exam: ExamId
    place: int
    about: datetime | None
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledUp(Notice):
    """Call a student to answer."""

    template = "called_up"
    exam: ExamId
    minutes: int
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHeard(Notice):
    """The answer is over: photograph the sheets now (S25).

    Attributes:
        phone: the phone is also the camera and leaves its place now (B10).
    """

    template = "answer_heard"
    figure = "sheet_howto"
    exam: ExamId
    until: datetime
    phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapChoices(Notice):
    """With whom a student may exchange the turn."""

    template = "swap_choices"
    exam: ExamId
    attempt: AttemptId
    name: str
    others: tuple[StudentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationChoice(WithMedia):
    """Ask the dean how an oral exam shall run, with a picture of both ways.

    Attributes:
        students: how many sit it.
        minutes: one answer, by plan.
        first, last: minutes which the first and the last student prepare by the instruction.
        ends, ends_equal: minutes until the last answer is over, by the instruction and equally.
        equal: what is chosen now.
    """

    template = "preparation_choice"
    exam: ExamId
    subject: str
    students: int
    minutes: int
    first: int
    last: int
    ends: int
    ends_equal: int
    equal: bool
