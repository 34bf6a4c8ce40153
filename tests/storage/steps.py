"""Counts what SQLite did for a question: the same each time, on every computer."""

from collections.abc import Awaitable
from typing import Any, TypeVar

from storage.database import Database

T = TypeVar("T")


class Steps:
    """Steps of SQLite's virtual machine, on the connections that are watched."""

    def __init__(self) -> None:
        self._count = 0

    async def watch(self, database: Database) -> None:
        """Count from now on; only who works alone always has the same connections."""
        for open_one in (database.reading, database.writing):
            async with open_one() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.set_progress_handler(self._step, 1)

    async def of(self, work: Awaitable[T]) -> int:
        """Do it, and return how many steps it took."""
        before = self._count
        await work
        return self._count - before

    def _step(self) -> None:
        self._count += 1
