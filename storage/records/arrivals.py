"""What came from the university's own system, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.arrival import Arrival, ArrivalState
from storage.rows import first_come, new_id, require_one, values_of
from storage.tables.arrivals import arrivals

columns = arrivals.c
NO_ID = frozenset({"id"})


@dataclass(frozen=True, slots=True)
class SqlArrivals:
    """Rows in the `arrivals` table."""

    connection: AsyncConnection

    async def get(self, arrival: int) -> Arrival | None:
        """Return one by its id."""
        found = await self._all(columns.id == arrival)
        return found[0] if found else None

    async def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Return which of these have come before."""
        rows = await self.connection.execute(
            select(columns.key).where(columns.key.in_(list(keys)))
        )
        return frozenset(rows.scalars())

    async def unanswered(self) -> tuple[Arrival, ...]:
        """Return those decided of which the system has not been told, the oldest first."""
        decided = columns.state != ArrivalState.WAITING
        return await self._all(decided & columns.answered_at.is_(None))

    async def add(self, arrival: Arrival) -> Arrival:
        """Store a new one and return it with its id.

        Raises:
            Stale: it has come before.
        """
        with first_come():
            done = await self.connection.execute(
                insert(arrivals), values_of(arrival, without=NO_ID)
            )
        return replace(arrival, id=new_id(done))

    async def save(self, arrival: Arrival) -> None:
        """Write a changed one.

        Raises:
            Stale: it is not the stored version.
        """
        values = values_of(arrival, without=NO_ID) | {"version": arrival.version + 1}
        done = await self.connection.execute(
            update(arrivals)
            .where(columns.id == arrival.id, columns.version == arrival.version)
            .values(values)
        )
        require_one(done)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Arrival, ...]:
        rows = await self.connection.execute(select(arrivals).where(where).order_by(columns.id))
        return tuple(_arrival(dict(row)) for row in rows.mappings())


def _arrival(row: dict[str, Any]) -> Arrival:
    sheet_cells = tuple((f[0], f[1], f[2], f[3]) for f in row.pop("faults"))
    return Arrival(**row, faults=sheet_cells)
