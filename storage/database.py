"""The open database: one writer behind a lock, and readers who wait for nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import driver
from storage.seal import NO_KEYS, Seal

READERS: Final = 8
PRAGMAS: Final = (
    "PRAGMA busy_timeout = 10000",  # first, so that the next ones wait as well
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit that was answered survives a power cut
    "PRAGMA foreign_keys = ON",
)


@dataclass(slots=True, kw_only=True)
class Database:
    """Transactions on one database; one object per event loop.

    SQLite lets one connection write at a time. Writers that fight for it lose to its busy
    time-out, so here they stand in line, first come, first served; another process is waited
    for by the time-out of 10 s. Readers stand in a line of their own: the pool's queue gives a
    connection that comes back to whoever asks at that moment, past all who wait, until some of
    them have waited too long for it.

    Attributes:
        seal: what tickets are sealed with.
    """

    url: str
    seal: Seal
    _writer: AsyncEngine
    _readers: AsyncEngine
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _holder: asyncio.Task[Any] | None = None
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that may write; leaving without commit undoes it.

        Raises:
            RuntimeError: this task has one open already and would wait for itself for ever.
        """
        task = asyncio.current_task()
        if task is self._holder:
            raise RuntimeError("a unit of work inside another one")
        async with self._turn:
            self._holder = task
            try:
                async with self._writer.connect() as connection:
                    yield connection
            finally:
                self._holder = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one consistent picture and cannot write."""
        async with self._places, self._readers.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._readers.dispose()


def connect(url: str, seal: Seal = NO_KEYS) -> Database:
    """Open a database; nothing is read before the first transaction.

    Args:
        seal: opens tickets; without one everything else can be read and written.
        url: as SQLAlchemy writes it, with an asynchronous driver, for example
            ``sqlite+aiosqlite:///var/emtihan.db``; it must be a file.
    """
    options: dict[str, Any] = {
        "hide_parameters": True,  # they are what was to be stored: names, answers, texts
        "connect_args": {"async_creator_fn": driver.connecting},
    }
    writer = create_async_engine(url, pool_size=1, max_overflow=0, **options)
    readers = create_async_engine(url, pool_size=READERS, max_overflow=0, **options)
    _prepare(writer, "BEGIN IMMEDIATE")  # a check made inside still holds at commit
    _prepare(readers, "BEGIN", "PRAGMA query_only = ON")
    return Database(url=url, seal=seal, _writer=writer, _readers=readers)


def file_of(url: str) -> Path:
    """Return the file in which a database lies.

    Raises:
        ValueError: the URL names none.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise ValueError("a database is an SQLite file")
    return Path(str(parsed.database))


def _prepare(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    def on_connect(connection: DBAPIConnection, record: object) -> None:
        del record
        connection.isolation_level = None  # BEGIN is ours
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, *pragmas):
            cursor.execute(pragma)
        cursor.close()
        connection.driver_connection.begin = begin

    event.listen(engine.sync_engine, "connect", on_connect)
