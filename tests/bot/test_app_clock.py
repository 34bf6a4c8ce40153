"""The process while it runs: when it ticks, and when it is ready."""

import asyncio
import gc
import signal
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import build
from bot.background import Nursery
from bot.clock import SystemClock
from exams.domain.exam_table import ExamStage
from exams.ports.conferences import Conference, ConferencesUnavailable
from sandbox.telegram import FakeTelegram
from storage.database import Database
from storage.tables import messages
from storage.unit import SqlUnits
from tests import make
from tests.bot.apps import Make, running
from tests.bot.post import Until
from zoom_integration.static_links import StaticLinks


async def test_while_it_runs_the_collector_passes_over_what_is_loaded(
    settings: Make, nursery: Nursery, until: Any
) -> None:
    async def frozen() -> bool:
        return gc.get_freeze_count() > 0

    running = nursery.start((await build(settings())).run(), name="the process")
    await until(frozen)
    gc.unfreeze()
    signal.raise_signal(signal.SIGTERM)
    await running


@pytest.mark.parametrize("silent", [False, True])
async def test_the_clock_goes_on_and_is_ready_though_conferences_are_not(
    settings: Make, database: Database, until: Until, *, silent: bool
) -> None:
    service = Trouble(silent=silent)
    async with SqlUnits(database)() as unit:
        soon = SystemClock().now() + timedelta(minutes=20)
        nobody: dict[str, Any] = {"groups": (), "proctors": (), "chief": None, "room": None}
        await unit.exams.add(make.exam(ExamStage.PUBLISHED, starts_at=soon, **nobody))
        await unit.commit()
    app = await build(settings(tick_seconds=0.05), conferences=service)
    async with app:
        async with asyncio.timeout(300):
            await service.asked.wait()
        asked = app.timers._last

        async def ticked() -> bool:
            return app.timers._last > asked

        await until(ticked)
        asked = app.timers._last  # what was under way when it was asked is over
        await until(ticked)
        assert await app.ready() == {"database": True, "clock": True, "updates": True}


class Trouble(StaticLinks):
    """A conference service that fails at once, or never answers."""

    def __init__(self, *, silent: bool) -> None:
        self.silent, self.asked = silent, asyncio.Event()

    async def create(self, **_: Any) -> Conference:
        self.asked.set()
        if self.silent:
            await asyncio.Event().wait()
        raise ConferencesUnavailable("down")


async def test_the_clock_begins_when_everything_is_kept_that_came_meanwhile(
    telegram: FakeTelegram, settings: Make, database: Database, until: Until
) -> None:
    aigerim = telegram.add_person(first_name="Айгерім")
    for number in range(150):  # more than Telegram hands over at a time
        await aigerim.text(f"{number}")
    app = await build(settings(tick_seconds=0.01))
    tick, kept = app.timers.tick_clock, []

    async def looking() -> None:
        async with database.reading() as connection:
            rows = await connection.execute(select(func.count()).select_from(messages.inbox))
            kept.append(rows.scalar_one())
        await tick()

    app.timers.tick_clock = looking
    async with app:

        async def ticked() -> bool:
            return bool(kept)

        await until(ticked)
        assert kept[0] == 150


async def test_a_second_process_ends_before_it_takes_over_what_the_first_one_sends(
    settings: Make,
) -> None:
    async with running(settings()) as first:
        second = await build(settings(listen_port=first.listening))
        with pytest.raises(OSError, match="in use"):
            await second.__aenter__()
        assert len(second.nursery) == 0
        assert await first.ready() == {"database": True, "clock": True, "updates": True}


async def test_a_process_that_ticks_once_a_minute_is_ready_between_two_ticks(
    settings: Make,
) -> None:
    async with running(settings(tick_seconds=60)) as app:
        app.timers._last -= 45
        between = await app.ready()
        app.timers._last -= 60
        missed = await app.ready()

    assert (between["clock"], missed["clock"]) == (True, False)
