"""The ticker goes on whatever fails; the night forgets old updates and keeps backups."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.timers import KEPT_BACKUPS, Night, Timers
from exams.domain.refusals.base import Stale
from storage.database import Database
from storage.inbox import Inbox
from storage.nights import Nights
from tests.bot.conftest import Until

AT = datetime(2026, 12, 14, 22, 0, tzinfo=UTC)


class Set:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = AT

    def now(self) -> datetime:
        return self.time


class Work:
    """What is due; fails as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0
        self.woken = 0

    async def __call__(self) -> None:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)

    async def count(self) -> int:
        self.calls += 1
        return 0

    def wake(self) -> None:
        self.woken += 1


async def forget_nothing() -> int:
    return 0


@pytest.fixture
def night(database: Database, database_url: str, tmp_path: Path) -> Night:
    return Night(
        inbox=Inbox(database),
        nights=Nights(database),
        clock=Set(),
        database_url=database_url,
        files=tmp_path / "files",
        folder=tmp_path / "backups",
        forget_evidence=forget_nothing,
        erase_pictures=forget_nothing,
    )


async def backups(night: Night) -> list[str]:
    assert night.folder is not None
    return sorted(path.name for path in night.folder.glob("emtihan-????-??-??"))


async def made(night: Night, day: str) -> bool:
    return f"emtihan-{day}" in await backups(night)


def timers(work: Work, night: Night, seconds: float = 60) -> Timers:
    return Timers(tick_clock=work, ticked=work.wake, seconds=seconds, night=night)


async def test_the_clock_ticks_until_it_is_stopped(night: Night) -> None:
    work = Work()
    ticking = timers(work, night, seconds=0.02)
    ticking.start()
    async with asyncio.timeout(50):
        while work.calls < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await ticking.stop()
    calls = work.calls
    await asyncio.sleep(0.1)

    assert work.calls == calls == work.woken


async def test_a_tick_that_fails_is_no_end_and_makes_the_process_unready(night: Night) -> None:
    work = Work(RuntimeError("disk"))
    ticking = timers(work, night)
    ticking._last -= 100

    await ticking.tick()
    assert ticking.age >= 100
    assert work.woken == 0

    await ticking.tick()
    assert ticking.age < 5
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


async def test_a_night_that_was_slept_through_is_made_up_for_once(night: Night) -> None:
    assert isinstance(night.clock, Set)
    await night.when_due()
    night.clock.time = AT + timedelta(days=3, hours=9)  # started again in the morning
    awake = replace(night, _done=None)

    await awake.when_due()
    assert await backups(night) == ["emtihan-2026-12-14", "emtihan-2026-12-17"]

    night.clock.time += timedelta(hours=14)
    calls = Work()
    awake.forget_evidence = calls.count
    await awake.when_due()
    again = replace(awake, _done=None)
    await again.when_due()
    assert calls.calls == 0, "not yet night"
    night.clock.time += timedelta(hours=1)
    await awake.when_due()
    assert calls.calls == 1
    assert (await backups(night))[-1] == "emtihan-2026-12-18"


async def test_the_night_forgets_old_updates_and_keeps_unfinished_ones(night: Night) -> None:
    await night.inbox.store([(1, "a", "{}"), (2, "a", "{}"), (3, "a", "{}")], AT)
    await night.inbox.done([1], AT - timedelta(days=8))
    await night.inbox.done([2], AT - timedelta(days=1))

    await night()

    assert await night.inbox.purge(AT) == 1  # the one of yesterday was still there
    assert [waiting.update_id for waiting in await night.inbox.unfinished()] == [3]


async def test_the_night_makes_a_backup_and_keeps_a_fortnight_of_them(night: Night) -> None:
    assert night.folder is not None
    night.folder.mkdir()
    for day in range(1, KEPT_BACKUPS + 3):
        (night.folder / f"emtihan-2026-11-{day:02}").mkdir()
    (night.folder / "by hand").mkdir()

    await night()
    await night()

    kept = sorted(path.name for path in night.folder.iterdir())
    assert kept[0] == "by hand"
    assert kept[-1] == "emtihan-2026-12-14"
    assert len(kept) == KEPT_BACKUPS + 1
    assert (night.folder / kept[-1] / "emtihan.db").is_file()
