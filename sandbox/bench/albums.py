"""A room hands in at once: albums of 12 megapixels, and a bot that is killed among them."""

import asyncio
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import func, select

from bot.background import Nursery
from bot.clock import SystemClock
from exams.domain.attempt_table import Stage
from exams.domain.exam import WRITING_TIME
from exams.domain.exam_table import ExamStage
from sandbox.bench.bot_process import BotProcess
from sandbox.bench.crowd import enrol, people, plan
from sandbox.bench.figures import Figure, figure
from sandbox.bench.sheets import photograph
from sandbox.telegram import FakeTelegram, Message, Phone
from storage.database import Database
from storage.tables import paper
from storage.unit import SqlUnits

STUDENTS: Final = 10
MANY: Final = 60
PAGES: Final = 6
WITHIN: Final = 20.0  # seconds in which all begin to send
OUR_PACE: Final = 28.0
PATIENCE: Final = 1200.0  # real seconds
LIMIT: Final = 400.0  # megabytes of the bot
MEGABYTE: Final = 1024 * 1024
REPEATED: Final = "Қайталанған хабарлама"
LIST: Final = re.compile(r"📄[^\n]*: (\d+)")
_figure = partial(figure, bench="albums")


@dataclass(slots=True, kw_only=True)
class HandingIn:
    """Students who send albums, and when each read what.

    Attributes:
        first: seconds from an album to its first verdict.
        whole: seconds from an album to the verdict on its last page.
    """

    bot: BotProcess
    database: Database
    phones: tuple[Phone, ...]
    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    async def send(self, phone: Phone, album: Sequence[bytes], after: float) -> None:
        """Send an album and wait until all of it is in the list of sheets."""
        await asyncio.sleep(after)
        begun, mark = time.perf_counter(), phone.mark
        await phone.album(album, as_documents=True)
        for pages, read in ((1, self.first), (len(album), self.whole)):
            await phone.wait_for(_at_least(pages), PATIENCE, since=mark)
            read.append(time.perf_counter() - begun)

    async def all(self, albums: Sequence[Sequence[bytes]], *, kill: bool) -> float:
        """Send the albums, each by another student; return the seconds until all are judged."""
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as acts:
            for number, (phone, album) in enumerate(zip(self.phones, albums, strict=True)):
                acts.create_task(self.send(phone, album, number * WITHIN / len(albums)))
            if kill:
                acts.create_task(self.kill_at(sum(map(len, albums)) // 2))
        return time.perf_counter() - begun

    async def kept(self) -> int:
        """Return how many sheets are stored."""
        async with self.database.reading() as connection:
            counted = await connection.execute(select(func.count()).select_from(paper.sheets))
            return int(counted.scalar_one())

    async def kill_at(self, sheets: int) -> None:
        """Kill the bot once so many sheets are stored, and start it anew."""
        while await self.kept() < sheets:  # noqa: ASYNC110 - another process keeps them
            await asyncio.sleep(0.1)
        await self.bot.kill()
        await self.bot.start()

    @property
    def repeated(self) -> int:
        """How many messages are marked as repeated."""
        shown = (message for phone in self.phones for message in phone.messages())
        return sum(REPEATED in message.text for message in shown)


async def measure(students: int = STUDENTS, *, kill: bool = True) -> tuple[Figure, ...]:
    """Let so many students send six photographs of 12 megapixels each, as files.

    Args:
        students: how many.
        kill: whether the bot is killed once half of the sheets are stored.
    """
    albums = await asyncio.to_thread(drawn, students)
    return await hand_in(albums, kill=kill)


async def measure_long() -> tuple[Figure, ...]:
    """Let sixty do it."""
    return await measure(MANY)


def drawn(students: int) -> list[list[bytes]]:
    """Return an album for each student, each page another sheet."""
    return [[photograph(seed, page + 1) for page in range(PAGES)] for seed in range(students)]


async def hand_in(albums: Sequence[Sequence[bytes]], *, kill: bool) -> tuple[Figure, ...]:
    """Send the albums, each by another student, and measure."""
    wanted = sum(map(len, albums))
    with tempfile.TemporaryDirectory(prefix="emtihan-bench-") as name:
        async with FakeTelegram(clock=SystemClock()) as telegram:
            phones = people(telegram, len(albums))
            bot = BotProcess(telegram=telegram, folder=Path(name), messages_per_second=OUR_PACE)
            database = await asyncio.to_thread(bot.connected)
            await _seat(SqlUnits(database), phones)
            handing_in = HandingIn(bot=bot, database=database, phones=phones)
            async with Nursery() as nursery:
                nursery.start(bot.watch(), name="what the bot takes")
                await bot.start()
                try:
                    took = await handing_in.all(albums, kill=kill)
                    kept = await handing_in.kept()
                finally:
                    await bot.kill()
            await database.close()
    return _figures(handing_in, wanted, kept, took)


def listed(message: Message) -> int:
    """Return how many sheets a list of sheets in a chat counts; 0 for any other message."""
    found = LIST.search(message.text)
    return int(found[1]) if found else 0


def _at_least(pages: int) -> Callable[[Message], bool]:
    return lambda message: listed(message) >= pages


async def _seat(units: SqlUnits, phones: tuple[Phone, ...]) -> None:
    students = await enrol(units, phones)
    began = SystemClock().now() - WRITING_TIME - timedelta(minutes=1)
    async with units() as unit:
        await plan(
            unit,
            students,
            stage=ExamStage.RUNNING,
            starts_at=began,
            seated=Stage.PENS_DOWN,
            writing_since=began,
        )
        await unit.commit()


def _figures(done: HandingIn, wanted: int, kept: int, took: float) -> tuple[Figure, ...]:
    students = len(done.phones)
    most = max((child.memory for child in done.bot.children.values()), default=0)
    return (
        _figure(
            f"{students} albums of {PAGES}, to the first verdict: half of them",
            median(done.first),
            "s",
            "the last",
            max(done.first),
        ),
        _figure(
            "to the verdict on the last page: half of them",
            median(done.whole),
            "s",
            "the last",
            max(done.whole),
        ),
        _figure(f"all {wanted} pictures", took, "s", "they are sent within", WITHIN),
        _figure("pictures that are not kept", wanted - kept, "pictures", "wanted", 0.0, most=0.0),
        _figure(
            "messages marked as repeated", done.repeated, "messages", "in flight", 4.0, most=4.0
        ),
        _figure(
            "most memory of the bot", done.bot.memory / MEGABYTE, "MB", "limit", LIMIT, most=LIMIT
        ),
        _figure(
            f"most memory of one of its {len(done.bot.children)} children",
            most / MEGABYTE,
            "MB",
            "limit",
            LIMIT,
            most=LIMIT,
        ),
        _figure(
            "processor time of the bot for a picture",
            done.bot.seconds / wanted * 1000,
            "ms",
            "its children's",
            sum(child.seconds for child in done.bot.children.values()) / wanted * 1000,
        ),
    )
