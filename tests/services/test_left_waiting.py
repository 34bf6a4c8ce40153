"""A student whom nobody lets go keeps no exam open: the staff is reminded, then the wait ends."""

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.handing_in import UNATTENDED, UNDECIDED
from exams.domain.people import SYSTEM, Role
from exams.notices.chief import ReviewOpened, ReviewTold
from exams.notices.proctor import StillWaiting
from exams.notices.results import ResultsDue
from exams.notices.sheets import Released
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    STAFF,
    events,
    go_on,
    handed_in,
    of_kind,
    pens_down,
    stages,
    suspend,
    told,
)
from tests.services.remembered import remembered

A = "Aigerim"


async def sweep(uni: University, minute: float) -> None:
    """Let the clock look twice, as it does every five seconds."""
    await uni.tick(at(minute))
    await uni.tick(at(minute, seconds=5))


@remembered
async def nothing_sent(uni: University) -> Exam:
    """Come to where the time for sheets is over, and none came."""
    exam = await pens_down(uni, A)
    await sweep(uni, 140)
    assert (await uni.attempt(A, exam)).stage is Stage.SHEETS_MISSING
    await uni.outbox()
    return exam


async def test_the_staff_is_reminded_after_an_hour_and_after_two_and_then_the_exam_ends(
    uni: University,
) -> None:
    exam = await handed_in(uni, A)  # at 2:01
    await sweep(uni, 180)
    assert not of_kind(await uni.outbox(), StillWaiting)
    for minute in (181, 200, 241, 260):
        await sweep(uni, minute)

    reminders = of_kind(await uni.outbox(), StillWaiting)
    assert sorted(who for who, _ in reminders) == sorted(STAFF * 2)
    name = uni.people[A].name
    assert {(n.names, n.missing, n.until) for _, n in reminders} == {((name,), (), at(301))}
    await sweep(uni, 300)
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING

    await sweep(uni, 301)
    assert (await uni.attempt(A, exam)).stage is Stage.RELEASED
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    released = of_kind(await uni.outbox(), Released)
    assert [(who, n.unattended, n.sheets) for who, n in released] == [(A, True, 2)]
    await uni.tick(at(302 + 18 * 60))
    assert told(await uni.outbox(), ResultsDue), "the alarms for results run"


@pytest.mark.parametrize("accepted", [False, True])
async def test_the_log_says_that_nobody_did_it(uni: University, *, accepted: bool) -> None:
    exam = await handed_in(uni, A)
    if accepted:
        await uni.use.accept_sheets(uni.actor("Nurlan"), (await uni.attempt(A, exam)).id)
    await sweep(uni, 301)

    (end,) = (one for one in await events(uni, exam) if one.act == "release")
    assert (end.actor, end.role, end.reason) == (SYSTEM.id, Role.SYSTEM.value, UNATTENDED)
    assert end.before == (Stage.ACCEPTED if accepted else Stage.SHEETS_OK).value
    attempt = await uni.attempt(A, exam)
    assert (attempt.sat, attempt.released_at, attempt.outcome_reason) == (True, at(301), None)


async def test_what_was_done_last_begins_the_wait_anew(uni: University) -> None:
    exam = await handed_in(uni, A)
    uni.clock.moment = at(290)
    await uni.use.accept_sheets(uni.actor("Nurlan"), (await uni.attempt(A, exam)).id)

    await sweep(uni, 469)
    assert (await uni.attempt(A, exam)).stage is Stage.ACCEPTED
    await sweep(uni, 470)
    assert (await uni.attempt(A, exam)).stage is Stage.RELEASED


async def test_whoever_sent_no_sheets_is_put_before_the_dean_and_not_voided(
    uni: University,
) -> None:
    exam = await nothing_sent(uni)
    await sweep(uni, 200)
    reminders = of_kind(await uni.outbox(), StillWaiting)
    assert {(n.names, n.missing) for _, n in reminders} == {((), (uni.people[A].name,))}

    await sweep(uni, 320)

    attempt = await uni.attempt(A, exam)
    assert (attempt.stage, attempt.outcome_reason) == (Stage.UNDER_REVIEW, UNDECIDED)
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    messages = await uni.outbox()
    assert [(who, n.by, n.reason) for who, n in of_kind(messages, ReviewOpened)] == [
        ("Serik", "", UNDECIDED)
    ]
    assert told(messages, ReviewTold) == [A]
    shown = await uni.use.review(uni.actor("Serik"), attempt.id)
    assert (shown.by, shown.reason) == ("", UNDECIDED)
    await uni.use.decide_review(uni.actor("Serik"), attempt.id, annul=False)
    assert (await stages(uni, exam))[A] is Stage.CLEARED


async def test_hours_in_which_the_exam_stood_are_no_wait(uni: University) -> None:
    exam = await handed_in(uni, A)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    await sweep(uni, 400)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    await sweep(uni, 401)
    assert (await uni.attempt(A, exam)).stage is Stage.SHEETS_OK

    await sweep(uni, 581)
    assert (await uni.attempt(A, exam)).stage is Stage.RELEASED


async def test_a_clock_that_slept_reminds_of_no_wait_that_ends_now(uni: University) -> None:
    exam = await handed_in(uni, A)
    await sweep(uni, 1000)
    await sweep(uni, 1011)

    assert (await uni.attempt(A, exam)).stage is Stage.RELEASED
    assert not of_kind(await uni.outbox(), StillWaiting)
