"""Everybody prepares as long as everybody else, if the dean chooses so."""

from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.refusals.moments import TooEarly, WrongStage
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, refused
from tests.services.oral import SITTING, draw, picking


async def test_with_equal_preparation_everybody_has_twenty_minutes(uni: University) -> None:
    exam = await picking(uni, equal_preparation=True)
    async with uni.units.reading() as unit:
        names = {p.id: n for n, p in uni.people.items()}
        listed = [names[a.student_id] for a in await unit.attempts.of_exam(exam.id)]
    in_line = tuple(name for name in listed if name in SITTING)
    first, second, third = in_line
    assert (await uni.attempt(first, exam)).stage is Stage.PICKING
    async with refused(uni, exam, TooEarly):
        await uni.use.open_board(uni.actor(second), exam.id)
    for minute, name in zip((1, 11, 21), in_line, strict=True):
        await uni.tick(at(minute))
        await draw(uni, exam, name, 1 + minute // 10)
    uni.clock.moment = at(21)
    card = await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    assert card.name == uni.people[first].name
    for name in in_line:
        attempt = await uni.attempt(name, exam)
        assert attempt.clock.started_at is not None
    assert (await uni.attempt(third, exam)).pick_from == at(21)


async def test_the_dean_sees_both_ways_and_chooses_before_the_check_in(uni: University) -> None:
    exam = await uni.exam(kind=Kind.ORAL)
    dean = uni.actor("Serik")

    choice = await uni.use.offer_preparation(dean, exam.id)

    assert (choice.students, choice.first, choice.last, choice.equal) == (4, 23, 50, False)
    assert await uni.use.file(choice.media[0].digest) == b"50 20 kk"
    await uni.use.choose_preparation(dean, exam.id, equal=True)
    await uni.use.choose_preparation(dean, exam.id, equal=True)
    assert (await uni.stored(exam)).equal_preparation
    assert (await acts(uni, exam)).count("prepare_equally") == 1
    await uni.use.publish_exam(dean, exam.id)
    await uni.tick(at(-15))
    async with refused(uni, exam, WrongStage):
        await uni.use.choose_preparation(dean, exam.id, equal=False)


async def test_a_written_exam_has_no_such_choice(uni: University) -> None:
    exam = await uni.exam()
    async with refused(uni, exam, WrongStage):
        await uni.use.offer_preparation(uni.actor("Serik"), exam.id)
