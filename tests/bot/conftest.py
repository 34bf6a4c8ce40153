"""A real database, a strict Telegram and a bot for the engine's tests."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from pydantic import SecretStr

from bot.background import Nursery
from bot.clock import SystemClock
from bot.deliver import Deliverer
from bot.night import Night
from bot.pacing import Paced, Pacing
from bot.retries import TriedAgain
from bot.settings import Settings
from sandbox.telegram import FakeTelegram
from storage.database import Database, connect
from storage.inbox import Inbox
from storage.nights import Nights
from tests import make
from tests.bot.apps import Make
from tests.bot.desk import Desk
from tests.bot.nights import Set
from tests.bot.office import Office
from tests.bot.post import Post, Until
from tests.make import KEY


@pytest.fixture
def database_url(fresh_database: Path, tmp_path: Path) -> str:
    file = shutil.copy(fresh_database, tmp_path / "emtihan.db")
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url, make.SEAL)
    yield database
    await database.close()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=SystemClock()) as telegram:
        yield telegram


@pytest.fixture
def settings(telegram: FakeTelegram, database_url: str, tmp_path: Path) -> Make:
    def make(**changes: Any) -> Settings:
        values: dict[str, Any] = {
            "token": SecretStr(telegram.token),
            "telegram_url": telegram.url,
            "database_url": database_url,
            "files_folder": tmp_path / "files",
            "tickets_key": SecretStr(KEY),
            "listen_port": 0,
            "helpdesk_email": "help@uni.kz",
        }
        return Settings(**(values | changes))

    return make


@pytest.fixture
def pacing() -> Pacing:
    return Pacing()


@pytest.fixture
async def bot(telegram: FakeTelegram, pacing: Pacing) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url), timeout=50)
    session.middleware.register(TriedAgain((0.05, 0.05)))
    session.middleware.register(Paced(pacing))
    async with Bot(telegram.token, session=session) as bot:
        yield bot


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    async with Nursery() as nursery:
        yield nursery


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
        archive_exams=forget_nothing,
    )


@pytest.fixture
def until() -> Until:
    """Wait until something holds."""

    async def wait(holds: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(300):
            while not await holds():  # noqa: ASYNC110 - it is the database that changes
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def post(database: Database, telegram: FakeTelegram, bot: Bot) -> Post:
    return Post(database, telegram, bot)


@pytest.fixture
def office(database: Database, telegram: FakeTelegram, bot: Bot) -> Office:
    return Office(database, telegram, bot)


@pytest.fixture
async def deliverer(post: Post, pacing: Pacing, nursery: Nursery) -> Deliverer:
    deliverer = post.deliverer(pacing, nursery)
    nursery.start(deliverer.run(), name="deliverer")
    return deliverer


@pytest.fixture
def desk(database: Database, nursery: Nursery) -> Desk:
    return Desk(database, nursery)
