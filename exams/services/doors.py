"""The guarded doors: how a use case reaches an exam or an attempt.

Whoever has no business behind a door is told the same as for something that does not exist or
is not allowed; nothing is read further.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor, Group, Person, Role, require
from exams.domain.refusals.people import NotAllowed, Unknown, known
from exams.records.unit import Unit

STAFF = (Role.PROCTOR, Role.CHIEF)
OF_ONE_EXAM = frozenset({Role.PROCTOR, Role.CHIEF, Role.EXAMINER})
PLANNERS = (Role.DEAN, Role.REGISTRAR)
VIEWERS = (*PLANNERS, Role.ADMIN)
"""May look at the plan of exams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An attempt with everything around it, and who is at the door.

    Attributes:
        held: the roles which the actor holds for this exam.
    """

    actor: Actor
    exam: Exam
    attempt: Attempt
    student: Person
    held: frozenset[Role]


async def room(unit: Unit, actor: Actor, exam: ExamId, *roles: Role) -> Exam:
    """Return an exam to somebody who holds one of the roles for it.

    Raises:
        Unknown: there is no such exam.
        NotAllowed: a stranger here.
    """
    found = known(await unit.exams.get(exam))
    require(found.roles_of(actor), roles)
    return found


async def plan(unit: Unit, actor: Actor, exam: ExamId, *roles: Role) -> Exam:
    """Return an exam to those who plan it: a registrar, or a dean of its own faculty.

    Where a role held for one exam is named as well, its own staff comes in by that.

    Raises:
        Unknown: there is no such exam.
        NotAllowed: none of them, or the dean of another faculty.
    """
    found = await room(unit, actor, exam, *(roles or PLANNERS))
    of_its_staff = found.roles_of(actor) & OF_ONE_EXAM & set(roles)
    if not of_its_staff and not await plans(unit, actor, found):
        raise NotAllowed
    return found


async def plans(unit: Unit, actor: Actor, exam: Exam) -> bool:
    """Return whether an exam concerns a planner; a dean without a faculty is everybody's."""
    return bool(await planned_by(unit, actor, [exam]))


async def planned_by(unit: Unit, actor: Actor, exams: Iterable[Exam]) -> list[Exam]:
    """Return those of the exams that concern a planner."""
    if set(actor.roles) & {Role.REGISTRAR, Role.ADMIN}:
        return list(exams)
    person = await unit.people.get(actor.id)
    return [exam for exam in exams if person is not None and leads(person, exam)]


def leads(dean: Person, theirs: Exam | Group) -> bool:
    """Return whether a dean is responsible for an exam or a group: of the own faculty, or none."""
    return dean.faculty in {"", theirs.faculty} or not theirs.faculty


async def own_seat(unit: Unit, actor: Actor, exam: ExamId) -> Seat:
    """Return a student's own attempt.

    Raises:
        NotAllowed: not a student.
        Unknown: the student is not on the exam's list, or was never told of the exam.
    """
    actor.require(Role.STUDENT)
    found = await unit.exams.get(exam)
    attempt = await unit.attempts.of(actor.id, exam)
    student = await unit.people.get(actor.id)
    if found is None or attempt is None or student is None or not found.announced:
        raise Unknown
    return Seat(
        actor=actor,
        exam=found,
        attempt=attempt,
        student=student,
        held=frozenset({Role.STUDENT}),
    )


async def seat_of(unit: Unit, actor: Actor, attempt: AttemptId, *roles: Role) -> Seat:
    """Return somebody's attempt to the staff of its exam.

    Raises:
        Unknown: there is no such attempt.
        NotAllowed: a stranger here.
    """
    found = known(await unit.attempts.get(attempt))
    exam = await room(unit, actor, found.exam_id, *(roles or STAFF))
    student = known(await unit.people.get(found.student_id))
    held = exam.roles_of(actor)
    return Seat(actor=actor, exam=exam, attempt=found, student=student, held=held)


async def seats_for(unit: Unit, actor: Actor, exam: Exam) -> list[Seat]:
    """Return every seat of an exam, by the students' names, to somebody who was let in."""
    attempts = await unit.attempts.of_exam(exam.id)
    people = await unit.people.many(attempt.student_id for attempt in attempts)
    held = exam.roles_of(actor)
    return [
        Seat(actor=actor, exam=exam, attempt=a, student=people[a.student_id], held=held)
        for a in attempts
    ]
