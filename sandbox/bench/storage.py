"""How many transactions a second the storage takes, beside the bare driver in the same run."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine

from exams.domain.attempt import Attempt
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.ids import AttemptId, PersonId
from exams.domain.people import Person, Role
from exams.records.attempts import NEW_ATTEMPT
from exams.records.events import Happening
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_PERSON
from sandbox.bench.figures import Figure
from storage.database import PRAGMAS, connect
from storage.schema import metadata
from storage.unit import SqlUnits

AT: Final = datetime(2026, 1, 15, 4, 0, tzinfo=UTC)
SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageFigures:
    """Transactions of "read an attempt, save it, append an event, commit", one after the other.

    Attributes:
        ours, raw: transactions a second through a unit of work, and through `sqlite3` with the
            same pragmas and the same four statements.
        ours_p99, raw_p99: milliseconds which 99 of 100 transactions do not exceed.
    """

    ours: float
    ours_p99: float
    raw: float
    raw_p99: float


async def compare(folder: Path, *, seconds: float) -> StorageFigures:
    """Measure both on new files in a folder, for so many seconds each.

    The raw one knows no rows, versions, types or hashes: it shows what the disk allows.
    """
    ours, ours_p99 = await _ours(folder / "bench.db", seconds)
    raw, raw_p99 = _raw(folder / "bench-raw.db", seconds)
    return StorageFigures(ours=ours, ours_p99=ours_p99, raw=raw, raw_p99=raw_p99)


async def measure(seconds: float = SECONDS) -> tuple[Figure, ...]:
    """Read an attempt, save it, append an event, commit; one after the other."""
    with tempfile.TemporaryDirectory(prefix="emtihan-bench-") as folder:
        found = await compare(Path(folder), seconds=seconds)
    return (
        Figure(
            bench="storage",
            what="transactions, one after the other",
            value=found.ours,
            unit="tx/s",
            beside="sqlite3 alone, same pragmas",
            peer=found.raw,
        ),
        Figure(
            bench="storage",
            what="99 of 100 take at most",
            value=found.ours_p99,
            unit="ms",
            beside="sqlite3 alone, same pragmas",
            peer=found.raw_p99,
        ),
    )


async def _ours(file: Path, seconds: float) -> tuple[float, float]:
    _create(file)
    database = connect(f"sqlite+aiosqlite:///{file}")
    units = SqlUnits(database)
    attempt = await _seat(units)
    took: list[float] = []
    until = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < until:
        await _save(units, attempt)
        took.append(time.perf_counter() - begun)
    await database.close()
    return _figures(took)


async def _save(units: SqlUnits, attempt_id: AttemptId) -> None:
    async with units() as unit:
        attempt = await unit.attempts.get(attempt_id)
        if attempt is None:
            raise KeyError(attempt_id)
        await unit.attempts.save(replace(attempt, warnings=attempt.warnings + 1))
        await unit.events.append(
            Happening(
                exam_id=attempt.exam_id,
                at=AT,
                actor=PersonId(1),
                role=Role.PROCTOR,
                act="warn",
                attempt_id=attempt.id,
                facts={"warnings": attempt.warnings},
            )
        )
        await unit.commit()


async def _seat(units: SqlUnits) -> AttemptId:
    async with units() as unit:
        person = Person(id=NEW_PERSON, name="A", number="1", roles=frozenset({Role.STUDENT}))
        student = await unit.people.add(person)
        exam = await unit.exams.add(
            Exam(
                id=NEW_EXAM,
                subject="A",
                kind=Kind.WRITTEN,
                starts_at=AT,
                groups=(),
                proctors=(),
                chief=None,
            )
        )
        attempt = await unit.attempts.add(
            Attempt(
                id=NEW_ATTEMPT,
                exam_id=exam.id,
                student_id=student.id,
                clock=ClockLedger(allowed=WRITING_TIME),
            )
        )
        await unit.commit()
    return attempt.id


def _raw(file: Path, seconds: float) -> tuple[float, float]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute("CREATE TABLE attempts (id INTEGER PRIMARY KEY, warnings, version)")
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, exam_id, at, facts, hash)"
        )
        connection.execute("INSERT INTO attempts VALUES (1, 0, 0)")
        transaction = _raw_transaction(connection)
        took: list[float] = []
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until:
            transaction()
            took.append(time.perf_counter() - begun)
    return _figures(took)


def _raw_transaction(connection: sqlite3.Connection) -> Callable[[], None]:
    def transaction() -> None:
        connection.execute("BEGIN IMMEDIATE")
        row = connection.execute("SELECT warnings, version FROM attempts WHERE id = 1").fetchone()
        warnings, version = row
        connection.execute(
            "UPDATE attempts SET warnings = ?, version = ? WHERE id = 1 AND version = ?",
            (warnings + 1, version + 1, version),
        )
        connection.execute(
            "INSERT INTO events (exam_id, at, facts, hash) VALUES (1, ?, ?, ?)",
            (AT.isoformat(), json.dumps({"warnings": warnings}), "0" * 64),
        )
        connection.execute("COMMIT")

    return transaction


def _figures(took: list[float]) -> tuple[float, float]:
    slow = sorted(took)[int(len(took) * 0.99)]
    return len(took) / sum(took), slow * 1000


def _create(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    engine.dispose()
