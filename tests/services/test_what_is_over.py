"""What the clock remembers of an exam is forgotten once that is over."""

from dataclasses import replace

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, opened, suspend
from tests.services.oral import SITTING, drawn, id_of


async def end(uni: University, exam: Exam) -> None:
    """Let the results of an exam be out."""
    async with uni.units() as unit:
        stored = await unit.exams.get(exam.id)
        assert stored is not None
        await unit.exams.save(replace(stored, stage=ExamStage.RESULTS_PUBLISHED))
        await unit.commit()


async def test_boards_are_forgotten_once_their_exam_is_over(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    await uni.tick(at(0))
    boards = uni.use.tick_clock.boards
    assert set(boards.shown) == set(boards.looked_at) == {exam.id}

    await end(uni, exam)
    await uni.tick(at(1))
    assert not boards.shown
    assert not boards.looked_at


async def test_turns_are_forgotten_once_their_exam_is_over(uni: University) -> None:
    exam = await drawn(uni)
    await uni.tick(at(23))
    turns = {await id_of(uni, exam, name) for name in SITTING}
    assert set(uni.use.tick_clock.oral.shown) == turns
    await suspend(uni, exam, uni.actor("Zhaniya"))
    await uni.tick(at(24))
    assert set(uni.use.tick_clock.oral.shown) == turns, "it will go on"

    await end(uni, exam)
    await uni.tick(at(25))
    assert not uni.use.tick_clock.oral.shown
