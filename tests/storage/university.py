"""Makers of stored people and exams, so that a test can begin with them."""

from datetime import UTC, datetime, timedelta

from exams.domain.attempt import Attempt
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Group, Person, Role
from exams.records.attempts import NEW_ATTEMPT
from exams.records.events import Happening
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.records.unit import Unit
from storage.unit import SqlUnits

START = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)


def happening(exam: ExamId, actor: PersonId) -> Happening:
    """Return what a student who draws leaves in the log."""
    return Happening(
        exam_id=exam, at=START, actor=actor, role=Role.STUDENT, act="draw", facts={"ticket": 1}
    )


class University:
    """Stores small groups, people and exams, so that a test can begin with them."""

    def __init__(self, units: SqlUnits) -> None:
        self.units = units

    async def student(self, unit: Unit, place: int, *, name: str = "") -> Person:
        return await unit.people.add(
            Person(
                id=NEW_PERSON,
                name=name or f"Student {place:03}",
                number=f"S{place:05}",
                roles=frozenset({Role.STUDENT}),
            )
        )

    async def proctor(self, unit: Unit, number: str = "P1") -> Person:
        return await unit.people.add(
            Person(id=NEW_PERSON, name="Айгүл Сәрсен", number=number, roles=frozenset())
        )

    async def exam(
        self, unit: Unit, *, starts_at: datetime = START, allowed: timedelta = WRITING_TIME
    ) -> Exam:
        group = await unit.groups.by_name("ИС-21") or await unit.groups.add(
            Group(id=NEW_GROUP, name="ИС-21", faculty="IT")
        )
        proctor = await unit.people.by_number("P1") or await self.proctor(unit)
        return await unit.exams.add(
            Exam(
                id=NEW_EXAM,
                subject="Алгебра",
                kind=Kind.WRITTEN,
                starts_at=starts_at,
                allowed=allowed,
                groups=(group.id,),
                proctors=(proctor.id,),
                chief=None,
            )
        )

    async def attempt(self, unit: Unit, exam: Exam, student: Person) -> Attempt:
        return await unit.attempts.add(
            Attempt(
                id=NEW_ATTEMPT,
                exam_id=exam.id,
                student_id=student.id,
                clock=ClockLedger(allowed=exam.allowed),
            )
        )

    async def seated(self, students: int) -> tuple[Exam, list[Attempt]]:
        """Store an exam with so many students, each with an attempt."""
        async with self.units() as unit:
            exam = await self.exam(unit)
            attempts = [
                await self.attempt(unit, exam, await self.student(unit, place))
                for place in range(1, students + 1)
            ]
            await unit.commit()
        return exam, attempts
