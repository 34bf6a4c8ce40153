"""A computer test finishes: handed in, or its time is over (S15, S17-S19)."""

from datetime import datetime, timedelta

from exams.domain.attempt_table import Stage
from exams.domain.booklet import BookletRules, Unanswered
from exams.domain.exam import ASTANA
from exams.domain.exam_table import ExamStage
from exams.domain.grades import MarkStatus
from exams.domain.questions import QuestionKind
from exams.domain.refusals.computer_tests import NotTicked, QuestionsOpen
from exams.domain.refusals.moments import WrongStage
from exams.notices.booklet import (
    BookletGraded,
    BookletPage,
    BookletTimeLeft,
    BookletVoid,
    FinishBooklet,
)
from exams.services.computer_tests.booklets import OpenTest
from tests.fakes.ports import FakeShuffler
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, events, later, of_kind, rated, refused
from tests.services.sitting import (
    answer,
    answer_all,
    answering,
    hand_in_test,
    last_page,
    place_of,
    planned_test,
)

A = "Aigerim"


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
    await rated(uni, exam, A, 80)
    await answer_all(uni, exam, A, wrong=[await place_of(uni, exam, A, QuestionKind.SINGLE)])
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
    assert graded.appeal_until == datetime(2026, 1, 17, tzinfo=ASTANA)  # all of Friday


async def test_who_fails_a_test_reads_with_the_grade_what_follows(uni: University) -> None:
    exam = await answering(uni, A)
    await answer_all(uni, exam, A, wrong=[1, 2, 3, 4])
    await hand_in_test(uni, exam, A)

    ((_, graded),) = of_kind(await uni.outbox(), BookletGraded)
    assert (graded.letter, graded.standing, graded.resits_left) == ("FX", "resit", 2)


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
    assert void.standing == "registrar"
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
    await answer(uni, exam, A, await place_of(uni, exam, A, QuestionKind.SINGLE))
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
