"""What each student of a test is asked, set by its examiner; and publishing without it (S16)."""

from typing import Any

import pytest

from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.question_draw import DrawUnreadable, Part, TooFewQuestions
from exams.domain.refusals.files import NothingToConfirm
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.planning import NotReady
from exams.notices.before import ExamAnnounced
from exams.notices.booklet import BookletInformation
from exams.notices.question_draw import PartLine, TopicShelf
from tests import make
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, later, of_kind, refused, told, writing
from tests.services.sitting import FORTY, booklet_of, planned_test, question_at

A = "Aigerim"
BANK = tuple(make.question(number, difficulty=1 + number % 3) for number in range(1, 13))
"""Six questions of each of two topics, two of each difficulty."""


async def draft(uni: University, **changes: Any) -> Exam:
    """Plan a test with a bank; nothing is published."""
    plain: dict[str, Any] = {"kind": Kind.TEST, "allowed": FORTY, "tickets": 0, "bank": BANK}
    return await uni.exam(**plain | changes)


# -- publishing ----------------------------------------------------------------------------


async def test_a_test_without_questions_is_not_published_and_nobody_hears_of_it(
    uni: University,
) -> None:
    exam = await draft(uni, bank=())

    checks = await uni.use.exam_checks(uni.actor("Serik"), exam.id)
    assert [check.code for check in checks.checks if not check.holds] == ["questions"]
    async with refused(uni, exam, NotReady) as facts:
        await uni.use.publish_exam(uni.actor("Serik"), exam.id)

    assert facts["failed"] == ("questions",)
    assert told(await uni.outbox(), ExamAnnounced) == []


async def test_a_test_whose_draw_asks_for_more_than_the_bank_has_is_not_published(
    uni: University,
) -> None:
    exam = await draft(uni, parts=(Part(topic="Кестелер", count=7),))

    async with refused(uni, exam, NotReady) as facts:
        await uni.use.publish_exam(uni.actor("Serik"), exam.id)

    assert facts["failed"] == ("questions",)


# -- the draw --------------------------------------------------------------------------------


async def test_the_examiner_sees_the_topics_sets_the_draw_and_every_student_gets_exactly_that(
    uni: University,
) -> None:
    exam = await draft(uni)
    nurlan = uni.actor("Nurlan")

    page = await uni.use.question_draw(nurlan, exam.id)
    assert page.shelves == (
        TopicShelf(place=1, topic="Кестелер", easy=2, medium=2, hard=2),
        TopicShelf(place=2, topic="Индекстер", easy=2, medium=2, hard=2),
    )
    assert (page.drawn, page.bank, page.parts, page.shows_answers) == (6, 12, (), False)
    preview = await uni.use.preview_draw(nurlan, exam.id, "1 3\n2 1 қиын")
    assert (await uni.stored(exam)).parts == ()
    assert (preview.questions, preview.left_out) == (4, 0)
    kept = await uni.use.keep_draw(nurlan, preview.token)

    assert (
        kept.parts
        == preview.parts
        == (
            PartLine(topic="Кестелер", difficulty=0, count=3, of=6),
            PartLine(topic="Индекстер", difficulty=3, count=1, of=2),
        )
    )
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    await admitted(uni, exam, A, "Bolat")
    assert {n.questions for _, n in of_kind(await uni.outbox(), BookletInformation)} == {4}
    later(at(0), uni)
    for name in (A, "Bolat"):
        await uni.use.open_test(uni.actor(name), exam.id)
        booklet = await booklet_of(uni, exam, name)
        asked = [await question_at(uni, booklet, place) for place in range(1, 5)]
        assert sorted(one.topic for one in asked) == ["Индекстер"] + ["Кестелер"] * 3
        assert [one.difficulty for one in asked if one.topic == "Индекстер"] == [3]
    assert (await acts(uni, exam)).count("question_draw") == 1


async def test_what_the_bank_has_not_enough_of_is_named(uni: University) -> None:
    exam = await draft(uni)

    async with refused(uni, exam, TooFewQuestions) as facts:
        await uni.use.preview_draw(uni.actor("Nurlan"), exam.id, "1 5\n2 3 оңай")
    short = facts["short"]
    assert isinstance(short, tuple)
    assert [(one.topic, one.wanted, one.have) for one in short] == [("Индекстер", 3, 2)]
    async with refused(uni, exam, DrawUnreadable):
        await uni.use.preview_draw(uni.actor("Nurlan"), exam.id, "көбірек")


async def test_a_preview_is_kept_once_and_only_by_who_made_it(uni: University) -> None:
    exam = await draft(uni)
    preview = await uni.use.preview_draw(uni.actor("Nurlan"), exam.id, "1 3")

    async with refused(uni, exam, NothingToConfirm):
        await uni.use.keep_draw(uni.actor("Zhaniya"), preview.token)
    await uni.use.keep_draw(uni.actor("Nurlan"), preview.token)
    async with refused(uni, exam, NothingToConfirm):
        await uni.use.keep_draw(uni.actor("Nurlan"), preview.token)


async def test_every_topic_gives_its_share_again(uni: University) -> None:
    exam = await draft(uni, parts=(Part(topic="Кестелер", count=2),))

    await uni.use.draw_in_proportion(uni.actor("Madina"), exam.id)
    page = await uni.use.draw_in_proportion(uni.actor("Madina"), exam.id)

    assert (page.parts, page.drawn) == ((), 6)
    assert (await acts(uni, exam)).count("question_draw") == 1


async def test_once_the_check_in_is_open_the_draw_stays(uni: University) -> None:
    exam = await planned_test(uni, bank=BANK)
    assert exam.stage is not ExamStage.CHECKIN_OPEN

    for act in (
        lambda: uni.use.preview_draw(uni.actor("Nurlan"), exam.id, "1 3"),
        lambda: uni.use.draw_in_proportion(uni.actor("Nurlan"), exam.id),
    ):
        async with refused(uni, exam, WrongStage):
            await act()
    assert not (await uni.use.question_draw(uni.actor("Nurlan"), exam.id)).open


async def test_a_written_exam_has_no_draw_of_questions(uni: University) -> None:
    exam = await writing(uni, A)

    async with refused(uni, exam, WrongStage):
        await uni.use.question_draw(uni.actor("Nurlan"), exam.id)
    with pytest.raises(NotAllowed):
        await uni.use.question_draw(uni.actor("Elsewhere"), exam.id)
