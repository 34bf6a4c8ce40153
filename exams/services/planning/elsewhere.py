"""When those whom an additional exam needs are elsewhere (S30)."""

from collections.abc import Iterable
from typing import Final

from exams.domain.absence.free_time import Busy, is_free
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
        exams += await _needing(unit, person)
    if host:
        exams += [exam for exam in await unit.exams.all() if exam.host == host]
    return _times(exams)


async def elsewhere(unit: Unit, exam: Exam, staff: Iterable[PersonId]) -> tuple[PersonId, ...]:
    """Return who of an exam's staff, or its commission, is needed at another one then."""
    away = []
    for person in dict.fromkeys(staff):
        others = [one for one in await _needing(unit, person) if one.id != exam.id]
        if not is_free(exam.starts_at, exam.allowed, _times(others)):
            away.append(person)
    return tuple(away)


async def _needing(unit: Unit, person: PersonId) -> tuple[Exam, ...]:
    return (*await unit.exams.of_proctor(person), *await unit.exams.of_member(person))


def _times(exams: Iterable[Exam]) -> tuple[Busy, ...]:
    return tuple(
        Busy(exam.starts_at, exam.starts_at + exam.allowed)
        for exam in exams
        if exam.stage not in GONE
    )
