"""The examiner looks at how the questions of a test measured."""

import pytest

from documents import reading
from exams.domain.refusals.computer_tests import NothingAnswered
from tests.services.conftest import University
from tests.services.day import refused
from tests.services.sitting import answer_all, answering, hand_in_test

SITTERS = ("Aigerim", "Bolat", "Kanat")


async def test_finished_tests_are_measured_and_those_that_run_are_not(uni: University) -> None:
    exam = await answering(uni, *SITTERS)
    for name, wrong in (("Aigerim", ()), ("Bolat", (1, 2, 3))):
        await answer_all(uni, exam, name, wrong=wrong)
        await hand_in_test(uni, exam, name)
    await answer_all(uni, exam, "Kanat", wrong=range(1, 7))  # and goes on thinking

    shown = await uni.use.item_statistics(uni.actor("Nurlan"), exam.id)

    assert (shown.sat, shown.count, shown.doubtful) == (2, 6, ())
    assert shown.too_few, "of two tests nothing can be said"
    picture, workbook = [await uni.files.get(media.digest) for media in shown.media]
    assert picture.startswith(b"\x89PNG")
    questions, _ = reading.read(workbook, 100, 100)
    assert [row[2] for row in questions["rows"][1:]] == [2] * 6
    assert sum(row[4] for row in questions["rows"][1:]) < 600


async def test_there_is_nothing_to_measure_before_somebody_has_finished(uni: University) -> None:
    exam = await answering(uni, "Aigerim")

    async with refused(uni, exam, NothingAnswered):
        await uni.use.item_statistics(uni.actor("Nurlan"), exam.id)


@pytest.mark.parametrize(
    ("who", "of_room"),
    [("Nurlan", True), ("Zhaniya", True), ("Madina", False), ("Serik", False)],
)
async def test_examiner_chief_registrar_and_dean_may_look(
    uni: University, who: str, *, of_room: bool
) -> None:
    exam = await answering(uni, "Aigerim")
    if not of_room:
        before = await uni.use.exam_checks(uni.actor(who), exam.id)
        assert "items" not in before.can, "nobody has finished"
    await answer_all(uni, exam, "Aigerim")
    await hand_in_test(uni, exam, "Aigerim")

    shown = await uni.use.item_statistics(uni.actor(who), exam.id)
    assert (shown.sat, shown.of_room) == (1, of_room), "who is not of the room goes back elsewhere"
    if not of_room:
        assert "items" in (await uni.use.exam_checks(uni.actor(who), exam.id)).can
