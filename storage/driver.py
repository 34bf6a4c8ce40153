"""The SQLite driver with as few trips to its thread as can be.

aiosqlite gives each connection a thread and sends it every call: open a cursor, execute, fetch,
close. A trip costs a tenth of a millisecond and two switches of thread, more than the statement
itself, and on a busy computer much more; here the four calls travel together, BEGIN travels with
the first statement, and nobody travels to end what has not begun.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

import aiosqlite

Parameters = Sequence[Any]


class Answer(NamedTuple):
    """What a statement left behind, read in the driver's own thread."""

    description: Any
    rowcount: int
    lastrowid: int | None
    rows: list[Any]


class Cursor:
    """What SQLAlchemy needs of a cursor; the answer is here when `execute` returns."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._answer = Answer(None, -1, None, [])

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """Return the names of the columns, None where there are no rows to come."""
        return self._answer.description

    @property
    def rowcount(self) -> int:
        """Return how many rows were changed."""
        return self._answer.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Return the number of the row inserted last."""
        return self._answer.lastrowid

    async def execute(self, sql: str, parameters: Parameters = ()) -> "Cursor":
        """Run a statement and fetch its rows."""
        self._answer = await self._connection.run(
            lambda connection: connection.execute(sql, parameters)
        )
        return self

    async def executemany(self, sql: str, parameters: Sequence[Parameters]) -> "Cursor":
        """Run a statement for many rows of values."""
        self._answer = await self._connection.run(
            lambda connection: connection.executemany(sql, parameters)
        )
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        return self._answer.rows

    async def close(self) -> None:
        """Do nothing: the real cursor was closed in its thread."""


class Connection(aiosqlite.Connection):
    """A connection whose statements are one trip each.

    Attributes:
        begin: the statement that begins a transaction, sent along with its first statement;
            empty for none, as long as the connection is being prepared.
    """

    begin = ""
    _open = False

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it, awaits nothing
        """Return a cursor without asking the thread."""
        return Cursor(self)

    async def run(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Answer:
        """Run a statement in the driver's thread, in a transaction."""
        begin = "" if self._open else self.begin
        self._open |= bool(begin)  # at once: whoever is cancelled meanwhile has it to undo
        answer: Answer = await self._execute(_answer, begin, statement, self._conn)  # type: ignore[no-untyped-call]
        return answer

    async def commit(self) -> None:
        """Make the transaction durable, if there is one."""
        if self._open:
            await super().commit()
            self._open = False

    async def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if self._open:
            await super().rollback()
            self._open = False


def connecting(file: str, **options: Any) -> Connection:
    """Return a connection to be awaited; SQLAlchemy's ``async_creator_fn``."""
    connection = Connection(lambda: sqlite3.connect(file, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: no process hangs on it
    return connection


def _answer(
    begin: str,
    statement: Callable[[sqlite3.Connection], sqlite3.Cursor],
    connection: sqlite3.Connection,
) -> Answer:
    if begin:
        connection.execute(begin)
    cursor = statement(connection)
    try:
        rows = cursor.fetchall() if cursor.description else []
        return Answer(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()
