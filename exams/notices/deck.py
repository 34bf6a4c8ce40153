"""A deck of tickets taken away to be printed."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsPrinted(WithMedia):
    """A deck as a PDF to print, cut and sign.

    Attributes:
        deck: code of the deck's language of study, empty for everybody's.
        decks: those of the exam that can be printed, as codes.
        language: in which the paper is written.
        two: two tickets are on a page.
    """

    template = "tickets_printed"
    exam: ExamId
    subject: str
    count: int
    deck: str
    decks: tuple[str, ...]
    language: str
    two: bool
