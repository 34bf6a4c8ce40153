"""The work of the night: old updates are forgotten, people's pictures erased, a backup made."""

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bot.background import describe
from exams.ports.clock import Clock
from storage.backup import NAMED, backup
from storage.files import DiskFiles
from storage.inbox import Inbox
from storage.nights import Nights

logger = logging.getLogger(__name__)

HOUR: Final = 22  # UTC: three in the morning in Astana
TRIES: Final = 5  # in one night; then the exams of the day come first
PAUSE: Final = timedelta(minutes=15)
KEPT_UPDATES: Final = timedelta(days=7)  # longer than Telegram delivers an update again
HALF_WRITTEN: Final = timedelta(days=1)  # of a file; nobody writes it any more
KEPT_BACKUPS: Final = 14

Work = Callable[[], Awaitable[None]]


def night_before(now: datetime) -> datetime:
    """Return when the last night's work was due."""
    tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight <= now else tonight - timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Night:
    """What is done once a night.

    What fails is tried again after a pause, some times; then the next night tries, and
    `emtihan doctor` tells that this one's work was not done.

    Attributes:
        nights: when all of it was done last.
        folder: of the backups; None makes none.
        forget_evidence: deletes evidence of absences whose time to be kept is over.
        erase_pictures: deletes what shows people of exams nobody can appeal about any more.
        archive_exams: takes exams of earlier terms out of the plan.
    """

    inbox: Inbox
    nights: Nights
    clock: Clock
    database_url: str
    files: Path
    folder: Path | None
    forget_evidence: Callable[[], Awaitable[int]]
    erase_pictures: Callable[[], Awaitable[int]]
    archive_exams: Callable[[], Awaitable[int]]
    _done: datetime | None = None
    _under_way: datetime | None = None
    _left: tuple[Work, ...] = ()
    _tries: int = 0
    _again: datetime | None = None

    async def when_due(self) -> None:
        """Do it if its hour has come since it was done last, be it that nobody was awake then."""
        now = self.clock.now()
        night = night_before(now)
        self._done = self._done or await self.nights.last()
        if self._done is not None and self._done >= night:
            return
        if self._under_way != night:
            self._under_way, self._left, self._tries, self._again = night, self._all(), TRIES, now
        if not self._tries or (self._again is not None and now < self._again):
            return
        self._tries -= 1
        self._again = now + PAUSE
        self._left = await self(self._left)
        if not self._left:
            await self.nights.note(now)
            self._done = now

    async def __call__(self, works: tuple[Work, ...] | None = None) -> tuple[Work, ...]:
        """Do these works, or all; return those that failed: none keeps another from being done."""
        failed = []
        for work in self._all() if works is None else works:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the morning must come
                logger.error("nightly work failed", extra={"error": describe(error)})  # noqa: TRY400
                failed.append(work)
        return tuple(failed)

    def _all(self) -> tuple[Work, ...]:
        return (self._purge, self._tidy, self._forget, self._erase, self._archive, self._backup)

    async def _purge(self) -> None:
        gone = await self.inbox.purge(self.clock.now() - KEPT_UPDATES)
        logger.info("updates forgotten", extra={"count": gone})

    async def _tidy(self) -> None:
        gone = await asyncio.to_thread(DiskFiles(self.files).forget_unfinished, HALF_WRITTEN)
        logger.info("half-written files removed", extra={"count": gone})

    async def _forget(self) -> None:
        gone = await self.forget_evidence()
        logger.info("evidence forgotten", extra={"count": gone})

    async def _erase(self) -> None:
        gone = await self.erase_pictures()
        logger.info("pictures erased", extra={"count": gone})

    async def _archive(self) -> None:
        gone = await self.archive_exams()
        logger.info("exams archived", extra={"count": gone})

    async def _backup(self) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{NAMED}{night_before(self.clock.now()):%Y-%m-%d}"
        if not target.exists():  # made before, if only an old one could not be removed
            earlier = max(self.folder.glob(f"{NAMED}????-??-??"), default=None)
            work = partial(backup, self.database_url, self.files, target, earlier=earlier)
            copied = await asyncio.to_thread(work)
            logger.info("backup made", extra={"files": copied.files})
        stuck = []
        for old in sorted(self.folder.glob(f"{NAMED}????-??-??"))[:-KEPT_BACKUPS]:
            try:
                await asyncio.to_thread(shutil.rmtree, old)
            except OSError as error:
                stuck.append(error)
        if stuck:
            raise stuck[0]
