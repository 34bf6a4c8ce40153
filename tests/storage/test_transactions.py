"""Rollbacks, cancellations, readers and crashes on a real database file."""

import asyncio
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from exams.domain.delivery import Priority
from exams.domain.ids import AttemptId, ExamId
from exams.domain.log import verify
from exams.domain.refusals.base import Stale
from exams.notices.before import ExamCancelled
from exams.records.outbox import Envelope
from storage.database import READERS, Database
from storage.unit import SqlUnit, SqlUnits
from tests.storage.scripts import start
from tests.storage.university import START, University, happening

PATIENCE = 300
"""Seconds in which a busy computer does what an idle one does at once."""


async def test_a_stale_save_changes_nothing(units: SqlUnits, university: University) -> None:
    _, (attempt,) = await university.seated(1)

    async def warn() -> str:
        try:
            async with units() as unit:
                await unit.attempts.save(replace(attempt, warnings=attempt.warnings + 1))
                await unit.commit()
        except Stale:
            return "stale"
        return "saved"

    ends = Counter(await asyncio.gather(*(warn() for _ in range(10))))
    assert ends == {"saved": 1, "stale": 9}
    async with units.reading() as unit:
        assert await unit.attempts.get(attempt.id) == replace(attempt, warnings=1, version=1)


async def test_leaving_without_commit_undoes_everything(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    envelope = Envelope(
        notice=ExamCancelled(subject="x", starts_at=START),
        to=attempt.student_id,
        key="k",
        priority=Priority.LINK,
        exam_id=exam.id,
    )

    async def change() -> None:
        async with units() as opened:
            await opened.attempts.save(replace(attempt, warnings=1))
            await opened.events.append(happening(exam.id, attempt.student_id))
            assert await opened.outbox.put(envelope)
            raise Stale

    with pytest.raises(Stale):
        await change()
    async with units() as unit:
        assert await unit.attempts.get(attempt.id) == attempt
        assert await unit.events.of(exam.id) == ()
        assert await unit.events.head(exam.id) is None
        assert await unit.outbox.reached("exam_cancelled", exam.id) == {}
        assert await unit.outbox.put(envelope)


async def test_a_cancelled_use_case_leaves_nothing_and_blocks_nobody(
    units: SqlUnits, university: University
) -> None:
    _exam, (attempt,) = await university.seated(1)
    written = asyncio.Event()

    async def hang() -> None:
        async with units() as unit:
            await unit.attempts.save(replace(attempt, warnings=1))
            written.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(hang())
        await written.wait()
        task.cancel()
    async with asyncio.timeout(PATIENCE), units() as unit:
        assert await unit.attempts.get(attempt.id) == attempt


async def test_use_cases_cancelled_at_any_moment_leave_whole_transactions(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)

    async def warn() -> None:
        async with units() as unit:
            found = await unit.attempts.get(attempt.id)
            assert found is not None
            await unit.attempts.save(replace(found, warnings=found.warnings + 1))
            await unit.events.append(happening(exam.id, attempt.student_id))
            await unit.commit()

    committed = 0
    for steps in range(60):
        task = asyncio.get_running_loop().create_task(warn())
        for _ in range(steps):
            await asyncio.sleep(0)
        if steps % 3:
            await asyncio.sleep(steps / 10_000)
        task.cancel()
        ended = await asyncio.gather(task, return_exceptions=True)
        committed += ended[0] is None
    await warn()
    async with units.reading() as unit:
        found = await unit.attempts.get(attempt.id)
        stored = await unit.events.of(exam.id)
        assert verify(stored, head=await unit.events.head(exam.id)) is None
    assert found is not None
    assert found.warnings == found.version == len(stored)
    assert committed < len(stored) <= 61


async def test_readers_do_not_wait_for_a_writer_and_see_what_was_committed(
    units: SqlUnits, university: University
) -> None:
    _exam, (attempt,) = await university.seated(1)
    async with units() as writer:
        await writer.attempts.save(replace(attempt, warnings=1))
        async with asyncio.timeout(PATIENCE), units.reading() as reader:
            assert await reader.attempts.get(attempt.id) == attempt
        await writer.commit()
    async with units.reading() as reader:
        found = await reader.attempts.get(attempt.id)
    assert found == replace(attempt, warnings=1, version=1)


async def test_a_reader_sees_one_picture_while_writers_go_on(
    units: SqlUnits, university: University
) -> None:
    _exam, (attempt,) = await university.seated(1)
    async with units.reading() as reader:
        before = await reader.attempts.get(attempt.id)
        async with units() as writer:
            await writer.attempts.save(replace(attempt, warnings=1))
            await writer.commit()
        assert await reader.attempts.get(attempt.id) == before == attempt


async def test_who_only_reads_cannot_write(units: SqlUnits, university: University) -> None:
    _, (attempt,) = await university.seated(1)
    async with units.reading() as unit:
        with pytest.raises(OperationalError, match="readonly"):
            await unit.attempts.save(replace(attempt, warnings=1))


async def test_a_unit_inside_a_unit_is_refused_rather_than_waiting_for_itself(
    units: SqlUnits,
) -> None:
    async with units():
        with pytest.raises(RuntimeError, match="inside another"):
            async with units():
                pass
    async with units():
        pass


async def test_readers_are_served_in_the_order_in_which_they_came(units: SqlUnits) -> None:
    served: list[int] = []
    held = 0
    enough, free = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        nonlocal held
        async with units.reading() as unit:
            await unit.attempts.get(AttemptId(1))
            held += 1
            if held == READERS:
                enough.set()
            await free.wait()

    async def read(place: int) -> None:
        async with units.reading():
            served.append(place)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        for _ in range(READERS):
            tasks.create_task(hold())
        await enough.wait()
        free.set()
        for place in range(100):  # they come while the connections come back, one by one
            tasks.create_task(read(place))
            await asyncio.sleep(0)
    assert served == list(range(100))


async def test_a_database_is_safe_against_power_cuts_and_strays(database: Database) -> None:
    async with database.writing() as connection:
        found = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
    }


KILLED = """
import asyncio, sys
from dataclasses import replace
from exams.domain.exam import ASTANA
from exams.domain.ids import AttemptId
from storage.database import connect
from storage.unit import SqlUnit, SqlUnits

async def main(file, moment):
    units = SqlUnits(connect(f"sqlite+aiosqlite:///{file}"))
    async with units() as unit:
        attempt = await unit.attempts.get(AttemptId(1))
        await unit.attempts.save(replace(attempt, warnings=1))
        if moment == "after":
            await unit.commit()
        print("written", flush=True)
        await asyncio.Event().wait()

asyncio.run(main(sys.argv[1], sys.argv[2]))
"""


@pytest.mark.parametrize(("moment", "warnings"), [("before", 0), ("after", 1)])
async def test_a_process_killed_before_its_commit_leaves_nothing_and_after_it_all(
    units: SqlUnits, university: University, file: Path, moment: str, warnings: int
) -> None:
    _, (attempt,) = await university.seated(1)
    process = start(KILLED, file, moment)
    with process:
        assert process.stdout is not None
        assert await asyncio.to_thread(process.stdout.readline) == "written\n"
        process.send_signal(signal.SIGKILL)
    async with units() as unit:
        found = await unit.attempts.get(attempt.id)
        assert found is not None
        assert found.warnings == warnings
        await unit.attempts.save(replace(found, warnings=2))
        await unit.commit()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


Query = Callable[[SqlUnit], Awaitable[object]]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (lambda unit: unit.attempts.due(START), "INDEX"),
        (lambda unit: unit.attempts.counting_down(START), "INDEX"),
        (lambda unit: unit.attempts.away(START), "INDEX"),
        (lambda unit: unit.attempts.without_document(START), "INDEX"),
        (
            lambda unit: unit.events.of_attempt(ExamId(1), AttemptId(1), {"joined"}),
            "INDEX ix_events_attempt_id",
        ),
    ],
    ids=["due", "counting_down", "away", "without_document", "of_attempt"],
)
async def test_what_is_asked_for_often_is_found_by_an_index(
    database: Database, units: SqlUnits, query: Query, index: str
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(database._readers.sync_engine, "before_cursor_execute", note)
    async with units.reading() as unit:
        await query(unit)
    statement, parameters = asked[-1]
    async with database.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        lines = [row.detail for row in plan]
    assert any(index in line for line in lines)
    assert not [line for line in lines if line.startswith("SCAN")]
