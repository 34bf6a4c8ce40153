"""When those whom an additional exam needs are elsewhere (S30)."""

from collections.abc import Iterable
from typing import Final

from exams.domain.absence.free_time import Busy
from exams.domain.clash import Students, lasts
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import PersonId
from exams.domain.refusals.people import known
from exams.records.unit import Unit

GONE: Final = frozenset({ExamStage.CANCELLED, ExamStage.ARCHIVED})
"""Nobody is needed at such an exam."""


async def busy_times(
    unit: Unit, students: Iterable[PersonId], staff: Iterable[PersonId], host: str
) -> tuple[Busy, ...]:
    """Return when any of them, or the conference host, has an exam.

    Args:
        unit: in which it is read.
        students: who sits.
        staff: who invigilates, leads or hears.
        host: of the conference; empty for none.
    """
    exams: list[Exam] = []
    for student in students:
        sat = await unit.attempts.of_student(student)
        exams += [known(await unit.exams.get(attempt.exam_id)) for attempt in sat]
    for person in staff:
        exams += await needing(unit, person)
    if host:
        exams += [exam for exam in await unit.exams.all() if exam.host == host]
    return times_of(exams, await unit.attempts.counts({exam.id for exam in exams}))


async def needing(unit: Unit, person: PersonId) -> tuple[Exam, ...]:
    """Return the exams at which somebody invigilates, leads, or hears as a member."""
    return (*await unit.exams.of_proctor(person), *await unit.exams.of_member(person))


def times_of(exams: Iterable[Exam], students: Students) -> tuple[Busy, ...]:
    """Return when these exams take place, an oral one until its last student has answered."""
    return tuple(
        Busy(exam.starts_at, exam.starts_at + lasts(exam, students))
        for exam in exams
        if exam.stage not in GONE
    )
