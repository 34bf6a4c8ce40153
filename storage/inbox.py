"""What has come in: every update is stored before it is acknowledged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from exams.records.came import named_as_table
from storage.database import Database
from storage.tables import messages

columns = messages.inbox.c


def person_key(account: int) -> str:
    """Return the key of what somebody sends in private."""
    return f"person {account}"


def brings_picture(update: Mapping[str, Any]) -> bool:
    """Tell whether somebody sent a picture, or a file that may be one; a table is none."""
    message = update.get("message") or {}
    if "document" in message:
        return not named_as_table(message["document"].get("file_name"))
    return "photo" in message


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An update whose work is not finished.

    Attributes:
        key: whose it is; updates with one key are worked off in order.
        payload: JSON, as it came.
        tries: how often working it off has failed.
    """

    update_id: int
    key: str
    payload: str
    at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """The `inbox` table; each method is one transaction."""

    database: Database

    async def store(self, updates: Sequence[tuple[int, str, str]], at: datetime) -> frozenset[int]:
        """Store updates, each as id, key and JSON; return the ids of those that were new.

        All are durable when this returns; those that came before are ignored.
        """
        if not updates:
            return frozenset()
        rows = [
            {"update_id": number, "key": key, "payload": payload, "at": at, "tries": 0}
            for number, key, payload in updates
        ]
        async with self.database.writing() as connection:
            done = await connection.execute(
                insert(messages.inbox).on_conflict_do_nothing().returning(columns.update_id),
                rows,
            )
            new = frozenset(done.scalars())
            await connection.commit()
        return new

    async def unfinished(self) -> tuple[Waiting, ...]:
        """Return the updates whose work is not finished, oldest first."""
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(columns.update_id, columns.key, columns.payload, columns.at, columns.tries)
                .where(columns.done_at.is_(None))
                .order_by(columns.update_id)
            )
            return tuple(Waiting(**row) for row in rows.mappings())

    async def done(self, updates: Collection[int], at: datetime) -> None:
        """Note that updates are worked off."""
        await self._set(updates, done_at=at)

    async def failed(self, update_id: int, error_code: str) -> int:
        """Note that working it off has failed; return how often it has by now.

        It stays unfinished: whoever has tried often enough calls `done`.
        """
        await self._set([update_id], tries=columns.tries + 1, error=error_code)
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(columns.tries).where(columns.update_id == update_id)
            )
            return int(rows.scalar_one())

    async def purge(self, before: datetime) -> int:
        """Forget updates worked off before then; return how many."""
        async with self.database.writing() as connection:
            done = await connection.execute(delete(messages.inbox).where(columns.done_at < before))
            await connection.commit()
        return done.rowcount

    async def _set(self, updates: Collection[int], **values: object) -> None:
        async with self.database.writing() as connection:
            await connection.execute(
                update(messages.inbox).where(columns.update_id.in_(updates)).values(**values)
            )
            await connection.commit()
