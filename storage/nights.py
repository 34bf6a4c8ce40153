"""When the work of the night was done last, so that a night slept through is made up for."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database, file_of
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
                insert(pulse.nights)
                .values(id=ONLY, at=at)
                .on_conflict_do_update(index_elements=["id"], set_={"at": at})
            )
            await connection.commit()


def last_night(url: str) -> datetime | None:
    """Return when it was done last, without opening the database for writing; None: never.

    Raises:
        sqlite3.Error: there is no database, or it is older than the work of the night.
        ValueError: the URL names no SQLite file.
    """
    address = f"{file_of(url).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        row = connection.execute("SELECT at FROM nights").fetchone()
    return datetime.fromisoformat(row[0]).replace(tzinfo=UTC) if row else None
