"""Answers to a computer test, and which are open (S14, S16)."""

import pytest

from exams.domain.questions import NOTHING, QuestionKind
from exams.domain.refusals.computer_tests import AnswerUnreadable
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import NotANumber
from exams.notices.booklet import BookletScale
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, later, of_kind, refused
from tests.services.sitting import (
    BANK,
    answer,
    answering,
    booklet_of,
    last_page,
    place_of,
    planned_test,
    question_at,
)

A = "Aigerim"


@pytest.mark.parametrize("kind", QuestionKind)
async def test_an_answer_of_every_kind_is_saved_and_shown(
    uni: University, kind: QuestionKind
) -> None:
    exam = await answering(uni, A, bank=[one for one in BANK if one.kind is kind])
    await uni.outbox()

    await answer(uni, exam, A, 1)

    page = await last_page(uni)
    assert (page.place, page.kind, page.answered) == (1, kind.value, 1)
    if kind in {QuestionKind.SHORT, QuestionKind.NUMERIC}:
        assert page.typed
    elif kind is QuestionKind.MATCHING:
        letters = {option.index: option.letter for option in page.options}
        assert [line.letter for line in page.lines] == [letters[n] for n in range(3)]
    else:
        right = (await question_at(uni, await booklet_of(uni, exam, A), 1)).key.chosen
        assert {one.index for one in page.options if one.chosen} == set(right)


async def test_the_same_tap_twice_changes_nothing(uni: University) -> None:
    exam = await answering(uni, A)
    place = await place_of(uni, exam, A, QuestionKind.MULTIPLE)
    taps = ((0, True), (2, True), (2, True), (0, False), (0, False), (3, True))
    for option, on in taps:
        await uni.use.pick_answer(uni.actor(A), exam.id, place, option, on=on, line=0)

    booklet = await booklet_of(uni, exam, A)
    assert booklet.given[place].answer.chosen == (2, 3)
    assert booklet.given[place].turn == 4


async def test_the_next_line_without_a_partner_comes_by_itself(uni: University) -> None:
    exam = await answering(uni, A)
    place = await place_of(uni, exam, A, QuestionKind.MATCHING)
    await uni.use.turn_to(uni.actor(A), exam.id, place)
    await uni.use.pick_answer(uni.actor(A), exam.id, place, 1, on=True, line=0)
    page = await last_page(uni)
    assert (page.line, page.answered) == (1, 0)
    assert (await booklet_of(uni, exam, A)).given[place].answer.chosen == (1, NOTHING, NOTHING)

    await uni.use.turn_to(uni.actor(A), exam.id, place, line=2)
    assert (await last_page(uni)).line == 2


async def test_words_answer_only_a_question_that_waits_for_them(uni: University) -> None:
    exam = await answering(uni, A)
    student = uni.actor(A)
    await uni.use.turn_to(student, exam.id, await place_of(uni, exam, A, QuestionKind.SINGLE))
    assert not await uni.use.type_answer(student, "нормал форма")
    assert not await uni.use.type_answer(uni.actor("Bolat"), "нормал форма")

    await uni.use.turn_to(student, exam.id, await place_of(uni, exam, A, QuestionKind.NUMERIC))
    async with refused(uni, exam, NotANumber):
        await uni.use.type_answer(student, "тоғыз")
    await uni.use.turn_to(student, exam.id, await place_of(uni, exam, A, QuestionKind.SHORT))
    async with refused(uni, exam, AnswerUnreadable):
        await uni.use.type_answer(student, "а" * 201)


@pytest.mark.parametrize(("seconds", "late"), [(0, 0), (3, 1)])
async def test_an_answer_three_seconds_late_is_taken_and_marked(
    uni: University, seconds: int, late: int
) -> None:
    exam = await answering(uni, A)
    later(at(40, seconds=seconds), uni)
    await answer(uni, exam, A, await place_of(uni, exam, A, QuestionKind.SINGLE))

    booklet = await booklet_of(uni, exam, A)
    assert sum(given.late for given in booklet.given.values()) == late
    assert len(booklet.given) == 1


async def test_four_seconds_after_the_end_every_door_is_shut(uni: University) -> None:
    exam = await answering(uni, A)
    place = await place_of(uni, exam, A, QuestionKind.SHORT)
    student = uni.actor(A)
    await uni.use.turn_to(student, exam.id, place)
    later(at(40, seconds=4), uni)
    for door in (
        uni.use.pick_answer(student, exam.id, 1, 0, on=True, line=0),
        uni.use.type_answer(student, "НФ"),
        uni.use.turn_to(student, exam.id, 2),
        uni.use.flag_question(student, exam.id, 2, on=True),
        uni.use.scale(student, exam.id),
        uni.use.finish_test(student, exam.id),
    ):
        async with refused(uni, exam, TooLate):
            await door


async def test_nothing_is_answered_before_the_start_or_outside_the_booklet(
    uni: University,
) -> None:
    exam = await planned_test(uni)
    await admitted(uni, exam, A)
    async with refused(uni, exam, WrongStage) as facts:
        await uni.use.pick_answer(uni.actor(A), exam.id, 1, 0, on=True, line=0)
    assert facts == {"act": "answer", "stage": "info_shown", "own": False}
    later(at(0), uni)
    await uni.use.open_test(uni.actor(A), exam.id)
    for place, option in ((7, 0), (0, 0), (await place_of(uni, exam, A, QuestionKind.SINGLE), 9)):
        async with refused(uni, exam, Unknown):
            await uni.use.pick_answer(uni.actor(A), exam.id, place, option, on=True, line=0)


async def test_who_is_paused_or_cut_off_cannot_answer(uni: University) -> None:
    exam = await answering(uni, A, "Bolat")
    attempt = (await uni.attempt(A, exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=False)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    for name, stage in ((A, "paused"), ("Bolat", "interrupted")):
        async with refused(uni, exam, WrongStage) as facts:
            await uni.use.pick_answer(uni.actor(name), exam.id, 1, 0, on=True, line=0)
        assert facts["stage"] == stage


async def test_the_scale_tells_answered_open_and_marked_questions(uni: University) -> None:
    exam = await answering(uni, A)
    student = uni.actor(A)
    for place in (2, 4):
        await answer(uni, exam, A, place)
    await uni.use.flag_question(student, exam.id, 4, on=True)
    await uni.use.flag_question(student, exam.id, 6, on=True)
    await uni.use.flag_question(student, exam.id, 4, on=False)
    await uni.use.turn_to(student, exam.id, 3)
    await uni.outbox()

    await uni.use.scale(student, exam.id)

    ((_, scale),) = of_kind(await uni.outbox(), BookletScale)
    assert (scale.answered, scale.flagged, scale.place) == ((2, 4), (6,), 3)
