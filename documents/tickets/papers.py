"""Tickets set by Typst: a deck to print and cut, and one ticket as a marked picture."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from documents.typeset import typeset
from exams.domain.exam import ASTANA
from exams.domain.people import Locale
from exams.ports.ticket_papers import DeckFacts, PrintedTicket

WORDS: Final[dict[str, dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("papers.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class TicketPaperFiles:
    """The `TicketPapers` port.

    Attributes:
        university: its name, printed above; empty leaves it out.
    """

    university: str

    async def deck(self, facts: DeckFacts, locale: Locale) -> bytes:
        """Return a PDF to cut and sign."""
        day = facts.starts_at.astimezone(ASTANA)
        return await typeset(
            "tickets/deck",
            {
                "university": self.university,
                "subject": facts.subject,
                "kind": WORDS[facts.kind][locale.value],
                "year": day.year,
                "tickets": [_told(ticket) for ticket in facts.tickets],
                "two": facts.two,
                "words": {name: said[locale.value] for name, said in WORDS.items()},
            },
        )

    async def picture(
        self, ticket: PrintedTicket, subject: str, mark: str, locale: Locale
    ) -> bytes:
        """Return a PNG of one ticket, with whose it is and when it was drawn faintly across."""
        return await typeset(
            "tickets/picture",
            {
                "subject": subject,
                "ticket": _told(ticket),
                "mark": mark,
                "words": {name: said[locale.value] for name, said in WORDS.items()},
            },
            form="png",
        )


def _told(ticket: PrintedTicket) -> dict[str, Any]:
    pictures = [None if one is None else list(one) for one in ticket.pictures]
    missing = len(ticket.questions) - len(pictures)
    return {
        "number": ticket.number,
        "questions": ticket.questions,
        "pictures": pictures + [None] * missing,
    }
