"""The driver: when a transaction begins, and that nothing of one stays behind."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database

SLOW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "
    "INSERT INTO forms (key, data) SELECT 'slow', max(i) FROM n"
)
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
    async def write() -> None:
        async with database.writing() as connection:
            await connection.exec_driver_sql(SLOW)
            await connection.commit()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await write()
    async with database.writing() as connection:
        await connection.exec_driver_sql(QUICK)
        await connection.commit()
    assert writes(other)
    assert forms(other) == ["quick"]
