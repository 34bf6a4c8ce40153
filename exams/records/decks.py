"""Closed tickets."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from exams.domain.deck import Card, Deck, Ticket
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Locale
from exams.domain.proof import Commitment


class Decks(Protocol):
    """Closed tickets."""

    async def of(self, exam: ExamId, language: Locale | None = None) -> Deck:
        """Return an exam's deck in a language; one without cards if none was laid out."""

    async def all(self, exam: ExamId) -> tuple[Deck, ...]:
        """Return every deck of an exam that has cards, everybody's first."""

    async def take(self, deck: Deck, card: Card) -> None:
        """Write that a card was turned, if it still lies face down.

        Raises:
            Stale: it does not.
        """

    async def burn(self, deck: Deck, card: Card) -> None:
        """Write that a turned card is out of the game.

        Raises:
            Stale: it has changed since.
        """

    async def ticket(self, deck: Deck, card: Card) -> Ticket:
        """Return what stands on a card."""

    async def tickets(self, deck: Deck) -> tuple[Ticket, ...]:
        """Return what stands on the cards of a deck, in their order."""

    async def lay_out(
        self, exam: ExamId, tickets: Sequence[Ticket], language: Locale | None = None
    ) -> None:
        """Lay tickets face down, in the order given, in place of the deck in that language.

        A commitment to that one is void.

        Raises:
            Stale: a card of the exam was turned or burnt.
        """

    async def taken(self, exam: ExamId) -> int:
        """Return how many cards were turned."""

    async def commitment(self, exam: ExamId, language: Locale | None = None) -> Commitment | None:
        """Return what was committed to an exam's deck in a language (B1)."""

    async def commit_to(
        self, exam: ExamId, commitment: Commitment, language: Locale | None = None
    ) -> None:
        """Keep a commitment in place of an earlier one."""

    async def seen_by(self, people: Iterable[PersonId]) -> tuple[Ticket, ...]:
        """Return what stands on every card that one of these people has turned."""
