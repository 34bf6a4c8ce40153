"""The closed tickets of one exam, laid face down on the table (S20, D3)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exams.domain.ids import Digest, ExamId, PersonId, TicketNumber
from exams.domain.people import Locale
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.tickets import NoTickets, TicketTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What stands on a ticket.

    Attributes:
        questions: in order.
        pictures: of each question, in the same order; empty where no question has any.
    """

    number: TicketNumber
    questions: tuple[str, ...]
    pictures: tuple[Digest | None, ...] = ()

    @property
    def said(self) -> tuple[tuple[str, ...], tuple[Digest | None, ...]]:
        """Return what tells whether two tickets ask the same, whatever their numbers."""
        return self.questions, self.pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One closed ticket.

    Attributes:
        position: where it lies, from 1; all that a student sees before turning it.
        number: the ticket's number.
        taken_by: who turned it over.
        burnt: the ticket was spoiled and is out of the game.
        version: grows with each saved change.
    """

    position: int
    number: TicketNumber
    taken_by: PersonId | None = None
    burnt: bool = False
    version: int = 0

    @property
    def free(self) -> bool:
        """Return whether the card may still be turned."""
        return self.taken_by is None and not self.burnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All cards of one exam in one language, by position.

    Attributes:
        language: of study, of those who draw from it; None: everybody's who has no deck of the
            own language.
    """

    exam_id: ExamId
    cards: tuple[Card, ...]
    language: Locale | None = None

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


def deck_for(decks: Iterable[Deck], language: Locale | None) -> Deck | None:
    """Return the deck from which those who study in a language draw; None if there is none."""
    by_language = {deck.language: deck for deck in decks}
    return by_language.get(language) or by_language.get(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A deck, and how many students draw from it."""

    language: Locale | None
    tickets: int
    students: int


def served(
    decks: Sequence[Deck], languages: Sequence[Locale | None]
) -> tuple[tuple[Served, ...], dict[Locale | None, int]]:
    """Return each deck with the number of its students, and who has no deck at all.

    Args:
        decks: of one exam.
        languages: in which its students study, one entry a student.
    """
    drawing: Counter[Locale | None] = Counter()
    without: Counter[Locale | None] = Counter()
    for language in languages:
        deck = deck_for(decks, language)
        if deck is None:
            without[language] += 1
        else:
            drawing[deck.language] += 1
    return (
        tuple(
            Served(language=d.language, tickets=len(d.cards), students=drawing[d.language])
            for d in decks
        ),
        dict(without),
    )
