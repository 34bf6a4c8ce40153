"""Signs of life."""

from datetime import datetime
from typing import Protocol


class Pulse(Protocol):
    """When the bot was last known to be there."""

    async def last(self) -> datetime | None:
        """Return when it was noted last; None if it never was."""

    async def beat(self, at: datetime) -> None:
        """Note that it is there."""
