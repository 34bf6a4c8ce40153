"""The ticker; APScheduler lives only here, and holds no job but these.

What is due is a question to the database, so a ticker that was dead for an hour has nothing to
remember: it asks, and does what is due. So is the work of the night.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.again import unless_stale
from bot.background import describe, faults_of
from bot.night import Night
from exams.services.apart import PartFailed

logger = logging.getLogger(__name__)
quiet = logger.getChild("scheduler")
quiet.setLevel(logging.ERROR)  # that a tick still under way skips the next one is meant so

MISSED: Final = 5  # ticks that did not come, after which the scheduler begins anew
FAREWELL: Final = 10.0  # seconds for a night that is under way when the process is asked to end


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
    _watching: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler = AsyncIOScheduler(timezone=UTC, logger=quiet)
        for work in (self.tick, self.nightly):
            self._scheduler.add_job(
                work,
                "interval",
                seconds=self.seconds,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,  # late is better than not at all
            )
        self._scheduler.start()
        self._watch()

    def _watch(self) -> None:
        """Let the scheduler begin anew when no tick comes.

        It waits for a time of day: where the computer's clock is set back by minutes, it would
        tick no more for as long.
        """
        if self.age > MISSED * self.seconds:
            for job in self._scheduler.get_jobs():
                job.reschedule("interval", seconds=self.seconds)
        again = MISSED * self.seconds
        self._watching = asyncio.get_running_loop().call_later(again, self._watch)

    async def stop(self) -> None:
        """Tick no more; what is under way comes to its end, a night if it does so soon."""
        if self._watching is not None:
            self._watching.cancel()
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
        """Do the work of the night if it is due; what is broken off is done at the next start."""
        try:
            async with self._sleeping:
                await self.night.when_due()
        except asyncio.CancelledError:  # the process ends, and this is all that it was doing here
            logger.info("night broken off")
        except Exception as error:  # noqa: BLE001 - the next try must come
            logger.error("night failed", extra={"error": describe(error)})  # noqa: TRY400

    async def tick(self) -> None:
        """Do what is due now; a failure is logged, and the next tick tries again.

        One that concerns a part leaves the process ready: everybody else is served.
        """
        try:
            async with self._ticking:
                await unless_stale(self.tick_clock)
        except PartFailed as failed:
            for fault in faults_of(failed):
                logger.error("part of a tick failed", extra={"error": fault})  # noqa: TRY400
        except Exception as error:  # noqa: BLE001 - the next tick must come
            logger.error("tick failed", extra={"error": describe(error)})  # noqa: TRY400
            return
        self._last = time.monotonic()
        self.ticked()
