"""The bot's last sign of life, in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import pulse

ONLY: Final = 1


@dataclass(frozen=True, slots=True)
class SqlPulse:
    """The one row of the `pulse` table."""

    connection: AsyncConnection

    async def last(self) -> datetime | None:
        """Return when it was noted last; None if it never was."""
        return (await self.connection.execute(select(pulse.pulse.c.at))).scalar_one_or_none()

    async def beat(self, at: datetime) -> None:
        """Note that the bot is there."""
        await self.connection.execute(
            insert(pulse.pulse)
            .values(id=ONLY, at=at)
            .on_conflict_do_update(index_elements=["id"], set_={"at": at})
        )
