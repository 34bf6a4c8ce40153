"""The ticket and the writing: board, clock, pens down."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Notice):
    """The closed tickets (S20): positions face down, those gone marked.

    Attributes:
        until: when the time to choose is over, in an oral exam.
    """

    template = "board"
    exam: ExamId
    free: tuple[int, ...]
    taken: tuple[int, ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketShown(WithMedia):
    """The ticket's own window (S21); its acknowledgement starts the clock.

    Attributes:
        position: of the card under which it lay; by it the student checks the draw later (B1).
        pictured: which questions have a picture, from 1; `media` has them in this order.
        deadline: None when it is shown for the first time.
        over: nothing is written any more.
    """

    template = "ticket_shown"
    protect = True
    exam: ExamId
    position: int
    ticket: int
    questions: tuple[str, ...]
    pictured: tuple[int, ...] = ()
    minutes: int
    deadline: datetime | None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSpoiled(Notice):
    """The ticket is taken back by the chief proctor; the student chooses another one."""

    template = "ticket_spoiled"
    exam: ExamId
    ticket: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingStarted(Notice):
    """Say until when, once the clock has started; reminds of the sheets' header (S22)."""

    template = "writing_started"
    exam: ExamId
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft(Notice):
    """Count down: 60, 30, 10 and 5 minutes."""

    template = "time_left"
    exam: ExamId
    minutes: int
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTime(Notice):
    """Tell a student of extra time."""

    template = "extra_time"
    exam: ExamId
    minutes: int
    deadline: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishWriting(Notice):
    """Ask whether the student really is done before the time."""

    template = "finish_writing"
    exam: ExamId
    minutes_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PensDown(Notice):
    """The writing is over: photograph the sheets now (S25).

    Attributes:
        phone: the phone is also the camera and leaves its place now (B10).
    """

    template = "pens_down"
    figure = "sheet_howto"
    exam: ExamId
    until: datetime
    phone: bool
