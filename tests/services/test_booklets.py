"""The booklet of a computer test: its start, its window, its pictures (S13, S14, S16)."""

from exams.domain.attempt_table import Stage
from exams.domain.booklet import BookletRules
from exams.domain.refusals.computer_tests import NoQuestions
from exams.domain.refusals.moments import TooEarly
from exams.notices.booklet import BookletInformation
from exams.services.computer_tests.booklets import OpenTest
from tests import make
from tests.fakes.ports import FakeShuffler
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, events, later, of_kind, rated, refused
from tests.services.sitting import answering, booklet_of, last_page, planned_test, question_at

A = "Aigerim"


async def test_admission_leads_to_the_information_window(uni: University) -> None:
    exam = await planned_test(uni)
    await rated(uni, exam, A, 72)
    await admitted(uni, exam, A)

    ((name, shown),) = of_kind(await uni.outbox(), BookletInformation)
    assert name == A
    assert (shown.minutes, shown.questions, shown.void, shown.rating) == (40, 6, True, 72)
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
