"""Who writes calendar files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One exam as a calendar shows it.

    Attributes:
        uid: the same for ever, so that a changed exam replaces itself.
        version: grows when the exam is moved, or cancelled.
        cancelled: it does not take place; a calendar takes it out.
    """

    uid: str
    version: int
    title: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False


class Calendars(Protocol):
    """Writes calendar files."""

    def write(self, appointments: Sequence[Appointment]) -> bytes:
        """Return the appointments as an iCalendar file."""
