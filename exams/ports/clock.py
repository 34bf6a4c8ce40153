"""The time, and which days are worked."""

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, UTC."""


class WorkingDays(Protocol):
    """The country's calendar: weekends, public holidays, and days moved by decree."""

    def works(self, day: date) -> bool:
        """Return whether people work on a day."""
