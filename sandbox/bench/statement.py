"""How long the statement of an exam takes, from the database to both papers (B14)."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from documents.papers import PaperFiles
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import Digest, ExamId, TicketNumber
from exams.domain.papers import Form, Paper
from exams.domain.people import Actor, Group, Locale, Person, Role
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.services.office.exports import ExportStatement, Printing
from sandbox.bench.figures import Figure
from storage.database import connect
from storage.files import DiskFiles
from storage.migrations import upgrade
from storage.unit import SqlUnits

STUDENTS: Final = 300
IN_A_GROUP: Final = 25
LIMIT: Final = 3.0
"""Seconds which an examiner waits for both papers."""
START: Final = datetime(2027, 5, 21, 5, 0, tzinfo=UTC)
ABSENT_EVERY: Final = 30


@dataclass(slots=True)
class _Timed:
    """The `Papers` port, with the time that setting the papers took."""

    papers: PaperFiles
    took: float = 0.0

    async def write(self, paper: Paper, form: Form, locale: Locale) -> bytes:
        begun = time.perf_counter()
        written = await self.papers.write(paper, form, locale)
        self.took += time.perf_counter() - begun
        return written


async def measure(students: int = STUDENTS) -> tuple[Figure, ...]:
    """Write the statement as PDF and XLSX, each language once, beside setting the papers alone.

    Raises:
        RuntimeError: a paper is not there.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await asyncio.to_thread(upgrade, url)
        database = connect(url)
        units, files = SqlUnits(database), DiskFiles(Path(folder) / "files")
        examiner, exam = await _sat(units, students)
        timed = _Timed(PaperFiles(""))
        export = ExportStatement(units, Printing(files, timed))
        took = []
        for locale in Locale:
            begun = time.perf_counter()
            shown = await export(examiner, exam, locale)
            took.append(time.perf_counter() - begun)
            for medium in shown.media:
                if not await files.get(Digest(medium.digest)):
                    raise RuntimeError("a paper is empty")
        await database.close()
    return (
        Figure(
            bench="statement",
            what=f"statement of {students} students, PDF and XLSX, the slowest of 3 languages",
            value=max(took),
            unit="s",
            beside="setting the papers alone, on the average",
            peer=timed.took / len(took),
            at_most=LIMIT,
        ),
    )


async def _sat(units: SqlUnits, students: int) -> tuple[Actor, ExamId]:
    """Store an exam that was sat, marked and published; one student in thirty was absent."""
    async with units() as unit:
        examiner = await unit.people.add(
            Person(
                id=NEW_PERSON,
                name="Жұмабаев Нұрлан Серікұлы",
                number="P1",
                roles=frozenset({Role.PROCTOR}),
            )
        )
        count = -(-students // IN_A_GROUP)
        groups = [
            await unit.groups.add(Group(id=NEW_GROUP, name=f"ЕТ-{n}", faculty="Физика"))
            for n in range(1, count + 1)
        ]
        exam = await unit.exams.add(
            Exam(
                id=NEW_EXAM,
                subject="Деректер құрылымы және алгоритмдер",
                kind=Kind.WRITTEN,
                starts_at=START,
                groups=tuple(group.id for group in groups),
                proctors=(examiner.id,),
                chief=examiner.id,
            )
        )
        for person in _people(students, groups):
            await unit.people.add(person)
        for place, person in enumerate(await unit.people.with_role(Role.STUDENT)):
            absent = place % ABSENT_EVERY == 0
            attempt = await unit.attempts.add(
                Attempt(
                    id=NEW_ATTEMPT,
                    exam_id=exam.id,
                    student_id=person.id,
                    clock=ClockLedger(allowed=WRITING_TIME),
                    stage=Stage.NO_SHOW if absent else Stage.RELEASED,
                    rating=50 + place % 51,
                    ticket=None if absent else TicketNumber(place + 1),
                )
            )
            if not absent:
                await unit.marks.put(
                    Mark(
                        attempt_id=attempt.id,
                        points=place * 7 % 101,
                        status=MarkStatus.PUBLISHED,
                        by=examiner.id,
                        at=START,
                        published_at=START,
                    )
                )
        await unit.commit()
    return examiner.actor(), exam.id


def _people(students: int, groups: list[Group]) -> Iterator[Person]:
    for place in range(students):
        yield Person(
            id=NEW_PERSON,
            name=f"Әбдірахманова Гүлнұр {place:03} Қайратқызы",
            number=f"{24_000_000 + place}",
            roles=frozenset({Role.STUDENT}),
            group_id=groups[place // IN_A_GROUP].id,
        )
