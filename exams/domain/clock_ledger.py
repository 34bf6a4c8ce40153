"""The student's clock: what was allowed, what was added, how long it stood still."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from exams.domain.refusals.base import Refusal


class NoClock(Refusal):
    """In an oral exam there is a queue and no clock to which time could be added."""

    code = "no_clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLedger:
    """deadline = started_at + allowed + extra + counted pauses; every change is an event.

    Attributes:
        allowed: the time everybody has.
        started_at: aware UTC; None until the clock runs.
        extra: the sum of extra time given.
        paused: the sum of pauses that count for the student.
        stopped_at: when a counted pause began that has not ended.
        held_at: when the whole exam was suspended, while it is; a pause may end meanwhile.
    """

    allowed: timedelta
    started_at: datetime | None = None
    extra: timedelta = timedelta()
    paused: timedelta = timedelta()
    stopped_at: datetime | None = None
    held_at: datetime | None = None

    def start(self, at: datetime) -> "ClockLedger":
        """Start the clock; a second start changes nothing."""
        return self if self.started_at else replace(self, started_at=at)

    def anew(self) -> "ClockLedger":
        """Return the clock before its start, with all the time that was allowed and given."""
        return ClockLedger(allowed=self.allowed, extra=self.extra)

    def add(self, time: timedelta) -> "ClockLedger":
        """Give extra time.

        Raises:
            ValueError: time is never taken away.
        """
        if time <= timedelta():
            raise ValueError(f"extra time must be positive, not {time}")
        return replace(self, extra=self.extra + time)

    def stop(self, at: datetime) -> "ClockLedger":
        """Let the clock stand still; one that stands or has not started stays as it is."""
        if self.stopped_at or not self.started_at:
            return self
        return replace(self, stopped_at=at)

    def go_on(self, at: datetime) -> "ClockLedger":
        """Let a standing clock run on; the pause is credited."""
        if not self.stopped_at:
            return self
        until = min(at, self.held_at or at)  # from there on the whole exam stands, see `release`
        stood = max(until - self.stopped_at, timedelta())
        return replace(self, paused=self.paused + stood, stopped_at=None)

    def hold(self, at: datetime) -> "ClockLedger":
        """Let the clock stand because the whole exam does; before the start there is none."""
        if self.held_at or not self.started_at:
            return self
        return replace(self, held_at=at)

    def release(self, at: datetime) -> "ClockLedger":
        """Let the clock run on with the exam, credited; a pause that was there goes on."""
        if not self.held_at:
            return self
        until = min(at, self.stopped_at or at)  # from there on the pause itself is credited
        stood = max(until - self.held_at, timedelta())
        return replace(self, paused=self.paused + stood, held_at=None)

    def deadline(self, now: datetime) -> datetime | None:
        """Return when the time is over as things stand now; None before the start.

        While the clock stands, the deadline moves on with `now`.
        """
        if not self.started_at:
            return None
        since = min(at for at in (self.stopped_at, self.held_at, now) if at)
        standing = now - since
        return self.started_at + self.allowed + self.extra + self.paused + standing

    def left(self, now: datetime) -> timedelta | None:
        """Return the time left, never negative; None before the start."""
        deadline = self.deadline(now)
        return None if deadline is None else max(deadline - now, timedelta())
