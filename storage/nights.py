"""When the work of the night was done last, so that a night slept through is made up for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from storage.database import Database, insert
from storage.tables import pulse

ONLY: Final = 1


@dataclass(frozen=True, slots=True)
class Nights:
    """The one row of the `nights` table; each method is one transaction."""

    database: Database

    async def last(self) -> datetime | None:
        """Return when it was done last; None if it never was."""
        async with self.database.reading() as connection:
            return (await connection.execute(select(pulse.nights.c.at))).scalar_one_or_none()

    async def note(self, at: datetime) -> None:
        """Note that it is done."""
        async with self.database.writing() as connection:
            await connection.execute(
                insert(connection, pulse.nights)
                .values(id=ONLY, at=at)
                .on_conflict_do_update(index_elements=["id"], set_={"at": at})
            )
            await connection.commit()
