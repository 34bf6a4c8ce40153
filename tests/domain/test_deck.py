"""Closed tickets: one ticket, one student."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.deck import Served, deck_for, served
from exams.domain.ids import PersonId
from exams.domain.people import Locale
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from tests import make


def test_a_card_shows_its_ticket_and_is_gone_for_the_others() -> None:
    deck, card = make.deck().turn_over(4, by=make.AIGERIM)

    assert (card.number, card.taken_by) == (4, make.AIGERIM)
    assert deck.card_of(make.AIGERIM) == card
    with pytest.raises(TicketTaken) as refused:
        deck.turn_over(4, by=make.BOLAT)
    assert refused.value.facts == {"position": 4}


@pytest.mark.parametrize("position", [4, 2, 99])
def test_a_second_tap_anywhere_shows_the_same_ticket(position: int) -> None:
    deck, card = make.deck().turn_over(4, by=make.AIGERIM)

    assert deck.turn_over(position, by=make.AIGERIM) == (deck, card)


@pytest.mark.parametrize("position", [0, -1, 7])
def test_there_is_no_card_where_none_lies(position: int) -> None:
    with pytest.raises(Unknown):
        make.deck(6).turn_over(position, by=make.AIGERIM)


def test_when_no_card_is_left_that_is_what_is_said() -> None:
    deck, _ = make.deck(1).turn_over(1, by=make.AIGERIM)

    with pytest.raises(NoTickets):
        deck.turn_over(1, by=make.BOLAT)


def test_a_burnt_card_is_nobodys() -> None:
    deck, spoiled = make.deck(2).turn_over(1, by=make.AIGERIM)
    deck = replace(
        deck, cards=tuple(replace(c, burnt=c.number == spoiled.number) for c in deck.cards)
    )

    assert deck.card_of(make.AIGERIM) is None
    with pytest.raises(TicketTaken):
        deck.turn_over(1, by=make.BOLAT)
    _, second = deck.turn_over(2, by=make.AIGERIM)
    assert second.number == 2


taps = st.lists(
    st.tuples(st.sampled_from(make.STUDENTS), st.integers(min_value=-1, max_value=7)), max_size=40
)


@given(st.integers(min_value=0, max_value=6), taps)
def test_never_have_two_students_one_ticket_nor_one_student_two(
    count: int, tapped: list[tuple[PersonId, int]]
) -> None:
    deck = make.deck(count)
    shown: dict[PersonId, int] = {}
    for student, position in tapped:
        try:
            deck, card = deck.turn_over(position, by=student)
        except Unknown:
            assert not 1 <= position <= count
        except NoTickets:
            assert len(shown) == count
        except TicketTaken:
            assert position in {c.position for c in deck.cards if not c.free}
            assert student not in shown
        else:
            assert shown.setdefault(student, card.number) == card.number
    assert len(set(shown.values())) == len(shown)
    assert {c.taken_by: c.number for c in deck.cards if c.taken_by} == shown


def test_a_burnt_ticket_is_nobodys_and_another_is_taken_instead() -> None:
    deck, card = make.deck().turn_over(2, by=make.AIGERIM)
    deck, burnt = deck.burn(make.AIGERIM)
    assert (burnt.position, burnt.burnt, burnt.taken_by) == (2, True, make.AIGERIM)
    assert deck.card_of(make.AIGERIM) is None
    with pytest.raises(TicketTaken):
        deck.turn_over(2, by=make.BOLAT)
    _, other = deck.turn_over(1, by=make.AIGERIM)
    assert other.number != card.number


def test_a_ticket_is_not_burnt_where_none_is_left_to_take_instead() -> None:
    deck = make.deck(1)
    with pytest.raises(Unknown):
        deck.burn(make.AIGERIM)
    deck, _ = deck.turn_over(1, by=make.AIGERIM)
    with pytest.raises(NoTickets):
        deck.burn(make.AIGERIM)


def test_students_draw_from_the_deck_in_their_language_and_else_from_everybodys() -> None:
    everybodys = make.deck(3)
    kazakh = replace(make.deck(2), language=Locale.KK)

    assert deck_for([everybodys, kazakh], Locale.KK) is kazakh
    assert deck_for([everybodys, kazakh], Locale.RU) is everybodys
    assert deck_for([everybodys, kazakh], None) is everybodys
    assert deck_for([kazakh], Locale.RU) is None
    assert deck_for([kazakh], None) is None


def test_each_deck_has_its_students_and_nobody_is_counted_twice() -> None:
    kazakh = replace(make.deck(4), language=Locale.KK)
    russian = replace(make.deck(2), language=Locale.RU)
    languages = [Locale.KK, Locale.KK, Locale.RU, Locale.EN, None]

    decks, without = served([kazakh, russian], languages)

    assert decks == (
        Served(language=Locale.KK, tickets=4, students=2),
        Served(language=Locale.RU, tickets=2, students=1),
    )
    assert without == {Locale.EN: 1, None: 1}
