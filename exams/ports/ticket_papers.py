"""Tickets printed, and as a picture for one student: facts, and the port that sets them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.people import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTicket:
    """One ticket.

    Attributes:
        pictures: JPEG, of each question, None where it has none.
    """

    number: int
    questions: tuple[str, ...]
    pictures: tuple[bytes | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckFacts:
    """A deck to print.

    Attributes:
        kind: of the exam, as in `Kind`.
        tickets: by their numbers, which tells nothing about where they lie.
        two: two of them on a page.
    """

    subject: str
    kind: str
    starts_at: datetime
    tickets: tuple[PrintedTicket, ...]
    two: bool


class TicketPapers(Protocol):
    """Sets tickets; never blocks the event loop."""

    async def deck(self, facts: DeckFacts, locale: Locale) -> bytes:
        """Return a PDF to cut and sign."""

    async def picture(
        self, ticket: PrintedTicket, subject: str, mark: str, locale: Locale
    ) -> bytes:
        """Return a PNG of one ticket, with whose it is and when it was drawn faintly across."""
