"""The ticker; APScheduler lives only here, and holds no job but these.

What is due is a question to the database, so a ticker that was dead for an hour has nothing to
remember: it asks, and does what is due. So is the work of the night.
"""

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.again import unless_stale
from bot.background import describe
from exams.ports.clock import Clock
from exams.services.apart import PartFailed
from storage.backup import NAMED, backup
from storage.inbox import Inbox
from storage.nights import Nights

logger = logging.getLogger(__name__)
quiet = logger.getChild("scheduler")
quiet.setLevel(logging.ERROR)  # that a tick still under way skips the next one is meant so

NIGHT: Final = 22  # hours UTC: three in the morning in Astana
KEPT_UPDATES: Final = timedelta(days=7)  # longer than Telegram delivers an update again
KEPT_BACKUPS: Final = 14
FAREWELL: Final = 10.0  # seconds for a night that is under way when the process is asked to end


def night_before(now: datetime) -> datetime:
    """Return when the last night's work was due."""
    tonight = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return tonight if tonight <= now else tonight - timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Night:
    """What is done once a night: old updates are forgotten, a backup is made.

    Attributes:
        nights: when it was done last.
        folder: of the backups; None makes none.
        forget_evidence: deletes evidence of absences whose time to be kept is over.
        erase_pictures: deletes what shows people of exams nobody can appeal about any more.
    """

    inbox: Inbox
    nights: Nights
    clock: Clock
    database_url: str
    files: Path
    folder: Path | None
    forget_evidence: Callable[[], Awaitable[int]]
    erase_pictures: Callable[[], Awaitable[int]]
    _done: datetime | None = None

    async def when_due(self) -> None:
        """Do it if its hour has come since it was done last, be it that nobody was awake then."""
        self._done = self._done or await self.nights.last()
        if self._done is not None and self._done >= night_before(self.clock.now()):
            return
        begun = self.clock.now()
        await self()
        await self.nights.note(begun)
        self._done = begun

    async def __call__(self) -> None:
        """Do it; a failure of one does not keep the other from being done."""
        for work in (self._purge, self._forget, self._erase, self._backup):
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the morning must come
                logger.error("nightly work failed", extra={"error": describe(error)})  # noqa: TRY400

    async def _purge(self) -> None:
        gone = await self.inbox.purge(self.clock.now() - KEPT_UPDATES)
        logger.info("updates forgotten", extra={"count": gone})

    async def _forget(self) -> None:
        gone = await self.forget_evidence()
        logger.info("evidence forgotten", extra={"count": gone})

    async def _erase(self) -> None:
        gone = await self.erase_pictures()
        logger.info("pictures erased", extra={"count": gone})

    async def _backup(self) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{NAMED}{night_before(self.clock.now()):%Y-%m-%d}"
        if target.exists():
            return
        copied = await asyncio.to_thread(backup, self.database_url, self.files, target)
        logger.info("backup made", extra={"files": copied.files})
        for old in sorted(self.folder.glob(f"{NAMED}????-??-??"))[:-KEPT_BACKUPS]:
            await asyncio.to_thread(shutil.rmtree, old)


@dataclass(slots=True, kw_only=True)
class Timers:
    """Ticks, and cleans up at night.

    Attributes:
        tick_clock: does everything that is due; may be called at any time.
        ticked: called after each tick; there may be something in the outbox now.
        seconds: between two ticks.
        night: the nightly work.
    """

    tick_clock: Callable[[], Awaitable[None]]
    ticked: Callable[[], None]
    seconds: float
    night: Night
    _scheduler: Any = None
    _ticking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _sleeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    _last: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler = AsyncIOScheduler(timezone=UTC, logger=quiet)
        self._scheduler.add_job(
            self.tick, "interval", seconds=self.seconds, max_instances=1, coalesce=True
        )
        self._scheduler.add_job(
            self.nightly, "interval", seconds=self.seconds, max_instances=1, coalesce=True
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more; what is under way comes to its end, a night if it does so soon."""
        if self._scheduler is not None:
            self._scheduler.pause()
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL), self._sleeping:
                    pass
            async with self._ticking:
                self._scheduler.shutdown(wait=False)

    @property
    def age(self) -> float:
        """Seconds since the last tick that succeeded."""
        return time.monotonic() - self._last

    async def nightly(self) -> None:
        """Do the work of the night if it is due; what fails or is broken off is tried again."""
        try:
            async with self._sleeping:
                await self.night.when_due()
        except asyncio.CancelledError:  # the process ends, and this is all that it was doing here
            logger.info("night broken off")
        except Exception as error:  # noqa: BLE001 - the next night must come
            logger.error("night failed", extra={"error": describe(error)})  # noqa: TRY400

    async def tick(self) -> None:
        """Do what is due now; a failure is logged, and the next tick tries again.

        One that concerns a part leaves the process ready: everybody else is served.
        """
        try:
            async with self._ticking:
                await unless_stale(self.tick_clock)
        except PartFailed as failed:
            fault = describe(failed.__cause__ or failed)
            logger.error("part of a tick failed", extra={"error": fault})  # noqa: TRY400
        except Exception as error:  # noqa: BLE001 - the next tick must come
            logger.error("tick failed", extra={"error": describe(error)})  # noqa: TRY400
            return
        self._last = time.monotonic()
        self.ticked()
