"""Which other exams take the time of an exam: of its students, its staff, its conference host."""

from collections import defaultdict
from collections.abc import Iterable

from exams.domain.absence.free_time import is_free
from exams.domain.clash import clash, lasts, over_by
from exams.domain.exam import Check, Exam
from exams.domain.exam_table import TO_BE_HELD
from exams.domain.ids import ExamId, PersonId
from exams.notices.lines import Clash
from exams.records.unit import Unit
from exams.services.planning.elsewhere import needing, times_of


async def clashes_of(unit: Unit, exam: Exam) -> tuple[Clash, ...]:
    """Return what an exam clashes with, by what is needed at both, then by start."""
    shared = await unit.attempts.sat_near(exam)
    near = await unit.exams.many(shared)
    hosted = await unit.exams.in_stages(TO_BE_HELD) if exam.host else ()
    hosted = tuple(one for one in hosted if one.host == exam.host and one.id != exam.id)
    students = await unit.attempts.counts({exam.id, *near, *(one.id for one in hosted)})
    both = [
        Clash(
            check=Check.CLASH.value,
            subject=other.subject,
            starts_at=other.starts_at,
            until=over_by(other, students),
            students=shared[other.id],
        )
        for other in sorted(near.values(), key=lambda one: one.starts_at)
        if clash(exam, other, students)
    ]
    both += [
        Clash(
            check=Check.HOST.value,
            subject=other.subject,
            starts_at=other.starts_at,
            until=over_by(other, students),
        )
        for other in hosted
        if clash(exam, other, students)
    ]
    members = await unit.commissions.of(exam.id)
    staff = (*exam.proctors, *(members.members if members is not None else ()))
    return (*both, *await _staff_elsewhere(unit, exam, staff))


async def _staff_elsewhere(unit: Unit, exam: Exam, staff: Iterable[PersonId]) -> tuple[Clash, ...]:
    """Return at which other exams then somebody of a staff, or a commission, is needed."""
    others: dict[ExamId, Exam] = {}
    needed: defaultdict[ExamId, list[PersonId]] = defaultdict(list)
    for person in dict.fromkeys(staff):
        for other in await needing(unit, person):
            others[other.id] = other
            needed[other.id].append(person)
    others.pop(exam.id, None)
    students = await unit.attempts.counts({exam.id, *others})
    length = lasts(exam, students)
    people = await unit.people.many(person for people in needed.values() for person in people)
    return tuple(
        Clash(
            check="staff",
            subject=other.subject,
            starts_at=other.starts_at,
            until=other.starts_at + lasts(other, students),
            names=tuple(people[one].name for one in dict.fromkeys(needed[other.id])),
        )
        for other in sorted(others.values(), key=lambda one: one.starts_at)
        if not is_free(exam.starts_at, length, times_of([other], students))
    )
