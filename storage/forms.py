"""Half-typed forms, so that a restart loses none; the exam's own state is never here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.tables import messages

columns = messages.forms.c


@dataclass(frozen=True, slots=True)
class Forms:
    """The `forms` table; each method is one transaction."""

    database: Database

    async def state(self, key: str) -> str | None:
        """Return at which question somebody is, None at none."""
        async with self.database.reading() as connection:
            rows = await connection.execute(select(columns.state).where(columns.key == key))
            state: str | None = rows.scalar_one_or_none()
        return state

    async def set_state(self, key: str, state: str | None) -> None:
        """Note at which question somebody is."""
        await self._put(key, state=state)

    async def data(self, key: str) -> dict[str, Any]:
        """Return what was typed so far, by the names of the questions."""
        async with self.database.reading() as connection:
            rows = await connection.execute(select(columns.data).where(columns.key == key))
            return dict(rows.scalar_one_or_none() or {})

    async def set_data(self, key: str, data: Mapping[str, Any]) -> None:
        """Store what was typed so far; values that JSON can carry."""
        await self._put(key, data=dict(data))

    async def _put(self, key: str, **values: object) -> None:
        async with self.database.writing() as connection:
            await connection.execute(
                insert(messages.forms)
                .values({"key": key, "state": None, "data": {}} | values)
                .on_conflict_do_update(index_elements=["key"], set_=values)
            )
            await connection.execute(  # a form that is finished leaves nothing behind
                delete(messages.forms).where(
                    columns.key == key, columns.state.is_(None), columns.data == {}
                )
            )
            await connection.commit()
