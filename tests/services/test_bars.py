"""The registrar lets a barred student sit after all, outside any import (rules B)."""

from datetime import timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.beforehand import bar
from exams.domain.exam import Exam
from exams.domain.ids import AttemptId
from exams.domain.people import Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from exams.notices.bars import BarLifted
from exams.notices.before import ConferenceLink, Equipment
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import events, later, of_kind, published, refused, told

A = "Aigerim"


async def barred(uni: University, exam: Exam) -> AttemptId:
    """Keep Aigerim from an exam, as an import of ratings does; return the attempt."""
    attempt = await uni.attempt(A, exam)
    async with uni.units() as unit:
        await unit.attempts.save(bar(attempt, frozenset({Role.REGISTRAR}), reason="low_rating"))
        await unit.commit()
    return attempt.id


async def test_the_registrar_lets_a_student_sit_with_a_reason_and_the_student_is_told(
    uni: University,
) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)
    await uni.outbox()
    assert "barred" in (await uni.use.exam_checks(uni.actor("Madina"), exam.id)).can
    listed = await uni.use.barred_list(uni.actor("Madina"), exam.id)
    assert listed.students == ((attempt, uni.people[A].name, "low_rating"),)

    left = await uni.use.lift_bar(uni.actor("Madina"), attempt, " рейтинг қайта есептелді ")

    assert (left.students, left.how) == ((), "lift")
    ((name, notice),) = of_kind(await uni.outbox(), BarLifted)
    assert (name, notice.reason) == (A, "рейтинг қайта есептелді")
    event = (await events(uni, exam))[-1]
    assert (event.act, event.before, event.after, event.reason) == (
        "clear_bar", "barred", "scheduled", "рейтинг қайта есептелді",
    )  # fmt: skip
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    found = await uni.attempt(A, exam)
    assert (found.stage, bool(found.link)) == (Stage.INVITED, True)


async def test_who_is_let_in_on_the_last_day_is_asked_about_equipment_like_everybody(
    uni: University,
) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)
    await uni.tick(START - timedelta(hours=20))
    assert A not in told(await uni.outbox(), Equipment)

    await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")

    assert told(await uni.outbox(), Equipment) == [A]


async def test_a_second_tap_lifts_nothing_again(uni: University) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)
    await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")
    await uni.outbox()

    await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")

    assert await uni.outbox() == []
    assert [event.act for event in await events(uni, exam)].count("clear_bar") == 1


async def test_a_second_tap_after_the_student_was_asked_in_changes_nothing(
    uni: University,
) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)
    await uni.tick(at(-15))
    for moment in (at(-10), at(-9)):
        later(moment, uni)
        left = await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")
        assert left.students == ()
        await uni.tick(moment)
    assert (await uni.attempt(A, exam)).stage is Stage.INVITED
    assert [event.act for event in await events(uni, exam)].count("clear_bar") == 1


async def test_without_a_word_why_nobody_is_let_in(uni: University) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)

    async with refused(uni, exam, ReasonMissing):
        await uni.use.lift_bar(uni.actor("Madina"), attempt, " ")
    async with refused(uni, exam, TextTooLong):
        await uni.use.lift_bar(uni.actor("Madina"), attempt, "р" * 301)


async def test_the_dean_lifts_no_bar(uni: University) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)

    async with refused(uni, exam, NotAllowed):
        await uni.use.lift_bar(uni.actor("Serik"), attempt, "рейтинг")
    assert (await uni.use.barred_list(uni.actor("Serik"), exam.id)).how == "ask"


@pytest.mark.parametrize("minute", [-29, -10, 14])
async def test_who_is_let_in_while_the_door_is_open_gets_a_link_and_comes_like_whoever_is_late(
    uni: University, minute: int
) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)
    for earlier in (-30, -15, 0):
        if earlier <= minute:
            await uni.tick(at(earlier))
    await uni.outbox()
    later(at(minute), uni)

    await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")

    ((name, lifted),) = of_kind(await uni.outbox(), BarLifted)
    assert (name, lifted.until) == (A, exam.checkin_closes_at if minute > -15 else None)
    for moment in (minute, max(minute, -15)):
        await uni.tick(at(moment, seconds=1))
    assert told(await uni.outbox(), ConferenceLink).count(A) == 1
    await uni.use.check_in(uni.actor(A), exam.id)
    assert (await uni.attempt(A, exam)).stage is Stage.CHECKING_IN


async def test_who_was_barred_with_a_link_in_hand_gets_one_again(uni: University) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    attempt = await barred(uni, exam)
    assert (await uni.attempt(A, exam)).link is None
    await uni.tick(at(-15))
    assert A not in told(await uni.outbox(), ConferenceLink)

    await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")
    await uni.tick(at(-14))

    assert told(await uni.outbox(), ConferenceLink) == [A]


@pytest.mark.parametrize("minute", [15, 30])
async def test_once_the_check_in_is_over_it_is_too_late(uni: University, minute: int) -> None:
    exam = await published(uni)
    attempt = await barred(uni, exam)
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    await uni.tick(at(minute))

    async with refused(uni, exam, WrongStage):
        await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")
    assert (await uni.use.barred_list(uni.actor("Madina"), exam.id)).how == "late"


async def test_of_a_draft_nobody_hears(uni: University) -> None:
    exam = await uni.exam()
    attempt = await barred(uni, exam)

    await uni.use.lift_bar(uni.actor("Madina"), attempt, "рейтинг")

    assert await uni.outbox() == []
    assert (await uni.attempt(A, exam)).stage is Stage.SCHEDULED
