"""Races, rollbacks and crashes on a real database file."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from exams.domain.delivery import Priority
from exams.domain.exam import ASTANA
from exams.domain.ids import ExamId, PersonId
from exams.domain.log import digest_of, verify
from exams.domain.people import Role
from exams.domain.refusals.base import Stale
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from exams.notices.before import ExamCancelled
from exams.records.events import Happening
from exams.records.outbox import Envelope
from storage.database import Database
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import START, University

PATIENCE = 60
"""Seconds in which a busy computer does what an idle one does at once."""


async def draw(units: SqlUnits, exam: ExamId, student: PersonId, position: int = 1) -> str:
    """Turn a card as the use case does, and tell how it ended."""
    try:
        async with units() as unit:
            deck = await unit.decks.of(exam)
            _, card = deck.turn_over(position, by=student)
            await unit.decks.take(deck, card)
            await unit.events.append(happening(exam, student))
            await unit.commit()
    except (Stale, TicketTaken, NoTickets) as refusal:
        return type(refusal).__name__
    return "won"


def happening(exam: ExamId, actor: PersonId) -> Happening:
    return Happening(
        exam_id=exam, at=START, actor=actor, role=Role.STUDENT, act="draw", facts={"ticket": 1}
    )


async def one_ticket(units: SqlUnits, university: University, students: int) -> ExamId:
    exam, _ = await university.seated(students)
    async with units() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(1))
        await unit.commit()
    return exam.id


async def students_of(units: SqlUnits, exam: ExamId) -> list[PersonId]:
    async with units.reading() as unit:
        return [attempt.student_id for attempt in await unit.attempts.of_exam(exam)]


async def test_thirty_students_one_ticket_one_winner(
    units: SqlUnits, university: University
) -> None:
    exam = await one_ticket(units, university, 30)
    students = await students_of(units, exam)
    ends = Counter(await asyncio.gather(*(draw(units, exam, student) for student in students)))
    assert ends == {"won": 1, "NoTickets": 29}
    async with units.reading() as unit:
        assert await unit.decks.taken(exam) == 1
        assert len(await unit.events.of(exam)) == 1


async def test_who_read_the_same_deck_is_beaten_on_the_disk(
    units: SqlUnits, university: University
) -> None:
    exam = await one_ticket(units, university, 30)
    students = await students_of(units, exam)
    async with units.reading() as unit:
        deck = await unit.decks.of(exam)

    async def take(student: PersonId) -> str:
        try:
            async with units() as unit:
                await unit.decks.take(deck, deck.turn_over(1, by=student)[1])
                await unit.commit()
        except Stale:
            return "stale"
        return "won"

    ends = Counter(await asyncio.gather(*map(take, students)))
    assert ends == {"won": 1, "stale": 29}


async def test_one_student_on_two_phones_draws_one_ticket(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    async with units() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(*range(1, 11)))
        await unit.commit()
    async with units.reading() as unit:
        deck = await unit.decks.of(exam.id)

    async def take(position: int) -> str:
        try:
            async with units() as unit:
                await unit.decks.take(deck, deck.turn_over(position, by=attempt.student_id)[1])
                await unit.commit()
        except Stale:
            return "stale"
        return "won"

    ends = Counter(await asyncio.gather(*(take(position) for position in range(1, 11))))
    assert ends == {"won": 1, "stale": 9}


RACER = """
import asyncio, sys
from exams.domain.exam import ASTANA
from exams.domain.ids import ExamId
from exams.domain.refusals.base import Stale
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from storage.database import connect
from storage.unit import SqlUnits

async def draw(units, student):
    try:
        async with units() as unit:
            deck = await unit.decks.of(ExamId(1))
            await unit.decks.take(deck, deck.turn_over(1, by=student)[1])
            await unit.commit()
    except (Stale, TicketTaken, NoTickets) as refusal:
        return type(refusal).__name__
    return "won"

async def main(file, students):
    database = connect(f"sqlite+aiosqlite:///{file}")
    units = SqlUnits(database)
    print("ready", flush=True)
    sys.stdin.readline()
    print(*await asyncio.gather(*(draw(units, int(student)) for student in students)))
    await database.close()

asyncio.run(main(sys.argv[1], sys.argv[2:]))
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_two_processes_one_ticket_one_winner(
    units: SqlUnits, university: University, file: Path
) -> None:
    exam = await one_ticket(units, university, 30)
    students = await students_of(units, exam)
    racers = [start(RACER, file, *students[half::2]) for half in (0, 1)]
    for racer in racers:
        assert racer.stdout is not None
        assert await asyncio.to_thread(racer.stdout.readline) == "ready\n"
    runs = (asyncio.to_thread(racer.communicate, "go\n", 30) for racer in racers)
    ends = Counter(" ".join([out for out, _ in await asyncio.gather(*runs)]).split())
    assert ends == {"won": 1, "NoTickets": 29}
    async with units.reading() as unit:
        assert await unit.decks.taken(exam) == 1


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
        assert await unit.outbox.reached(exam.id, "exam_cancelled") == {}
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
from storage.unit import SqlUnits

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


async def test_events_are_chained_for_each_exam_and_verify(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    full = replace(
        happening(exam.id, attempt.student_id),
        at=START.astimezone(ASTANA),
        sent_at=(START - timedelta(seconds=1)).astimezone(ASTANA),
        attempt_id=attempt.id,
        before="admitted",
        after="writing",
        reason="өз сөзімен",
        facts={"ticket": 7, "late": False, "share": 0.1, "none": None, "word": "ә"},
    )
    async with units() as unit:
        assert await unit.events.head(exam.id) is None
        first = await unit.events.append(happening(exam.id, attempt.student_id))
        second = await unit.events.append(full)
        own = await unit.events.append(happening(ExamId(0), PersonId(0)))
        await unit.commit()
    async with units.reading() as unit:
        stored = await unit.events.of(exam.id)
        head = await unit.events.head(exam.id)
        assert await unit.events.exams() == (ExamId(0), exam.id)
    assert stored == (first, second)
    assert [event.sequence for event in (*stored, own)] == [1, 2, 1]
    assert stored[1].facts == full.facts
    assert head == (2, second.hash)
    assert all(digest_of(event) == event.hash for event in stored)
    assert verify(stored, head=head) is None


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        ("UPDATE events SET reason = 'other' WHERE sequence = 2", "edited"),
        ("DELETE FROM events WHERE sequence = 2", "missing"),
        ("DELETE FROM events WHERE sequence = 3", "cut_off"),
    ],
)
async def test_a_forged_log_is_found(
    units: SqlUnits, university: University, file: Path, forgery: str, fault: str
) -> None:
    exam, (attempt,) = await university.seated(1)
    async with units() as unit:
        for _ in range(3):
            await unit.events.append(happening(exam.id, attempt.student_id))
        await unit.commit()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(forgery)
        connection.commit()
    async with units.reading() as unit:
        broken = verify(await unit.events.of(exam.id), head=await unit.events.head(exam.id))
    assert broken is not None
    assert broken.fault == fault


@pytest.mark.parametrize("query", ["due", "counting_down", "away"])
async def test_what_is_due_is_found_by_an_index(
    database: Database, units: SqlUnits, query: str
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(database._readers.sync_engine, "before_cursor_execute", note)
    async with units.reading() as unit:
        await getattr(unit.attempts, query)(START)
    statement, parameters = asked[-1]
    async with database.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        lines = [row.detail for row in plan]
    assert lines
    assert not [line for line in lines if line.startswith("SCAN")]
