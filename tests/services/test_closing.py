"""The end of an exam, and of its conference."""

from datetime import timedelta

import pytest

from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.refusals.moments import WrongStage
from exams.ports.conferences import ConferencesUnavailable
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    marking,
    opened,
    pens_down,
    refused,
    sent,
)

NEXT_DAY = START + timedelta(days=1)


async def test_the_exam_closes_when_the_last_student_is_done_and_its_conference_ends(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    await uni.tick(at(122))
    await sent(uni, "Aigerim", "one")
    await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 1)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    await uni.tick(at(130))
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING
    assert uni.conferences.ended == []
    await uni.use.release(uni.actor("Nurlan"), attempt)
    for second in (6, 12, 18):
        await uni.tick(at(130, seconds=second))
    stored = await uni.stored(exam)
    assert (stored.stage, stored.closed_at) == (ExamStage.MARKING, at(130, seconds=6))
    assert uni.conferences.ended == [f"room-{exam.id}"]
    assert (await acts(uni, exam))[-3:] == ["close", "start_marking", "open_draw"]
    async with refused(uni, exam, WrongStage):
        await uni.use.start_link(uni.actor("Nurlan"), exam.id)


async def test_a_conference_that_cannot_be_ended_is_tried_again_for_a_day(
    uni: University,
) -> None:
    exam = await marking(uni, "Aigerim")
    await uni.tick(at(141))
    assert uni.conferences.ended == [f"room-{exam.id}"]
    second = await opened_next_day(uni)
    uni.conferences.down = True
    await uni.use.cancel_exam(uni.actor("Serik"), second)
    for _ in range(2):
        with pytest.raises(ConferencesUnavailable):
            await uni.tick()
    uni.conferences.down = False
    for _ in range(2):
        await uni.tick()
    assert uni.conferences.ended == [f"room-{exam.id}", f"room-{second}"]


async def opened_next_day(uni: University) -> ExamId:
    """Open the room of another exam."""
    exam = await uni.exam(starts_at=NEXT_DAY)
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    await uni.tick(NEXT_DAY - timedelta(minutes=30))
    return exam.id


async def test_a_conference_that_will_not_end_is_let_be(uni: University) -> None:
    exam = await opened(uni)
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    uni.conferences.down = True
    await uni.tick(at(24 * 60 + 1))
    assert uni.conferences.ended == []
