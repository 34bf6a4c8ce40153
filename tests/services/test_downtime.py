"""The bot was away in the middle of an exam: the chief may give everybody that time."""

from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.chief import DowntimeFound
from exams.notices.trouble import MissedExam
from exams.notices.writing import ExtraTime
from exams.services.clock.clockwork import ClockTick
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    events,
    of_kind,
    opened,
    pens_down,
    published,
    refused,
    stages,
    told,
    writing,
)
from tests.services.sitting import answer_all, answering, hand_in_test


def restart(uni: University) -> None:
    """Begin as a process does: what was only in memory is gone."""
    tick = uni.use.tick_clock
    assert isinstance(tick, ClockTick)
    tick.pulse.started_at = tick.pulse.beaten_at = tick.swept_at = None


async def away(uni: University, since: float, until: float) -> None:
    """Let the bot be seen last at one minute, and start again at another."""
    await uni.tick(at(since))
    restart(uni)
    await uni.outbox()
    await uni.tick(at(until))


async def test_the_chief_alone_is_told_after_a_restart_in_an_exam(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await away(uni, 30, 42)
    found = of_kind(await uni.outbox(), DowntimeFound)
    assert [(name, n.since, n.until, n.minutes) for name, n in found] == [
        ("Zhaniya", at(30), at(42), 12)
    ]
    await uni.tick(at(43))
    assert of_kind(await uni.outbox(), DowntimeFound) == [], "told once"
    assert [e.facts["since"] for e in await events(uni, exam) if e.act == "downtime"] == [
        at(30).isoformat()
    ]


async def test_a_short_restart_and_a_first_start_are_not_worth_telling(uni: University) -> None:
    await writing(uni, "Aigerim")
    await away(uni, 30, 30.5)
    assert of_kind(await uni.outbox(), DowntimeFound) == []


async def test_a_clock_that_only_sleeps_without_a_restart_is_no_downtime(uni: University) -> None:
    await writing(uni, "Aigerim")
    await uni.tick(at(30))
    await uni.tick(at(50))
    assert of_kind(await uni.outbox(), DowntimeFound) == []


async def test_credit_goes_to_all_who_write_once(uni: University) -> None:
    exam = await writing(uni, *EVERYBODY)
    await uni.use.outage(uni.actor("Gulnur"), exam.id)
    await away(uni, 10, 22)
    await uni.outbox()
    for _ in range(2):
        done = await uni.use.credit_downtime(uni.actor("Zhaniya"), exam.id)
        assert done.what == "downtime_credited"
    for name in EVERYBODY[:3]:
        assert (await uni.attempt(name, exam)).clock.extra == timedelta(minutes=12)
    assert (await uni.attempt("Gulnur", exam)).clock.extra == timedelta(), "decided by itself"
    assert told(await uni.outbox(), ExtraTime) == sorted(EVERYBODY[:3])


async def test_the_window_for_sheets_is_longer_too(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    until = (await uni.attempt("Aigerim", exam)).upload_until
    assert until is not None
    await away(uni, 1, 6)
    await uni.use.credit_downtime(uni.actor("Zhaniya"), exam.id)
    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.upload_until, attempt.clock.extra) == (
        until + timedelta(minutes=5),
        timedelta(),
    )


async def test_nothing_is_credited_without_downtime_or_by_anybody_else(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    async with refused(uni, exam, Unknown):
        await uni.use.credit_downtime(uni.actor("Zhaniya"), exam.id)
    await away(uni, 10, 22)
    for name in ("Nurlan", "Serik", "Aigerim"):
        async with refused(uni, exam, NotAllowed):
            await uni.use.credit_downtime(uni.actor(name), exam.id)


async def test_a_second_downtime_is_credited_again(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    for start in (10, 40):
        await away(uni, start, start + 12)
        await uni.use.credit_downtime(uni.actor("Zhaniya"), exam.id)
    extra = (await uni.attempt("Aigerim", exam)).clock.extra
    assert extra == timedelta(minutes=24)


async def test_the_door_stays_open_for_as_long_as_nobody_could_come_in(uni: University) -> None:
    exam = await opened(uni)
    await away(uni, 5, 40)
    await uni.tick(at(49.9))
    assert told(await uni.outbox(), MissedExam) == [], "ten minutes were left, and are left"
    await uni.use.check_in(uni.actor("Bolat"), exam.id)
    await uni.tick(at(50))
    assert told(await uni.outbox(), MissedExam) == sorted(set(EVERYBODY) - {"Bolat"})
    assert [e.facts["until"] for e in await events(uni, exam) if e.act == "keep_door"] == [
        at(50).isoformat()
    ]


async def test_a_door_that_was_opened_late_is_open_as_long_as_any_other(uni: University) -> None:
    exam = await published(uni)
    await away(uni, -30, 10)
    await uni.tick(at(11))
    assert (await uni.stored(exam)).checkin_closes_at == at(40)


async def test_a_door_that_nobody_left_alone_closes_in_time(uni: University) -> None:
    exam = await opened(uni)
    await uni.tick(at(-5))
    await uni.tick(at(10))
    await away(uni, 14, 14.5)
    assert (await uni.stored(exam)).checkin_closes_at == at(15)


async def test_a_test_whose_end_fell_into_downtime_waits_for_the_chief(uni: University) -> None:
    exam = await answering(uni, "Aigerim")
    await away(uni, 35, 47)
    found = of_kind(await uni.outbox(), DowntimeFound)
    assert [notice.decide_by for _, notice in found] == [at(57)]
    await uni.tick(at(56.9))
    assert (await stages(uni, exam))["Aigerim"] is Stage.RUNNING

    await uni.use.credit_downtime(uni.actor("Zhaniya"), exam.id)
    uni.clock.moment = at(51)
    await answer_all(uni, exam, "Aigerim")
    await hand_in_test(uni, exam, "Aigerim")
    assert (await stages(uni, exam))["Aigerim"] is Stage.SUBMITTED


async def test_a_silent_chief_holds_up_no_end_for_ever(uni: University) -> None:
    exam = await answering(uni, "Aigerim")
    await away(uni, 35, 47)
    await uni.tick(at(57))
    assert (await stages(uni, exam))["Aigerim"] is Stage.EXPIRED


async def test_the_time_for_sheets_waits_for_the_chief_too(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    until = (await uni.attempt("Aigerim", exam)).upload_until
    assert until is not None
    last = (uni.clock.moment - at(0)).total_seconds() / 60
    await away(uni, last, last + 20)
    assert (await stages(uni, exam))["Aigerim"] is Stage.PENS_DOWN, "it is not closed"
    await uni.use.credit_downtime(uni.actor("Zhaniya"), exam.id)
    assert (await uni.attempt("Aigerim", exam)).upload_until == until + timedelta(minutes=20)
