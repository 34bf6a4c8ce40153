"""A computer test from the information window to the grade in the journal (S13-S19)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.booklet import BookletRules, Unanswered
from exams.domain.exam import ExamStage
from exams.domain.grades import MarkStatus
from exams.domain.questions import NOTHING, QuestionKind
from exams.domain.refusals.computer_tests import (
    AnswerUnreadable,
    NoQuestions,
    NotTicked,
    QuestionsOpen,
)
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import NotANumber
from exams.notices.booklet import (
    BookletGraded,
    BookletInformation,
    BookletPage,
    BookletScale,
    BookletTimeLeft,
    BookletVoid,
    FinishBooklet,
)
from exams.services.computer_tests.booklets import OpenTest
from tests import make
from tests.fakes.ports import FakeShuffler
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, events, later, of_kind, refused
from tests.services.sitting import (
    BANK,
    answer,
    answer_all,
    answering,
    booklet_of,
    hand_in_test,
    planned_test,
    question_at,
)

A = "Aigerim"


async def last_page(uni: University) -> BookletPage:
    """Return the window as it was sent last."""
    pages = of_kind(await uni.outbox(), BookletPage)
    page = pages[-1][1]
    assert isinstance(page, BookletPage)
    return page


async def place_of(uni: University, exam: object, kind: QuestionKind) -> int:
    booklet = await booklet_of(uni, exam, A)  # type: ignore[arg-type]
    for place in range(1, len(booklet.items) + 1):
        if (await question_at(uni, booklet, place)).kind is kind:
            return place
    raise AssertionError(kind)


# -- the information window and the start -------------------------------------------


async def test_admission_leads_to_the_information_window(uni: University) -> None:
    exam = await planned_test(uni)
    await admitted(uni, exam, A)

    ((name, shown),) = of_kind(await uni.outbox(), BookletInformation)
    assert name == A
    assert (shown.minutes, shown.questions, shown.void, shown.rating) == (40, 6, True, None)
    assert (await uni.attempt(A, exam)).stage is Stage.INFO_SHOWN
    assert await uni.use.information(uni.actor(A), exam.id) == shown


async def test_next_starts_the_test_the_clock_and_a_frozen_booklet(uni: University) -> None:
    exam = await planned_test(uni)
    await admitted(uni, exam, A)
    async with refused(uni, exam, TooEarly):
        await uni.use.open_test(uni.actor(A), exam.id)
    later(at(2), uni)
    await uni.outbox()

    await uni.use.open_test(uni.actor(A), exam.id)

    page = await last_page(uni)
    assert (page.place, page.questions, page.answered, page.minutes_left) == (1, 6, 0, 40)
    assert page.deadline == at(42)
    attempt, booklet = await uni.attempt(A, exam), await booklet_of(uni, exam, A)
    assert (attempt.stage, attempt.clock.started_at) == (Stage.RUNNING, at(2))
    topics = [(await question_at(uni, booklet, place)).topic for place in range(1, 7)]
    assert sorted(topics) == ["Индекстер"] * 3 + ["Кестелер"] * 3
    started = [event for event in await events(uni, exam) if event.act == "start_test"]
    assert started[0].facts == {"seed": booklet.seed, "questions": 6}


async def test_a_second_next_shows_the_same_booklet_and_starts_nothing(uni: University) -> None:
    exam = await answering(uni, A)
    booklet = await booklet_of(uni, exam, A)
    later(at(5), uni)

    await uni.use.open_test(uni.actor(A), exam.id)

    assert await booklet_of(uni, exam, A) == booklet
    assert (await last_page(uni)).minutes_left == 35
    assert (await acts(uni, exam)).count("start_test") == 1


async def test_without_questions_there_is_no_test(uni: University) -> None:
    exam = await planned_test(uni)
    async with uni.units() as unit:
        await unit.questions.lay_in(exam.id, ())
        await unit.commit()
    await admitted(uni, exam, A)
    later(at(0), uni)
    async with refused(uni, exam, NoQuestions):
        await uni.use.open_test(uni.actor(A), exam.id)


async def test_two_students_have_booklets_of_their_own(uni: University) -> None:
    exam = await planned_test(uni)
    await admitted(uni, exam, A, "Bolat")
    later(at(0), uni)
    await uni.use.open_test(uni.actor(A), exam.id)
    other = OpenTest(uni.units, uni.clock, _Other(), BookletRules(questions=6))
    await other(uni.actor("Bolat"), exam.id)

    first, second = [await booklet_of(uni, exam, name) for name in (A, "Bolat")]
    assert first.items != second.items


class _Other(FakeShuffler):
    def code(self, length: int) -> str:
        return "Z" * length


# -- answers -------------------------------------------------------------------------


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
    place = await place_of(uni, exam, QuestionKind.MULTIPLE)
    taps = ((0, True), (2, True), (2, True), (0, False), (0, False), (3, True))
    for option, on in taps:
        await uni.use.pick_answer(uni.actor(A), exam.id, place, option, on=on, line=0)

    booklet = await booklet_of(uni, exam, A)
    assert booklet.given[place].answer.chosen == (2, 3)
    assert booklet.given[place].turn == 4


async def test_the_next_line_without_a_partner_comes_by_itself(uni: University) -> None:
    exam = await answering(uni, A)
    place = await place_of(uni, exam, QuestionKind.MATCHING)
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
    await uni.use.turn_to(student, exam.id, await place_of(uni, exam, QuestionKind.SINGLE))
    assert not await uni.use.type_answer(student, "нормал форма")
    assert not await uni.use.type_answer(uni.actor("Bolat"), "нормал форма")

    await uni.use.turn_to(student, exam.id, await place_of(uni, exam, QuestionKind.NUMERIC))
    async with refused(uni, exam, NotANumber):
        await uni.use.type_answer(student, "тоғыз")
    await uni.use.turn_to(student, exam.id, await place_of(uni, exam, QuestionKind.SHORT))
    async with refused(uni, exam, AnswerUnreadable):
        await uni.use.type_answer(student, "а" * 201)


@pytest.mark.parametrize(("seconds", "late"), [(0, 0), (3, 1)])
async def test_an_answer_three_seconds_late_is_taken_and_marked(
    uni: University, seconds: int, late: int
) -> None:
    exam = await answering(uni, A)
    later(at(40, seconds=seconds), uni)
    await answer(uni, exam, A, await place_of(uni, exam, QuestionKind.SINGLE))

    booklet = await booklet_of(uni, exam, A)
    assert sum(given.late for given in booklet.given.values()) == late
    assert len(booklet.given) == 1


async def test_four_seconds_after_the_end_every_door_is_shut(uni: University) -> None:
    exam = await answering(uni, A)
    place = await place_of(uni, exam, QuestionKind.SHORT)
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
    assert facts == {"act": "answer", "stage": "info_shown"}
    later(at(0), uni)
    await uni.use.open_test(uni.actor(A), exam.id)
    for place, option in ((7, 0), (0, 0), (await place_of(uni, exam, QuestionKind.SINGLE), 9)):
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


# -- the scale ---------------------------------------------------------------------------


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


# -- finish ---------------------------------------------------------------------------------


async def test_finish_needs_every_answer_and_the_tick(uni: University) -> None:
    exam = await answering(uni, A)
    student = uni.actor(A)
    async with refused(uni, exam, QuestionsOpen) as facts:
        await uni.use.finish_test(student, exam.id)
    assert facts == {"count": 6}
    await answer_all(uni, exam, A)
    await uni.use.finish_test(student, exam.id)
    async with refused(uni, exam, NotTicked):
        await uni.use.submit_test(student, exam.id)
    async with refused(uni, exam, WrongStage):
        await uni.use.pick_answer(student, exam.id, 1, 0, on=True, line=0)
    await uni.use.tick_finish(student, exam.id, on=True)
    await uni.use.tick_finish(student, exam.id, on=True)
    windows = of_kind(await uni.outbox(), FinishBooklet)
    assert windows[-1][1].ticked


async def test_back_at_the_questions_the_tick_is_gone(uni: University) -> None:
    exam = await answering(uni, A)
    student = uni.actor(A)
    await answer_all(uni, exam, A)
    await uni.use.finish_test(student, exam.id)
    await uni.use.tick_finish(student, exam.id, on=True)
    await uni.use.go_back(student, exam.id)
    await uni.use.go_back(student, exam.id)
    assert (await uni.attempt(A, exam)).stage is Stage.RUNNING
    await answer(uni, exam, A, 1, right=False)
    await uni.use.finish_test(student, exam.id)
    async with refused(uni, exam, NotTicked):
        await uni.use.submit_test(student, exam.id)


async def test_the_grade_stands_in_the_journal_the_second_it_is_handed_in(
    uni: University,
) -> None:
    exam = await answering(uni, A)
    await _rate(uni, exam, 80)
    await answer_all(uni, exam, A, wrong=[await place_of(uni, exam, QuestionKind.SINGLE)])
    await hand_in_test(uni, exam, A)

    ((name, graded),) = of_kind(await uni.outbox(), BookletGraded)
    assert (name, graded.points, graded.letter, graded.final) == (A, 83, "B", 81)
    assert {(one.topic, one.percent) for one in graded.topics} == {
        ("Кестелер", 66),
        ("Индекстер", 100),
    }
    attempt = await uni.attempt(A, exam)
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(attempt.id)
    assert mark is not None
    assert (mark.points, mark.status) == (83, MarkStatus.PUBLISHED)
    assert (await acts(uni, exam))[-2:] == ["submit", "mark"]


async def _rate(uni: University, exam: object, rating: int) -> None:
    attempt = await uni.attempt(A, exam)  # type: ignore[arg-type]
    async with uni.units() as unit:
        await unit.attempts.save(replace(attempt, rating=rating))
        await unit.commit()


async def test_handing_in_twice_is_handing_in_once(uni: University) -> None:
    exam = await answering(uni, A)
    await answer_all(uni, exam, A)
    await hand_in_test(uni, exam, A)
    before = await events(uni, exam)
    await uni.outbox()

    await uni.use.submit_test(uni.actor(A), exam.id)

    assert await events(uni, exam) == before
    assert await uni.outbox() == []
    async with refused(uni, exam, WrongStage):
        await uni.use.pick_answer(uni.actor(A), exam.id, 1, 0, on=True, line=0)


# -- the clock ------------------------------------------------------------------------------------


async def test_an_incomplete_booklet_is_void_when_its_time_is_over(uni: University) -> None:
    exam = await answering(uni, A)
    await answer(uni, exam, A, 1)
    await uni.outbox()
    await uni.tick(at(40, seconds=3))
    assert (await uni.attempt(A, exam)).stage is Stage.RUNNING

    await uni.tick(at(40, seconds=9))

    assert (await uni.attempt(A, exam)).stage is Stage.EXPIRED
    ((name, void),) = of_kind(await uni.outbox(), BookletVoid)
    assert (name, void.answered, void.questions) == (A, 1, 6)
    async with uni.units.reading() as unit:
        mark = await unit.marks.of((await uni.attempt(A, exam)).id)
    assert mark is not None
    assert (mark.points, mark.reason) == (0, "expired")


async def test_a_complete_booklet_counts_though_nobody_pressed_finish(uni: University) -> None:
    exam = await answering(uni, A)
    await answer_all(uni, exam, A)
    await uni.outbox()
    await uni.tick(at(41))

    ((_, graded),) = of_kind(await uni.outbox(), BookletGraded)
    assert (graded.points, graded.expired) == (100, True)


async def test_where_the_university_says_so_what_was_answered_is_graded(uni: University) -> None:
    exam = await planned_test(uni)
    await admitted(uni, exam, A)
    later(at(0), uni)
    rules = BookletRules(questions=6, at_expiry=Unanswered.GRADE)
    await OpenTest(uni.units, uni.clock, FakeShuffler(), rules)(uni.actor(A), exam.id)
    for place in (1, 2, 3):
        await answer(uni, exam, A, place)
    await uni.outbox()
    await uni.tick(at(41))

    ((_, graded),) = of_kind(await uni.outbox(), BookletGraded)
    assert (graded.points, graded.expired) == (50, True)


async def test_ten_five_and_one_minutes_are_told_with_what_is_still_open(uni: University) -> None:
    exam = await answering(uni, A)
    told = []
    for minute in range(1, 41):
        if minute == 32:
            await answer(uni, exam, A, 1)
        await uni.tick(at(minute, seconds=1) - timedelta(seconds=1))
        told += [
            (notice.minutes, notice.unanswered)
            for _, notice in of_kind(await uni.outbox(), BookletTimeLeft)
        ]
    assert told == [(10, 6), (5, 5), (1, 5)]


async def test_a_window_that_stands_still_shows_the_time_every_minute(uni: University) -> None:
    exam = await answering(uni, A)
    await uni.tick(at(0, seconds=59))
    assert of_kind(await uni.outbox(), BookletPage) == []
    await uni.tick(at(1, seconds=1))
    assert (await last_page(uni)).minutes_left == 39
    later(at(1, seconds=30), uni)
    await answer(uni, exam, A, await place_of(uni, exam, QuestionKind.SINGLE))
    await uni.outbox()
    await uni.tick(at(2, seconds=20))
    assert of_kind(await uni.outbox(), BookletPage) == []


async def test_when_every_test_is_over_the_results_are_published_by_themselves(
    uni: University,
) -> None:
    exam = await answering(uni, A, "Bolat")
    await answer_all(uni, exam, A)
    await hand_in_test(uni, exam, A)
    await uni.tick(at(20))
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING

    await uni.tick(at(41))
    await uni.tick(at(42))

    assert (await uni.stored(exam)).stage is ExamStage.RESULTS_PUBLISHED


# -- pictures -----------------------------------------------------------------------------------


async def test_a_picture_comes_with_its_question_and_stays_while_that_is_answered(
    uni: University,
) -> None:
    pictured = make.question(1, picture=make.digest(1))
    exam = await planned_test(uni, bank=[pictured, make.question(2)])
    await admitted(uni, exam, A)
    later(at(0), uni)
    await uni.use.open_test(uni.actor(A), exam.id)
    booklet = await booklet_of(uni, exam, A)
    first = 1 if (await question_at(uni, booklet, 1)).picture else 2

    async def turned(place: int) -> tuple[bool, int]:
        await uni.outbox()
        await uni.use.turn_to(uni.actor(A), exam.id, place)
        page = await last_page(uni)
        return uni.sent[-1].envelope.fresh, len(page.media)

    await turned(3 - first)
    assert await turned(first) == (True, 1)
    await uni.use.pick_answer(uni.actor(A), exam.id, first, 0, on=True, line=0)
    assert (await last_page(uni)).media == ()
    assert not uni.sent[-1].envelope.fresh
    assert await turned(3 - first) == (True, 0)
