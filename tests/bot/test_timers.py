"""The ticker goes on whatever fails, until it is stopped."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from apscheduler.schedulers import base
from apscheduler.schedulers.base import STATE_STOPPED
from apscheduler.triggers import interval

from bot.clock import SystemClock
from bot.night import Night
from bot.timers import Timers
from exams.domain.refusals.base import Stale
from exams.services.apart import PartFailed
from tests.bot.nights import AT, Set, Work, backups
from tests.bot.post import Until


async def made(night: Night, day: str) -> bool:
    return f"emtihan-{day}" in await backups(night)


def timers(work: Work, night: Night, seconds: float = 60) -> Timers:
    return Timers(tick_clock=work, ticked=work.wake, seconds=seconds, night=night)


async def test_the_clock_ticks_until_it_is_stopped(night: Night, until: Until) -> None:
    work = Work()
    ticking = timers(work, night, seconds=0.02)
    ticking.start()

    async def ticked() -> bool:
        return work.calls >= 3

    async def at_rest() -> bool:
        return bool(ticking._scheduler.state == STATE_STOPPED)

    await until(ticked)
    await ticking.stop()
    calls = work.calls
    await until(at_rest)

    assert work.calls == calls == work.woken


async def test_a_computer_whose_clock_is_set_back_goes_on_ticking(
    night: Night, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Earlier(datetime):
        @classmethod
        def now(cls, _: tzinfo | None = None) -> Any:
            return SystemClock().now() - timedelta(minutes=5)

    work = Work()
    ticking = timers(work, night, seconds=0.02)
    ticking.start()

    async def ticked() -> bool:
        return work.calls >= 3

    await until(ticked)
    for part in (base, interval):
        monkeypatch.setattr(part, "datetime", Earlier)
    work.calls = 0
    await until(ticked)
    await ticking.stop()


async def test_a_tick_that_fails_is_no_end_and_makes_the_process_unready(night: Night) -> None:
    work = Work(RuntimeError("disk"))
    ticking = timers(work, night)
    ticking._last -= 100

    await ticking.tick()
    assert ticking.age >= 100
    assert work.woken == 0

    await ticking.tick()
    assert ticking.age < 60
    assert work.woken == 1


async def test_an_overtaken_tick_runs_again_at_once(night: Night) -> None:
    work = Work(Stale(), Stale())

    await timers(work, night).tick()

    assert work.calls == 3
    assert work.woken == 1


async def test_the_night_comes_at_its_hour_by_the_clock_it_was_given(
    night: Night, until: Until
) -> None:
    assert isinstance(night.clock, Set)
    night.clock.time = AT - timedelta(seconds=1)
    ticking = timers(Work(), night, seconds=0.02)
    ticking.start()
    await until(lambda: made(night, "2026-12-13"))  # nobody knows of the night before: now
    night.clock.time = AT
    await until(lambda: made(night, "2026-12-14"))
    await ticking.stop()

    assert await backups(night) == ["emtihan-2026-12-13", "emtihan-2026-12-14"]


async def test_everything_that_fails_in_a_tick_is_told_and_the_process_stays_ready(
    night: Night, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(PartFailed([KeyError("a name"), OSError("a text"), OSError("a text")]))
    ticking = timers(work, night)
    ticking._last -= 100

    await ticking.tick()

    told = [record.__dict__["error"] for record in caplog.records if record.levelname == "ERROR"]
    assert told == ["KeyError", "OSError"]
    assert (work.calls, work.woken, ticking.age < 50) == (1, 1, True)


async def test_what_is_overtaken_again_and_again_is_told_and_holds_nobody_else_up(
    night: Night, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(*(PartFailed([Stale()]) for _ in range(3)))
    ticking = timers(work, night)
    ticking._last -= 100

    await ticking.tick()

    told = [record.__dict__["error"] for record in caplog.records if record.levelname == "ERROR"]
    assert told == ["Stale"]
    assert (work.calls, work.woken, ticking.age < 50) == (3, 1, True)
