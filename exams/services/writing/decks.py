"""From which deck a student draws: the one in the own language of study, else everybody's."""

from collections.abc import Iterable, Mapping

from exams.domain.deck import Deck, deck_for
from exams.domain.ids import PersonId
from exams.domain.log import Fact
from exams.domain.people import Locale
from exams.domain.refusals.tickets import NoDeck
from exams.records.unit import Unit
from exams.services.doors import Seat

Languages = Mapping[PersonId, Locale | None]


async def languages_of(unit: Unit, students: Iterable[PersonId]) -> Languages:
    """Return in which language each student studies: that of the academic group."""
    people = await unit.people.many(students)
    groups = {group.id: group.language for group in await unit.groups.all()}
    return {
        person.id: None if person.group_id is None else groups.get(person.group_id)
        for person in people.values()
    }


def deck_of(decks: Iterable[Deck], student: PersonId, languages: Languages) -> Deck | None:
    """Return a student's deck: where the own card lies, whatever the roster says by now."""
    laid = tuple(decks)
    held = next((deck for deck in laid if deck.card_of(student) is not None), None)
    return held or deck_for(laid, languages.get(student))


async def find_deck(unit: Unit, seat: Seat) -> Deck | None:
    """Return the deck from which a student draws, None if there is none."""
    decks = await unit.decks.all(seat.exam.id)
    return deck_of(decks, seat.student.id, await languages_of(unit, [seat.student.id]))


async def own_deck(unit: Unit, seat: Seat) -> Deck:
    """Return the deck from which a student draws.

    Raises:
        NoDeck: there is none in the student's language.
    """
    deck = await find_deck(unit, seat)
    if deck is None:
        languages = await languages_of(unit, [seat.student.id])
        language = languages.get(seat.student.id)
        raise NoDeck(language=language.value if language else "")
    return deck


def drawn_from(deck: Deck) -> dict[str, Fact]:
    """Return what the event of a draw says about its deck; of everybody's deck nothing."""
    return {} if deck.language is None else {"deck": deck.language.value}
