"""Each update does its work once: the work and the note of it are one transaction.

An update that was handled and not yet ticked off when the process died would be handled again.
So the first transaction that is committed while it is handled also notes, in its own row of the
inbox, that its work is carried out; either both are on the disk or neither is. What is only made
on the way, such as a file, is committed aside. Where the answer goes through the outbox, the same
transaction ticks the update off.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from storage.database import Database
from storage.tables import messages
from storage.unit import SqlUnit, SqlUnits

CARRIED_OUT: Final = "carried_out"
"""Stands in the inbox's `error` column."""

columns = messages.inbox.c


@dataclass(slots=True)
class Handling:
    """An update that is being handled.

    Attributes:
        carried_out: something was committed on its behalf.
    """

    update_id: int
    carried_out: bool = False


handling: ContextVar[Handling | None] = ContextVar("handling", default=None)
"""What the units opened from here work for; None for the clock and other background work."""


class OnceUnit(SqlUnit):
    """One transaction, which notes for which update it was."""

    async def commit(self, *, aside: bool = False, answered: bool = False) -> None:
        """Make everything durable, the note too; of what is done aside there is none.

        What is answered through the outbox is ticked off at once.
        """
        current = None if aside else handling.get()
        if current is not None:
            done: dict[str, object] = {"error": CARRIED_OUT}
            if answered:
                done["done_at"] = columns.at
            await self._connection.execute(
                update(messages.inbox).where(columns.update_id == current.update_id).values(**done)
            )
        await super().commit()
        if current is not None:
            current.carried_out = True


@dataclass(frozen=True, slots=True)
class OnceUnits(SqlUnits):
    """Opens units of work on a database, for the update that is being handled."""

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[OnceUnit]:
        """Open a unit that may write; writers wait for each other."""
        async with self.database.writing() as connection:
            yield OnceUnit(connection, self.database.seal)


async def carried_out(database: Database) -> frozenset[int]:
    """Return the updates whose work is done though they are not ticked off."""
    async with database.reading() as connection:
        rows = await connection.execute(
            select(columns.update_id).where(
                columns.done_at.is_(None), columns.error == CARRIED_OUT
            )
        )
        return frozenset(rows.scalars())
