"""The plan of exams as dean and registrar read it: to come, over, cancelled."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from exams.domain.exam import CANCELLED_SHOWN
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.people import Unknown
from tests.make import START
from tests.services.conftest import University

DAY = timedelta(days=1)


async def listed(uni: University, name: str = "Madina") -> list[tuple[str, int]]:
    """Return the plan as subjects, each with how many sit it."""
    return [(line.subject, line.people) for line in (await uni.use.planned(uni.actor(name))).exams]


async def test_what_comes_is_listed_first_and_of_what_is_over_the_latest(uni: University) -> None:
    for day, (subject, stage) in enumerate(
        (
            ("Тарих", ExamStage.RESULTS_PUBLISHED),
            ("Физика", ExamStage.MARKING),
            ("Химия", ExamStage.RUNNING),
            ("Логика", ExamStage.DRAFT),
        )
    ):
        await uni.exam(subject=subject, stage=stage, starts_at=START + day * DAY)

    subjects = [subject for subject, _ in await listed(uni)]

    assert subjects == ["Химия", "Логика", "Физика", "Тарих"]


@pytest.mark.parametrize(("name", "importer"), [("Madina", True), ("Serik", False)])
async def test_who_sends_the_schedule_is_not_told_to_wait_for_it(
    uni: University, name: str, *, importer: bool
) -> None:
    reader = uni.actor(name)

    assert (await uni.use.planned(reader)).importer is importer
    assert (await uni.use.drafts(reader)).importer is importer


async def test_a_cancelled_exam_stays_in_the_plan_for_its_day_and_is_then_found_in_the_archive(
    uni: University,
) -> None:
    exam = await uni.exam(stage=ExamStage.PUBLISHED)
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)

    uni.clock.moment = START + CANCELLED_SHOWN - timedelta(seconds=1)
    assert await listed(uni) == [("Тарих", 4)]
    assert (await uni.use.archive(uni.actor("Madina"))).exams == ()

    uni.clock.moment = START + CANCELLED_SHOWN
    assert await listed(uni) == []
    (kept,) = (await uni.use.archive(uni.actor("Serik"))).exams
    assert (kept.exam, kept.stage, kept.people) == (exam.id, "cancelled", 4)
    assert (await uni.use.archive(uni.actor("Elsewhere"))).exams == ()


async def test_an_exam_cancelled_as_a_draft_is_shown_nowhere(uni: University) -> None:
    exam = await uni.exam(stage=ExamStage.DRAFT)
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)

    assert await listed(uni) == []
    assert (await uni.use.my_exams(uni.actor("Aigerim"))).exams == ()
    with pytest.raises(Unknown):
        await uni.use.exam_details(uni.actor("Aigerim"), exam.id)
    uni.clock.moment = START + CANCELLED_SHOWN
    assert (await uni.use.archive(uni.actor("Madina"))).exams == ()


@pytest.mark.parametrize("who", ["Madina", "Serik"])
async def test_a_long_plan_asks_the_database_no_more_often_than_a_short_one(
    uni: University, who: str
) -> None:
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    async def questions() -> int:
        asked.clear()
        await uni.use.planned(uni.actor(who))
        return len(asked)

    await uni.exam()
    event.listen(uni.units.database._readers.sync_engine, "before_cursor_execute", note)
    short = await questions()
    for day in range(1, 5):
        await uni.exam(starts_at=START + day * DAY)

    assert short
    assert await questions() == short
    assert len(await listed(uni, who)) == 5
