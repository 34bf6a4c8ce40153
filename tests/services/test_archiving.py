"""An exam of an earlier term leaves the plan and the lists, and its papers stay (rules A)."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam import ARCHIVED_AFTER, Exam
from exams.domain.exam_table import ExamStage
from exams.domain.log import verify
from exams.domain.refusals.people import NotAllowed
from exams.services.apart import PartFailed
from exams.services.office.archiving import ArchiveExams
from storage.unit import SqlUnit, SqlUnits
from tests.services.conftest import University
from tests.services.day import events, places, published
from tests.services.marked import marked

SECOND = timedelta(seconds=1)


async def told_and_erased(uni: University) -> Exam:
    """Publish results, and let the time of appeals and pictures pass."""
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    exam = await uni.stored(exam)
    assert exam.closed_at is not None
    uni.clock.moment = exam.closed_at + ARCHIVED_AFTER
    await uni.use.erase_pictures()
    return await uni.stored(exam)


async def test_half_a_year_after_its_end_an_exam_is_found_in_the_archive_alone(
    uni: University,
) -> None:
    exam = await told_and_erased(uni)
    uni.clock.moment -= SECOND
    assert await uni.use.archive_exams() == 0
    assert (await uni.use.archive(uni.actor("Madina"))).exams == ()

    uni.clock.moment += SECOND
    assert [await uni.use.archive_exams() for _ in range(2)] == [1, 0]

    for name in ("Madina", "Serik"):
        assert [line.exam for line in (await uni.use.archive(uni.actor(name))).exams] == [exam.id]
        assert (await uni.use.planned(uni.actor(name))).exams == ()
    assert (await uni.use.archive(uni.actor("Elsewhere"))).exams == ()
    for name in ("Nurlan", "Aigerim"):
        with pytest.raises(NotAllowed):
            await uni.use.archive(uni.actor(name))
    assert (await uni.use.my_exams(uni.actor("Aigerim"))).exams == ()
    log = await events(uni, exam)
    assert (log[-1].act, log[-1].before, log[-1].after) == (
        "archive", "results_published", "archived",
    )  # fmt: skip
    assert verify(log) is None


async def test_what_is_in_the_archive_is_still_opened_and_its_marks_corrected(
    uni: University,
) -> None:
    exam = await told_and_erased(uni)
    await uni.use.archive_exams()

    checks = await uni.use.exam_checks(uni.actor("Madina"), exam.id)
    assert checks.stage == ExamStage.ARCHIVED.value
    place = (await places(uni, exam))["Bolat"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қате")

    assert (await uni.stored(exam)).stage is ExamStage.ARCHIVED


class Overtaken:
    """Units of which what one has read is saved by somebody else at once."""

    def __init__(self, units: SqlUnits, exam: Exam) -> None:
        self.units, self.exam = units, exam

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlUnit]:
        """Read, and let somebody else save the exam afterwards."""
        async with self.units.reading() as unit:
            yield unit
        async with self.units() as unit:
            await unit.exams.save(self.exam)
            await unit.commit()

    def __call__(self) -> AbstractAsyncContextManager[SqlUnit]:
        """Write as usual."""
        return self.units()


async def test_an_exam_that_was_changed_meanwhile_keeps_no_other_from_the_archive(
    uni: University,
) -> None:
    exam = await told_and_erased(uni)
    other = await published(
        uni, starts_at=uni.clock.now() + timedelta(days=1), host="second@example.org"
    )
    other = await uni.stored(other)
    over = replace(other, stage=exam.stage, closed_at=exam.closed_at, done=exam.done)
    async with uni.units() as unit:
        await unit.exams.save(over)
        await unit.commit()

    with pytest.raises(PartFailed) as failed:
        await ArchiveExams(Overtaken(uni.units, exam), uni.clock)()

    assert failed.value.overtaken
    assert (await uni.stored(exam)).stage is ExamStage.RESULTS_PUBLISHED
    assert (await uni.stored(other)).stage is ExamStage.ARCHIVED
    assert await uni.use.archive_exams() == 1


async def test_an_exam_whose_pictures_are_kept_stays_in_the_plan(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    uni.clock.moment += ARCHIVED_AFTER * 2

    assert await uni.use.archive_exams() == 0
    assert len((await uni.use.planned(uni.actor("Madina"))).exams) == 1
