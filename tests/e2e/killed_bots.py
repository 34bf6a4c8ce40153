"""Bots that are started and killed, one after the other, on one database."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.clock import SystemClock
from sandbox.telegram.fake import FakeTelegram
from sandbox.zoom.server import FakeZoom
from tests import make

ROOT = Path(__file__).parents[2]


class Bots:
    """Starts one bot after the other, and kills it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.bot = 0

    async def start(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"start\n")
        self.bot = int(await self.process.stdout.readline())

    def kill(self) -> None:
        os.killpg(self.bot, signal.SIGKILL)
        self.bot = 0


@asynccontextmanager
async def forked(telegram: FakeTelegram, url: str, folder: Path) -> AsyncIterator[Bots]:
    """Be ready to start bots before a Telegram; the one that still runs is killed at the end."""
    async with FakeZoom(SystemClock(), hosts=["host@example.kz"]) as zoom:
        settings = {
            "TOKEN": telegram.token,
            "TELEGRAM_URL": telegram.url,
            "DATABASE_URL": url,
            "FILES_FOLDER": str(folder / "files"),
            "LISTEN_PORT": "0",
            "TICK_SECONDS": "0.25",
            "TICKETS_KEY": make.KEY,
            "LOG_LEVEL": "ERROR",
            "ZOOM_ACCOUNT_ID": zoom.credentials.account_id,
            "ZOOM_CLIENT_ID": zoom.credentials.client_id,
            "ZOOM_CLIENT_SECRET": zoom.credentials.client_secret,
            "ZOOM_WEBHOOK_SECRET": zoom.webhook_secret,
            "ZOOM_HOSTS": "host@example.kz",
            "ZOOM_API_URL": zoom.api_url,
            "ZOOM_TOKEN_URL": zoom.token_url,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("forked_bot.py")),
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                **{f"EMTIHAN_{name}": value for name, value in settings.items()},
            },
            cwd=folder,
            stdin=PIPE,
            stdout=PIPE,
        )
        bots = Bots(process)
        yield bots
        if bots.bot:
            with suppress(ProcessLookupError):  # it ended by itself, and the test says so first
                bots.kill()
        await process.communicate(b"")  # nothing more to start
