"""A pause that nobody ends keeps no student waiting for ever: reminders, then the clock."""

from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.interruptions import NOBODY_RESUMED
from exams.domain.people import SYSTEM, Role
from exams.notices.absence import AbsenceForm
from exams.notices.proctor import Alert, StillPaused
from exams.notices.trouble import AttemptEnded, PauseLasts, WelcomeBack
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    STAFF,
    events,
    go_on,
    of_kind,
    pens_down,
    suspend,
    told,
    writing,
)

A, B = "Aigerim", "Bolat"


async def paused(uni: University, exam: Exam, *names: str) -> None:
    """Let the proctor pause students, their clocks standing, and forget it."""
    for name in names:
        attempt = await uni.attempt(name, exam)
        await uni.use.pause(uni.actor("Nurlan"), attempt.id, "technical", stop_clock=True)
    await uni.outbox()


async def sweep(uni: University, minute: float) -> list[StillPaused]:
    """Let the clock look twice, as it does every five seconds; return what the staff reads."""
    await uni.tick(at(minute))
    await uni.tick(at(minute, seconds=5))
    return [n for who, n in of_kind(await uni.outbox(), StillPaused) if who == "Nurlan"]


async def test_the_staff_is_reminded_of_a_pause_after_ten_minutes_thirty_and_two_hours(
    uni: University,
) -> None:
    exam = await writing(uni, A, B)
    uni.clock.moment = at(10)
    await paused(uni, exam, A, B)
    reminded = {}
    for minute in (19, 20, 39, 40, 129, 130):
        if found := await sweep(uni, minute):
            reminded[minute] = found
    assert sorted(reminded) == [20, 40, 130]
    for (notice,) in reminded.values():  # one for both
        assert notice.names == tuple(uni.people[name].name for name in (A, B))
        assert notice.attempts == tuple([(await uni.attempt(n, exam)).id for n in (A, B)])
        assert (set(notice.since), notice.until) == ({at(10)}, at(190))


async def test_everybody_of_the_staff_is_reminded_and_nobody_of_a_pause_that_was_ended(
    uni: University,
) -> None:
    exam = await writing(uni, A, B)
    await paused(uni, exam, A, B)
    bolat = await uni.attempt(B, exam)
    await uni.use.unpause(uni.actor("Nurlan"), bolat.id)
    await uni.outbox()
    await uni.tick(at(10))
    reminders = of_kind(await uni.outbox(), StillPaused)
    assert sorted(who for who, _ in reminders) == sorted(STAFF)
    assert {notice.names for _, notice in reminders} == {(uni.people[A].name,)}


async def test_a_student_reads_once_that_the_staff_was_reminded_and_how_the_pause_ends(
    uni: University,
) -> None:
    exam = await writing(uni, A)
    uni.clock.moment = at(10)
    await paused(uni, exam, A)
    told_at = {}
    for minute in (19, 20, 40, 130):
        await uni.tick(at(minute))
        if found := of_kind(await uni.outbox(), PauseLasts):
            told_at[minute] = found
    assert told_at == {20: [(A, PauseLasts(exam=exam.id, until=at(190), sheets=False))]}


async def test_whoever_only_has_sheets_to_send_reads_that_they_can_be_sent_then(
    uni: University,
) -> None:
    exam = await pens_down(uni, A)
    await paused(uni, exam, A)
    await uni.tick(uni.clock.now() + timedelta(minutes=10))
    ((who, notice),) = of_kind(await uni.outbox(), PauseLasts)
    assert (who, notice.sheets) == (A, True)


async def test_a_later_pause_of_the_same_student_is_reminded_of_anew(uni: University) -> None:
    exam = await writing(uni, A)
    await paused(uni, exam, A)
    assert await sweep(uni, 10)
    attempt = await uni.attempt(A, exam)
    await uni.use.unpause(uni.actor("Nurlan"), attempt.id)
    await paused(uni, exam, A)
    assert not await sweep(uni, 19)
    assert await sweep(uni, 21)


async def test_after_three_hours_the_exam_is_cut_short_without_guilt_and_the_log_says_why(
    uni: University,
) -> None:
    exam = await writing(uni, A)
    await paused(uni, exam, A)
    await sweep(uni, 179)
    assert (await uni.attempt(A, exam)).stage is Stage.PAUSED
    await uni.outbox()

    await uni.tick(at(180))
    await uni.tick(at(180, seconds=5))

    assert (await uni.attempt(A, exam)).stage is Stage.TECHNICAL_FAIL
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    said = await uni.outbox()
    ended = of_kind(said, AttemptEnded)
    assert [(who, n.stage, n.reason) for who, n in ended] == [
        (A, "technical_fail", NOBODY_RESUMED)
    ]
    assert told(said, AbsenceForm) == [A]
    assert {n.what for _, n in of_kind(said, Alert)} == {"pause_forgotten"}
    (end,) = (one for one in await events(uni, exam) if one.act == "fail_technically")
    assert (end.actor, end.role, end.reason) == (SYSTEM.id, Role.SYSTEM.value, NOBODY_RESUMED)
    assert end.before == "paused"


async def test_the_application_says_that_the_trouble_began_with_the_pause(
    uni: University,
) -> None:
    exam = await writing(uni, A)
    uni.clock.moment = at(10)
    await paused(uni, exam, A)
    await uni.tick(at(190))
    ((_, form),) = of_kind(await uni.outbox(), AbsenceForm)
    assert form.happened_at == at(10)


async def test_whoever_has_written_goes_on_with_the_sheets_and_has_lost_no_time(
    uni: University,
) -> None:
    exam = await pens_down(uni, A)
    until = (await uni.attempt(A, exam)).upload_until
    paused_at = uni.clock.now()
    await paused(uni, exam, A)
    end = paused_at + timedelta(hours=3)
    await uni.tick(end)

    attempt = await uni.attempt(A, exam)
    assert attempt.stage in {Stage.PENS_DOWN, Stage.UPLOADING}
    assert until is not None
    assert attempt.upload_until == until + timedelta(hours=3)
    assert told(await uni.outbox(), WelcomeBack) == [A]
    (went_on,) = (one for one in await events(uni, exam) if one.act == "unpause")
    assert (went_on.role, went_on.reason) == (Role.SYSTEM.value, NOBODY_RESUMED)


async def test_hours_in_which_the_exam_stood_count_for_no_pause(uni: University) -> None:
    exam = await writing(uni, A)
    await paused(uni, exam, A)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    assert not await sweep(uni, 240)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    await uni.outbox()
    assert not await sweep(uni, 249)
    assert await sweep(uni, 250)
    assert (await uni.attempt(A, exam)).stage is Stage.PAUSED
