"""The ticker goes on whatever fails; the night forgets old updates and keeps backups."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.timers import KEPT_BACKUPS, NIGHT, Night, Timers
from exams.domain.refusals.base import Stale
from storage.database import Database
from storage.inbox import Inbox
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

    def wake(self) -> None:
        self.woken += 1


async def forget_nothing() -> int:
    return 0


@pytest.fixture
def night(database: Database, database_url: str, tmp_path: Path) -> Night:
    return Night(
        inbox=Inbox(database),
        clock=Set(),
        database_url=database_url,
        files=tmp_path / "files",
        folder=tmp_path / "backups",
        forget_evidence=forget_nothing,
        erase_pictures=forget_nothing,
    )


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


async def test_the_night_comes_at_its_hour(night: Night, until: Until) -> None:
    ticking = timers(Work(), night)
    ticking.start()
    (nightly,) = (job for job in ticking._scheduler.get_jobs() if "cron" in str(job.trigger))
    assert nightly.next_run_time.astimezone(UTC).hour == NIGHT

    nightly.modify(next_run_time=SystemClock().now())

    async def backed_up() -> bool:
        return night.folder is not None and any(night.folder.glob("emtihan-2026-12-14"))

    await until(backed_up)
    await ticking.stop()


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
