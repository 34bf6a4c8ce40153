"""The closed tickets of one exam, laid face down on the table (S20, D3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.domain.ids import ExamId, PersonId, TicketNumber
from exams.domain.refusals import NoTickets, TicketTaken, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One closed ticket.

    Attributes:
        position: where it lies, from 1; all that a student sees before turning it.
        number: the ticket's number.
        questions: what stands on it, in order.
        taken_by: who turned it over.
        burnt: the ticket was spoiled and is out of the game.
        version: grows with each saved change.
    """

    position: int
    number: TicketNumber
    questions: tuple[str, ...]
    taken_by: PersonId | None = None
    burnt: bool = False
    version: int = 0

    @property
    def free(self) -> bool:
        """Return whether the card may still be turned."""
        return self.taken_by is None and not self.burnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All cards of one exam, by position."""

    exam_id: ExamId
    cards: tuple[Card, ...]

    def card_of(self, person: PersonId) -> Card | None:
        """Return the card which somebody holds."""
        return next((c for c in self.cards if c.taken_by == person and not c.burnt), None)

    def turn_over(self, position: int, *, by: PersonId) -> tuple["Deck", Card]:
        """Turn over the card at a position; who holds one gets the same one again.

        Raises:
            TicketTaken: somebody was quicker.
            NoTickets: none is free.
            Unknown: there is no such position.
        """
        held = self.card_of(by)
        if held is not None:
            return self, held
        card = next((c for c in self.cards if c.position == position), None)
        if card is None:
            raise Unknown
        if not any(c.free for c in self.cards):
            raise NoTickets
        if not card.free:
            raise TicketTaken(position=position)
        turned = replace(card, taken_by=by)
        return replace(self, cards=tuple(turned if c is card else c for c in self.cards)), turned

    def burn(self, person: PersonId) -> tuple["Deck", Card]:
        """Take the card out of the game which somebody holds; it stays where it lay.

        Raises:
            Unknown: this person holds none.
            NoTickets: there would be none to take instead.
        """
        held = self.card_of(person)
        if held is None:
            raise Unknown
        if not any(c.free for c in self.cards):
            raise NoTickets
        burnt = replace(held, burnt=True)
        return replace(self, cards=tuple(burnt if c is held else c for c in self.cards)), burnt


def lay_out(exam_id: ExamId, tickets: Sequence[tuple[TicketNumber, tuple[str, ...]]]) -> Deck:
    """Lay tickets face down in the order given, which the caller has shuffled."""
    cards = tuple(
        Card(position=position, number=number, questions=questions)
        for position, (number, questions) in enumerate(tickets, start=1)
    )
    return Deck(exam_id=exam_id, cards=cards)
