"""The guarded doors: how a use case reaches an exam or an attempt, and how it keeps a change.

Whoever has no business behind a door is told the same as for something that does not exist or
is not allowed; nothing is read further.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, ATTEMPT_TABLE, Act, Stage
from exams.domain.exam import Exam, ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.log import Fact
from exams.domain.people import SYSTEM, Actor, Person, Role, require
from exams.domain.refusals.moments import ExamStands, WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown, known
from exams.records.events import Happening
from exams.records.unit import Unit

STAFF = (Role.PROCTOR, Role.CHIEF)
PLANNERS = (Role.DEAN, Role.REGISTRAR)
VIEWERS = (*PLANNERS, Role.ADMIN)
"""May look at the plan of exams."""
NOT_HELD = frozenset({ExamStage.DRAFT, ExamStage.CANCELLED})
STANDING = frozenset(
    act.value
    for act in (
        Act.OPEN_BOARD, Act.DRAW, Act.DRAW_ORAL, Act.PENS_DOWN, Act.PAUSE, Act.UNPAUSE, Act.CALL,
        Act.ANSWER, Act.START_TEST, Act.FINISH, Act.GO_BACK, Act.SUBMIT,
    )
)  # fmt: skip
"""What waits while an exam is suspended; checking in, sheets and help go on."""


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

    Raises:
        Unknown: there is no such exam.
        NotAllowed: neither, or the dean of another faculty.
    """
    found = await room(unit, actor, exam, *(roles or PLANNERS))
    if not await plans(unit, actor, found):
        raise NotAllowed
    return found


async def plans(unit: Unit, actor: Actor, exam: Exam) -> bool:
    """Return whether an exam concerns a planner; a dean without a faculty is everybody's."""
    if set(actor.roles) & {Role.REGISTRAR, Role.ADMIN}:
        return True
    person = await unit.people.get(actor.id)
    return person is not None and leads(person, exam)


def leads(dean: Person, exam: Exam) -> bool:
    """Return whether a dean is responsible for an exam."""
    return dean.faculty in {"", exam.faculty} or not exam.faculty


async def own_seat(unit: Unit, actor: Actor, exam: ExamId) -> Seat:
    """Return a student's own attempt.

    Raises:
        NotAllowed: not a student.
        Unknown: the student is not on the exam's list, or the exam is but a draft.
    """
    actor.require(Role.STUDENT)
    found = await unit.exams.get(exam)
    attempt = await unit.attempts.of(actor.id, exam)
    student = await unit.people.get(actor.id)
    if found is None or attempt is None or student is None or found.stage is ExamStage.DRAFT:
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


async def keep_place(
    unit: Unit,
    actor: Actor,
    before: Attempt,
    after: Attempt,
    act: Act,
    *,
    at: datetime,
    reason: str,
) -> None:
    """Save that registrar or clock has barred a student or let one in; in a draft, too."""
    await unit.attempts.save(after)
    await unit.events.append(
        Happening(
            exam_id=before.exam_id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=Role.SYSTEM if actor == SYSTEM else Role.REGISTRAR,
            act=act.value,
            attempt_id=before.id,
            before=before.stage.value,
            after=after.stage.value,
            reason=reason,
        )
    )


def done_already(seat: Seat, act: Act) -> bool:
    """Return whether somebody was first: the attempt is where the act would bring it.

    The second of two proctors, or of two taps, is then shown what the first did.
    """
    stage = seat.attempt.stage
    if act in {Act.RETURN, Act.UNPAUSE}:
        return stage in ACTIVE
    if act is Act.REINSTATE:
        return stage in ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED}
    return any(line.to is stage for line in ATTEMPT_TABLE[act])


def capacity(held: frozenset[Role]) -> Role:
    """Return in which of the held roles somebody acts, for the log."""
    ranked = (Role.SYSTEM, Role.CHIEF, Role.PROCTOR, Role.DEAN, Role.REGISTRAR, Role.ADMIN)
    return next((role for role in ranked if role in held), Role.STUDENT)


async def keep(
    unit: Unit,
    seat: Seat,
    after: Attempt,
    act: str,
    *,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, Fact] | None = None,
) -> Attempt:
    """Save a changed attempt with its event; what did not change is not saved.

    Returns:
        The attempt as it is stored now.

    Raises:
        WrongStage: the exam is not held: nothing happens in it any more, or yet.
        ExamStands: the exam is suspended, and this waits until it goes on.
    """
    before = seat.attempt
    if after == before:
        return after
    if seat.exam.suspended_at is not None and act in STANDING:
        raise ExamStands(since=seat.exam.suspended_at)
    if seat.exam.stage in NOT_HELD:
        raise WrongStage(act=act, stage=seat.exam.stage.value)
    await unit.attempts.save(after)
    await note(unit, seat, act, at=at, reason=reason, facts=facts, after=after)
    return replace(after, version=after.version + 1)


async def note(
    unit: Unit,
    seat: Seat,
    act: str,
    *,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, Fact] | None = None,
    after: Attempt | None = None,
) -> None:
    """Write an event at a seat.

    Args:
        unit: of the transaction.
        seat: whose attempt, and who did it.
        act: what was done.
        at: now.
        reason: code or words.
        facts: what else must be provable.
        after: the attempt as it became; None where the act changes nothing in it.
    """
    await unit.events.append(
        Happening(
            exam_id=seat.exam.id,
            at=at,
            sent_at=seat.actor.sent_at,
            actor=seat.actor.id,
            role=capacity(seat.held),
            act=act,
            attempt_id=seat.attempt.id,
            before=seat.attempt.stage.value,
            after=(after or seat.attempt).stage.value,
            reason=reason,
            facts=facts,
        )
    )


async def keep_exam(
    unit: Unit,
    actor: Actor,
    before: Exam,
    after: Exam,
    act: str,
    *,
    at: datetime,
    facts: Mapping[str, Fact] | None = None,
) -> Exam:
    """Save a changed exam, with an event where its stage changed."""
    if after == before:
        return after
    await unit.exams.save(after)
    if after.stage is not before.stage or act:
        await unit.events.append(
            Happening(
                exam_id=before.id,
                at=at,
                sent_at=actor.sent_at,
                actor=actor.id,
                role=capacity(before.roles_of(actor)),
                act=act,
                before=before.stage.value,
                after=after.stage.value,
                facts=facts,
            )
        )
    return replace(after, version=after.version + 1)


async def noted(unit: Unit, exam: Exam, name: str) -> Exam:
    """Note on the exam as it is stored now that the clock has done something."""
    stored = await unit.exams.get(exam.id) or exam
    done = replace(stored, done=stored.done | {name})
    await unit.exams.save(done)
    return replace(done, version=done.version + 1)
