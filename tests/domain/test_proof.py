"""The provable draw: one form to the byte, and whatever moved is found."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.deck import Deck
from exams.domain.ids import TicketNumber
from exams.domain.proof import (
    Commitment,
    DrawFault,
    Drawn,
    Proof,
    ProofUnreadable,
    faults_of,
    proof_of,
    read_proof,
)
from tests import make

SECRET = bytes(range(32))
ORDER = (TicketNumber(12), TicketNumber(3), TicketNumber(7))
OPENED = (
    "🔓 Раскладка билетов открыта: Тарих\n\n"
    "secret: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
    "order: 12,3,7\n"
    "sha256: {fingerprint}\n\nВо второй строке…"
)


def test_the_fingerprint_is_that_of_the_bytes_and_the_order() -> None:
    wanted = hashlib.sha256(SECRET + b"12,3,7").hexdigest()

    assert Proof(secret=SECRET, order=ORDER).fingerprint == wanted


def test_the_order_is_that_of_the_cards() -> None:
    deck = replace(make.deck(3), cards=tuple(reversed(make.deck(3).cards)))

    assert proof_of(deck, SECRET).order == (1, 2, 3)


@given(st.permutations(list(range(1, 9))))
def test_any_two_tickets_that_changed_places_are_noticed(order: list[int]) -> None:
    plain = Proof(secret=SECRET, order=tuple(TicketNumber(n) for n in range(1, 9)))
    moved = replace(plain, order=tuple(TicketNumber(n) for n in order))

    assert (moved.fingerprint == plain.fingerprint) is (order == list(range(1, 9)))


def test_a_pasted_message_is_read_and_holds() -> None:
    proof = Proof(secret=SECRET, order=ORDER)
    opened = read_proof(OPENED.format(fingerprint=proof.fingerprint))

    assert opened.proof == proof
    assert opened.holds()
    assert opened.holds(proof.fingerprint.upper())
    assert not opened.holds("0" * 64)


def test_a_message_whose_order_was_changed_does_not_hold() -> None:
    proof = Proof(secret=SECRET, order=ORDER)
    changed = OPENED.format(fingerprint=proof.fingerprint).replace("12,3,7", "3,12,7")

    assert not read_proof(changed).holds()


@pytest.mark.parametrize(
    "text",
    ["", "secret: 00\norder: 1,2", "order: 1,2", "secret: " + "0" * 64,
     "secret: " + "0" * 64 + "\norder: 1,,2", "secret: " + "0" * 64 + "\norder: 01,2",
     "secret: " + "0" * 64 + "\norder: 1,0"],
)  # fmt: skip
def test_what_is_no_opened_draw_is_refused(text: str) -> None:
    with pytest.raises(ProofUnreadable):
        read_proof(text)


def drawn_deck() -> tuple[Deck, Commitment]:
    """Return a deck from which Aigerim drew card 4, with what was committed to it."""
    deck, _ = make.deck().turn_over(4, by=make.AIGERIM)
    proof = proof_of(deck, SECRET)
    return deck, Commitment(secret=SECRET, fingerprint=proof.fingerprint)


def test_an_honest_draw_has_no_fault() -> None:
    deck, made = drawn_deck()

    assert (
        faults_of(deck, made, published=made.fingerprint, draws=[Drawn(position=4, number=4)])
        == ()
    )


def test_a_spoiled_ticket_stays_where_it_lay_and_is_no_fault() -> None:
    deck, made = drawn_deck()
    burnt = replace(deck.cards[3], burnt=True)
    deck = replace(deck, cards=(*deck.cards[:3], burnt, *deck.cards[4:]))
    deck, _ = deck.turn_over(6, by=make.AIGERIM)
    draws = [Drawn(position=4, number=4), Drawn(position=6, number=6)]

    assert faults_of(deck, made, published=made.fingerprint, draws=draws) == ()


def test_tickets_that_changed_places_are_found_three_ways() -> None:
    deck, made = drawn_deck()
    a, b = deck.cards[3], deck.cards[4]
    swapped = replace(
        deck,
        cards=(*deck.cards[:3], replace(a, number=b.number), replace(b, number=a.number),
               *deck.cards[5:]),
    )  # fmt: skip

    found = faults_of(
        swapped, made, published=made.fingerprint, draws=[Drawn(position=4, number=4)]
    )

    assert found == (DrawFault.FINGERPRINT, DrawFault.MOVED)


def test_another_fingerprint_in_the_log_is_found() -> None:
    deck, made = drawn_deck()
    draws = [Drawn(position=4, number=4)]

    assert faults_of(deck, made, published=None, draws=draws) == (DrawFault.PUBLISHED,)
    assert faults_of(deck, made, published="0" * 64, draws=draws) == (DrawFault.PUBLISHED,)


def test_a_card_turned_without_a_draw_is_found() -> None:
    deck, made = drawn_deck()

    assert faults_of(deck, made, published=made.fingerprint, draws=[]) == (DrawFault.HOLDER,)
