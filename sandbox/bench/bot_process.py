"""The bot as a process of its own, which can be killed, and what it takes of the computer."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sandbox.bench.crowd import LINK
from sandbox.telegram import FakeTelegram
from storage import migrations
from storage.database import Database, connect
from storage.seal import new_key, seal_of

LOOK_EVERY: Final = 0.1  # seconds
PROCESSES: Final = Path("/proc")
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True, kw_only=True)
class Used:
    """What one process, or those that came after each other, took at most.

    Attributes:
        memory: bytes resident, the most at any moment; 0 where the system does not tell.
        seconds: of processor time.
    """

    memory: int = 0
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class BotProcess:
    """A bot begun as `emtihan run` begins it, on a folder that outlives it.

    Attributes:
        telegram: which it talks to.
        folder: of its database and files.
        messages_per_second: how fast it may send.
        used: by the bot, by process id; each kill is followed by another process.
        children: the same of the processes that looked at pictures for it.
    """

    telegram: FakeTelegram
    folder: Path
    messages_per_second: float
    used: dict[int, Used] = field(default_factory=dict)
    children: dict[int, Used] = field(default_factory=dict)
    _key: str = field(default_factory=new_key)
    _process: asyncio.subprocess.Process | None = None

    @property
    def _database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'emtihan.db'}"

    def connected(self) -> Database:
        """Make its database, and open it beside the bot."""
        migrations.upgrade(self._database_url)
        return connect(self._database_url, seal_of([self._key]))

    @property
    def memory(self) -> int:
        """Return the most bytes that a bot had resident."""
        return max((one.memory for one in self.used.values()), default=0)

    @property
    def seconds(self) -> float:
        """Return the processor time of all bots, those that looked at pictures apart."""
        return sum(one.seconds for one in self.used.values())

    async def start(self) -> None:
        """Start it."""
        environment = os.environ | {
            "EMTIHAN_TOKEN": self.telegram.token,
            "EMTIHAN_TICKETS_KEY": self._key,
            "EMTIHAN_TELEGRAM_URL": self.telegram.url,
            "EMTIHAN_DATABASE_URL": self._database_url,
            "EMTIHAN_FILES_FOLDER": str(self.folder / "files"),
            "EMTIHAN_LISTEN_PORT": "0",
            "EMTIHAN_CONFERENCE_LINK": LINK,
            "EMTIHAN_MESSAGES_PER_SECOND": str(self.messages_per_second),
            "EMTIHAN_LOG_LEVEL": "ERROR",
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, start_new_session=True
        )

    async def kill(self) -> None:
        """Kill it where it stands, its children with it."""
        if self._process is not None:
            self.look()
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()
            self._process = None

    async def watch(self) -> None:
        """Look for ever at what it takes."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_EVERY)

    def look(self) -> None:
        """Note what it and its children have taken until now, where the system tells."""
        if self._process is None:
            return
        bot = self._process.pid
        for process in PROCESSES.glob("[0-9]*"):
            number = int(process.name)
            with suppress(OSError, ValueError):  # it ended meanwhile
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                mine = self.used if number == bot else self.children
                if number == bot or int(fields[1]) == bot:
                    seconds = (int(fields[11]) + int(fields[12])) / TICKS
                    mine[number] = Used(memory=_most(process), seconds=seconds)


def _most(process: Path) -> int:
    """Return the most bytes that a process had resident."""
    for line in (process / "status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.split()[0]) * 1024
    raise ValueError("it is ending")
