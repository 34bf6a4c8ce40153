"""An exam of an earlier term leaves the plan and the lists, and its papers stay (rules A)."""

from datetime import timedelta

import pytest

from exams.domain.exam import ARCHIVED_AFTER, Exam, ExamStage
from exams.domain.log import verify
from exams.domain.refusals.people import NotAllowed
from tests.services.conftest import University
from tests.services.day import events, places
from tests.services.test_marks_and_results import marked

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


async def test_an_exam_whose_pictures_are_kept_stays_in_the_plan(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    uni.clock.moment += ARCHIVED_AFTER * 2

    assert await uni.use.archive_exams() == 0
    assert len((await uni.use.planned(uni.actor("Madina"))).exams) == 1
