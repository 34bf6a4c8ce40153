"""What is known of photographs at checking in, in SQL; never the pictures themselves."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId
from exams.domain.photographs import Photographs
from storage.rows import first_come, require_one, values_of
from storage.tables.web_pages import photographs


@dataclass(frozen=True, slots=True)
class SqlPhotographs:
    """Rows of `photographs`, one for an attempt."""

    connection: AsyncConnection

    async def of(self, attempt: AttemptId) -> Photographs | None:
        """Return what is known of a student's photographs."""
        rows = await self.connection.execute(
            select(photographs).where(photographs.c.attempt_id == attempt)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Photographs(**row)

    async def add(self, known: Photographs) -> None:
        """Store a first consent.

        Raises:
            Stale: there is one already.
        """
        with first_come():
            await self.connection.execute(insert(photographs), values_of(known))

    async def save(self, known: Photographs) -> None:
        """Write a change if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        done = await self.connection.execute(
            update(photographs)
            .where(
                photographs.c.attempt_id == known.attempt_id,
                photographs.c.version == known.version,
            )
            .values(values_of(known) | {"version": known.version + 1})
        )
        require_one(done)
