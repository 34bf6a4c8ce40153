"""A clock that runs like the real one, can be frozen, stepped and sent ahead, never back."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

BREATH: Final = 0.01
"""Real seconds that a sleep takes at most, in which others do what they have to do."""


class SimulatedClock:
    """The one clock of the sandbox and of the bot inside it, an `exams.ports.clock.Clock`."""

    def __init__(
        self,
        start: datetime,
        *,
        rate: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start at `start` (aware); `rate` 1 is real speed, 0 is frozen."""
        if start.tzinfo is None:
            raise ValueError("the clock needs an aware moment to start from")
        if rate < 0:
            raise ValueError("time does not run backwards")
        self._start = start.astimezone(UTC)
        self._rate = rate
        self._monotonic = monotonic
        self._since = monotonic()
        self._skipped = 0.0

    @property
    def rate(self) -> float:
        """How many times as fast as the real clock this one runs; 0 when frozen."""
        return self._rate

    def now(self) -> datetime:
        """Return the simulated moment, aware, UTC."""
        passed = (self._monotonic() - self._since) * self._rate
        return self._start + timedelta(seconds=passed)

    def step(self, by: timedelta) -> datetime:
        """Move ahead by `by` and return the new moment.

        Raises:
            ValueError: `by` is negative.
        """
        if by < timedelta():
            raise ValueError("time does not run backwards")
        self._skip(by, self.now() + by)
        return self.now()

    def jump_to(self, moment: datetime) -> datetime:
        """Move ahead to `moment` (aware) and return it.

        Raises:
            ValueError: `moment` is past or has no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("the clock needs an aware moment to jump to")
        by = moment - self.now()
        if by < timedelta():
            raise ValueError("time does not run backwards")
        self._skip(by, moment)
        return moment

    def seconds(self) -> float:
        """Return steady seconds: the real ones, and those that were skipped."""
        return self._monotonic() + self._skipped

    async def sleep(self, seconds: float) -> None:
        """Let so many of these seconds pass, nearly at once; who sleeps meanwhile wakes too."""
        wake = self.seconds() + seconds
        await asyncio.sleep(min(seconds, BREATH))
        if (left := wake - self.seconds()) > 0:
            self.step(timedelta(seconds=left))

    def run_at(self, rate: float) -> None:
        """From now on run at `rate` times the real speed; 0 freezes.

        Raises:
            ValueError: `rate` is negative.
        """
        if rate < 0:
            raise ValueError("time does not run backwards")
        now = self.now()
        self._rate = rate
        self._restart(now)

    def _skip(self, by: timedelta, to: datetime) -> None:
        self._skipped += by.total_seconds()
        self._restart(to.astimezone(UTC))

    def _restart(self, moment: datetime) -> None:
        self._start, self._since = moment, self._monotonic()
