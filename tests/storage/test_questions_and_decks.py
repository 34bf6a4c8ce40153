"""Banks of questions and decks come back as they were stored."""

from dataclasses import replace

import pytest

from exams.domain.ids import ExamId, QuestionId
from exams.domain.questions import Key, Option, QuestionKind
from exams.domain.refusals.base import Stale
from exams.records.unit import Unit
from storage.unit import SqlUnits
from tests import make
from tests.storage.test_sheets_and_marks import a_digest
from tests.storage.university import University


async def two_tickets(unit: Unit, exam: ExamId) -> None:
    await unit.decks.lay_out(exam, make.tickets(2, 1, questions=("{}-сұрақ", "second")))


async def test_a_deck_comes_back_and_remembers_who_turned_what(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    async with units() as unit:
        assert (await unit.decks.of(exam.id)).cards == ()
        await two_tickets(unit, exam.id)
        await two_tickets(unit, exam.id)
        deck = await unit.decks.of(exam.id)
        assert [(c.position, c.number) for c in deck.cards] == [(1, 2), (2, 1)]
        second, first = await unit.decks.tickets(deck)
        assert (second.number, second.questions) == (2, ("2-сұрақ", "second"))
        assert first == await unit.decks.ticket(deck, deck.cards[1])
        _, card = deck.turn_over(2, by=attempt.student_id)
        await unit.decks.take(deck, card)
        assert await unit.decks.taken(exam.id) == 1
        assert (await unit.decks.of(exam.id)).card_of(attempt.student_id) == replace(
            card, version=1
        )
        with pytest.raises(Stale):
            await unit.decks.take(deck, replace(card, taken_by=other.student_id))
        with pytest.raises(Stale):
            await unit.decks.take(deck, replace(deck.cards[0], taken_by=attempt.student_id))
        with pytest.raises(Stale):
            await two_tickets(unit, exam.id)


async def test_a_turned_card_is_burnt_once(units: SqlUnits, university: University) -> None:
    exam, (attempt,) = await university.seated(1)
    async with units() as unit:
        await two_tickets(unit, exam.id)
        deck = await unit.decks.of(exam.id)
        await unit.decks.take(deck, deck.turn_over(2, by=attempt.student_id)[1])
        turned = await unit.decks.of(exam.id)
        _, card = turned.burn(attempt.student_id)
        await unit.decks.burn(turned, card)
        with pytest.raises(Stale):
            await unit.decks.burn(turned, card)
        burnt = await unit.decks.of(exam.id)
        assert [one.burnt for one in burnt.cards] == [False, True]
        assert burnt.card_of(attempt.student_id) is None


async def test_a_bank_comes_back_whole_in_its_authors_order(
    units: SqlUnits, university: University
) -> None:
    pictured = Option(text="", picture=a_digest("b"))
    bank = [make.question(number, kind) for number, kind in enumerate(QuestionKind, start=1)]
    bank[0] = replace(bank[0], picture=a_digest("a"), options=(pictured, *bank[0].options))
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.questions.lay_in(exam.id, [make.question(99)])
        await unit.questions.lay_in(exam.id, bank)
        await unit.commit()
    async with units.reading() as unit:
        found = await unit.questions.of(exam.id)
        ids = [question.id for question in found]
        assert [replace(one, id=two.id) for one, two in zip(found, bank, strict=True)] == bank
        shelves: dict[tuple[str, int], tuple[QuestionId, ...]] = {}
        for question in found:
            shelf = (question.topic, question.difficulty)
            shelves[shelf] = (*shelves.get(shelf, ()), question.id)
        assert await unit.questions.shelves(exam.id) == shelves
        assert await unit.questions.many(ids[:2]) == dict(zip(ids, found[:2], strict=False))
        assert await unit.questions.get(ids[3]) == found[3]
        assert await unit.questions.get(QuestionId(99)) is None
        assert await unit.questions.of(ExamId(99)) == ()


async def test_a_mended_key_keeps_its_bank_in_place(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.questions.lay_in(exam.id, [make.question()])
        (question,) = await unit.questions.of(exam.id)
        mended = replace(question, key=Key(chosen=(2,)))
        await unit.questions.mend(mended)
        assert await unit.questions.get(question.id) == replace(mended, version=1)
        with pytest.raises(Stale):
            await unit.questions.mend(mended)
