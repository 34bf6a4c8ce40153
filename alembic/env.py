"""Runs migrations on the database of the configuration."""

import asyncio
from contextlib import suppress
from sqlite3 import OperationalError
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.types import TypeDecorator

from storage.schema import metadata


def render_item(kind: str, thing: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are underneath: migrations import nothing of ours."""
    del autogen
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction and check that no row was left pointing nowhere."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        render_as_batch=True,
        transactional_ddl=True,  # Alembic doubts it of SQLite; BEGIN is ours, so it holds
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            stray = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if stray:
                tables = ", ".join(sorted({str(row[0]) for row in stray}))
                raise RuntimeError(f"rows point nowhere after the migration: {tables}")


def prepare(connection: DBAPIConnection, record: object) -> None:
    """Switch foreign keys off before BEGIN: SQLite rebuilds a table by dropping the old one.

    With foreign keys on that would delete or refuse the rows that point to it, and inside a
    transaction the switch has no effect.

    The log is switched here, once, by one connection: of several that do so at the same time all
    but one are told at once that the database is locked, however long they would wait.
    """
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 10000")
    with suppress(OperationalError):  # another process is just doing it
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def begin(connection: Connection) -> None:
    """Begin so that two processes that start together migrate one after the other."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def run() -> None:
    """Connect and migrate."""
    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url") or "")
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", prepare)
        event.listen(engine.sync_engine, "begin", begin)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


if context.is_offline_mode():
    raise SystemExit("migrations need the database: they look at its rows")
asyncio.run(run())
