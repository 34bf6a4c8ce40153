"""The driver: when a transaction begins, and that nothing of one stays behind."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database

SLOW = "INSERT INTO forms (key, data) SELECT 'slow', held()"
QUICK = "INSERT INTO forms (key, data) VALUES ('quick', '{}')"


@pytest.fixture
def other(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program on the same file, which waits for nobody."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        yield connection


def writes(other: sqlite3.Connection) -> bool:
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    other.execute("ROLLBACK")
    return True


def forms(other: sqlite3.Connection) -> list[str]:
    return [key for (key,) in other.execute("SELECT key FROM forms ORDER BY key")]


async def test_a_transaction_begins_with_its_first_statement_and_ends_with_its_commit(
    database: Database, other: sqlite3.Connection
) -> None:
    async with database.writing() as connection:
        assert writes(other)
        await connection.exec_driver_sql("SELECT 1")
        assert not writes(other)
        await connection.exec_driver_sql(QUICK)
        await connection.commit()
        assert writes(other)
        await connection.exec_driver_sql("SELECT 1")
        assert not writes(other)
    assert writes(other)
    assert forms(other) == ["quick"]


async def test_what_was_not_committed_is_undone_and_the_next_one_begins_anew(
    database: Database, other: sqlite3.Connection
) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql(QUICK)
    assert writes(other)
    async with database.writing() as connection:
        await connection.exec_driver_sql(QUICK)
        await connection.commit()
    assert forms(other) == ["quick"]


async def test_who_is_cancelled_in_the_middle_of_a_statement_leaves_nothing(
    database: Database, other: sqlite3.Connection
) -> None:
    under_way, let_go = threading.Event(), threading.Event()

    def held() -> str:
        under_way.set()
        let_go.wait()
        return "{}"

    async def write() -> None:
        async with database.writing() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            await driver.create_function("held", 0, held)
            await connection.exec_driver_sql(SLOW)
            await connection.commit()

    writing = asyncio.get_running_loop().create_task(write())
    await asyncio.to_thread(under_way.wait)
    writing.cancel()
    let_go.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with database.writing() as connection:
        await connection.exec_driver_sql(QUICK)
        await connection.commit()
    assert writes(other)
    assert forms(other) == ["quick"]
