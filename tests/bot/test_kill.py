"""The process is killed at twenty moments while updates flow in: none is lost, none done twice."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from sandbox.telegram import FakeTelegram, FaultKind
from storage.database import Database
from storage.inbox import Inbox
from storage.unit import SqlUnits

ROOT = Path(__file__).parents[2]
KILLS = 20
PEOPLE = 8
UPDATES = 200
BATCH = UPDATES // KILLS

Until = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


class Zygote:
    """Starts bots and kills them."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.bot = 0

    async def start(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"start\n")
        self.bot = int(await self.process.stdout.readline())

    def kill(self) -> None:
        os.kill(self.bot, signal.SIGKILL)
        self.bot = 0


@pytest.fixture
async def zygote(telegram: FakeTelegram, database_url: str) -> AsyncIterator[Zygote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("counting_bot.py")),
        telegram.url,
        telegram.token,
        database_url,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=PIPE,
        stdout=PIPE,
    )
    zygote = Zygote(process)
    yield zygote
    if zygote.bot:
        with suppress(ProcessLookupError):  # it ended by itself, and the test says so first
            zygote.kill()
    await process.communicate(b"")  # nothing more to start


async def stored(database: Database) -> dict[int, list[int]]:
    units = SqlUnits(database)
    async with units.reading() as unit:
        return {
            int(exam): [int(event.actor) for event in await unit.events.of(exam)]
            for exam in await unit.events.exams()
        }


async def test_twenty_kills_lose_nothing_and_repeat_nothing(
    telegram: FakeTelegram, database: Database, zygote: Zygote, until: Until
) -> None:
    people = [telegram.add_person(first_name=f"Student {n}") for n in range(PEOPLE)]
    telegram.faults.switch_on(FaultKind.DUPLICATED_UPDATES, every=5)
    for person in people:
        person.account.started = True

    async def count() -> int:
        return sum(map(len, (await stored(database)).values()))

    async def finished() -> bool:
        return await count() >= UPDATES and not await Inbox(database).unfinished()

    await zygote.start()
    for round_ in range(KILLS):
        before = await count()
        for number in range(round_ * BATCH, (round_ + 1) * BATCH):
            await people[number % PEOPLE].text(str(number))

        async def at_work(before: int = before) -> bool:
            return await count() > before

        await until(at_work)
        await asyncio.sleep(0.003 * (round_ % 7))  # each time it is killed at another moment
        zygote.kill()
        await zygote.start()
    await until(finished)
    zygote.kill()

    done = await stored(database)
    for place, person in enumerate(people):
        assert done[person.id] == list(range(place, UPDATES, PEOPLE))
    assert telegram.refusals == []
