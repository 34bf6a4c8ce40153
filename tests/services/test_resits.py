"""FX: the dean's office reads for whom a resit is due, and one is planned for them alone."""

from dataclasses import replace

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.people import NotAllowed
from exams.notices.before import Barred, ExamAnnounced
from exams.notices.marks import NoResitsLeft, ResitsToPlan
from tests.make import START
from tests.services.conftest import University
from tests.services.day import events, of_kind
from tests.services.resits import DAY, A, correct, failed_before, publish_marks, with_one_more

B = "Bolat"


async def resit(uni: University, points: int = 30) -> tuple[Exam, Exam]:
    """Come to where Aigerim has FX, and the next exam in the subject is kept for resits."""
    sat, coming = await with_one_more(uni, publish=False)
    await publish_marks(uni, sat, points)
    await uni.outbox()
    await uni.use.keep_for_resits(uni.actor("Madina"), coming.id)
    return sat, coming


async def kept_out(uni: University, exam: Exam) -> dict[str, str | None]:
    found = [await uni.attempt(name, exam) for name in uni.sitting]
    return {
        name: one.outcome_reason
        for name, one in zip(uni.sitting, found, strict=True)
        if one.stage is Stage.BARRED
    }


async def test_dean_and_registrar_read_for_whom_a_resit_is_due(uni: University) -> None:
    await failed_before(uni, 30)
    sat, _ = await with_one_more(uni)

    await publish_marks(uni, sat, 40)

    told = of_kind(await uni.outbox(), ResitsToPlan)
    assert sorted(name for name, _ in told) == ["Madina", "Serik"], "of the own faculty"
    ((line,), *_) = [notice.students for _, notice in told]
    assert (line.name, line.left) == (uni.people[A].name, 1)


async def test_an_f_is_no_resit_and_a_correction_to_a_pass_empties_the_list(
    uni: University,
) -> None:
    sat, _ = await with_one_more(uni)
    await publish_marks(uni, sat, 10)
    messages = await uni.outbox()
    assert not of_kind(messages, ResitsToPlan)
    assert of_kind(messages, NoResitsLeft)

    await correct(uni, sat, A, 30)
    ((_, none_left),) = of_kind(await uni.outbox(), NoResitsLeft)
    assert none_left.students == (), "an FX leaves a resit"
    await correct(uni, sat, A, 60)

    told = [
        notice for name, notice in of_kind(await uni.outbox(), ResitsToPlan) if name == "Serik"
    ]
    assert told[-1].students == ()


async def test_an_fx_that_becomes_an_f_leaves_the_list_of_resits_for_that_of_decisions(
    uni: University,
) -> None:
    sat, _ = await with_one_more(uni)
    await publish_marks(uni, sat, 30)
    await uni.outbox()

    await correct(uni, sat, A, 10)

    messages = await uni.outbox()
    assert {notice.students for _, notice in of_kind(messages, ResitsToPlan)} == {()}
    ((_, none_left),) = of_kind(messages, NoResitsLeft)
    assert [one.name for one in none_left.students] == [uni.people[A].name]


async def test_a_correction_tells_those_alone_whose_list_changes(uni: University) -> None:
    sat, _ = await with_one_more(uni)
    await publish_marks(uni, sat, 30)
    await uni.outbox()

    await correct(uni, sat, B, 85)
    assert not of_kind(await uni.outbox(), ResitsToPlan, NoResitsLeft), "who had passed, has"
    await correct(uni, sat, A, 60)
    messages = await uni.outbox()
    assert of_kind(messages, ResitsToPlan)
    assert not of_kind(messages, NoResitsLeft), "a resit was left"


async def test_the_last_resit_that_becomes_a_pass_is_told_to_the_registrar_alone(
    uni: University,
) -> None:
    await failed_before(uni, 30, 30)
    sat, _ = await with_one_more(uni)
    await publish_marks(uni, sat, 30)
    await uni.outbox()

    await correct(uni, sat, A, 60)

    messages = await uni.outbox()
    assert not of_kind(messages, ResitsToPlan)
    ((who, none_left),) = of_kind(messages, NoResitsLeft)
    assert (who, none_left.students) == ("Madina", ())


async def test_what_was_failed_in_another_subject_counts_there_alone(uni: University) -> None:
    await failed_before(uni, 30, 30, subject="Алгебра")
    sat, _ = await with_one_more(uni)

    await publish_marks(uni, sat, 30)

    messages = await uni.outbox()
    assert {line.left for _, one in of_kind(messages, ResitsToPlan) for line in one.students} == {
        2
    }
    assert not of_kind(messages, NoResitsLeft)


async def test_a_resit_is_for_those_with_fx_and_the_others_read_nothing_of_it(
    uni: University,
) -> None:
    sat, coming = await with_one_more(uni, publish=False)
    await publish_marks(uni, sat, 30)
    await uni.outbox()
    assert "resits" in (await uni.use.exam_checks(uni.actor("Madina"), coming.id)).can

    listed = await uni.use.keep_for_resits(uni.actor("Madina"), coming.id)

    assert {reason for _, _, reason in listed.students} == {"no_fx"}
    assert set(await kept_out(uni, coming)) == {B, "Kanat", "Gulnur"}
    assert [event.role for event in await events(uni, coming)] == ["registrar"] * 3
    await uni.use.publish_exam(uni.actor("Serik"), coming.id)
    messages = await uni.outbox()
    assert [name for name, _ in of_kind(messages, ExamAnnounced)] == [A]
    assert not of_kind(messages, Barred)
    for name, sits in ((A, True), (B, False)):
        exams = (await uni.use.my_exams(uni.actor(name))).exams
        assert (coming.id in {line.exam for line in exams}) is sits
    page = await uni.use.exam_checks(uni.actor("Madina"), coming.id)
    assert page.students == 1, "tickets are needed for one"
    assert "barred" in page.can, "the registrar can let somebody in all the same"
    board = await uni.use.board_now(uni.actor("Nurlan"), coming.id)
    assert len(board.students) == 1


async def test_a_second_tap_changes_nothing_and_a_published_exam_is_shown_as_it_is(
    uni: University,
) -> None:
    _, coming = await resit(uni)
    before = await events(uni, coming)

    again = await uni.use.keep_for_resits(uni.actor("Madina"), coming.id)
    assert len(again.students) == 3
    assert await events(uni, coming) == before

    other = await uni.exam(starts_at=START + 50 * DAY, stage=ExamStage.PUBLISHED)
    assert (await uni.use.keep_for_resits(uni.actor("Madina"), other.id)).students == ()
    assert not await kept_out(uni, other)


async def test_an_exam_whose_groups_never_sat_the_subject_is_no_resit(uni: University) -> None:
    coming = await uni.exam(starts_at=START + 40 * DAY)

    assert "resits" not in (await uni.use.exam_checks(uni.actor("Madina"), coming.id)).can
    await uni.use.keep_for_resits(uni.actor("Madina"), coming.id)
    assert not await kept_out(uni, coming)


async def test_who_gets_fx_later_is_let_in_and_whose_mark_becomes_a_pass_is_not(
    uni: University,
) -> None:
    sat, coming = await resit(uni)

    await correct(uni, sat, B, 40)
    assert set(await kept_out(uni, coming)) == {"Kanat", "Gulnur"}

    await correct(uni, sat, A, 60)
    assert await kept_out(uni, coming) == dict.fromkeys((A, "Kanat", "Gulnur"), "no_fx")


async def test_whom_the_registrar_lets_into_a_resit_stays_in(uni: University) -> None:
    sat, coming = await resit(uni)
    kept = await uni.attempt("Kanat", coming)

    await uni.use.lift_bar(uni.actor("Madina"), kept.id, "ауырып қалған")
    await uni.use.keep_for_resits(uni.actor("Madina"), coming.id)
    assert set(await kept_out(uni, coming)) == {B, "Gulnur"}
    await correct(uni, sat, B, 40)

    assert set(await kept_out(uni, coming)) == {"Gulnur"}


@pytest.mark.parametrize("who", ["Serik", "Nurlan", A])
async def test_the_registrar_alone_makes_a_resit(uni: University, who: str) -> None:
    coming = await uni.exam(starts_at=START + 40 * DAY)

    with pytest.raises(NotAllowed):
        await uni.use.keep_for_resits(uni.actor(who), coming.id)
    with pytest.raises(NotAllowed):
        await uni.use.keep_for_resits(
            replace(uni.actor("Madina"), roles=uni.actor("Serik").roles), coming.id
        )
