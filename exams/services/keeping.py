"""How a use case keeps a change: what is saved, with the event that proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, ATTEMPT_TABLE, Act, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.log import Fact
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.moments import ExamStands, WrongStage
from exams.records.events import Happening
from exams.records.unit import Unit
from exams.services.doors import Seat

NOT_HELD = frozenset({ExamStage.DRAFT, ExamStage.CANCELLED})
STANDING = frozenset(
    act.value
    for act in (
        Act.OPEN_BOARD, Act.DRAW, Act.DRAW_ORAL, Act.PENS_DOWN, Act.PAUSE, Act.UNPAUSE, Act.CALL,
        Act.ANSWER, Act.START_TEST, Act.FINISH, Act.GO_BACK, Act.SUBMIT,
    )
)  # fmt: skip
"""What waits while an exam is suspended; checking in, sheets and help go on."""


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
    ranked = (
        Role.SYSTEM, Role.CHIEF, Role.PROCTOR, Role.DEAN, Role.DEPUTY, Role.REGISTRAR, Role.ADMIN,
    )  # fmt: skip
    return next((role for role in ranked if role in held), Role.STUDENT)


def office_capacity(actor: Actor) -> Role:
    """Return in which role somebody acts away from any room, for the log.

    Many of the office invigilate, too; here they do not.
    """
    return capacity(actor.roles - {Role.PROCTOR})


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
    if after == seat.attempt:
        return after
    _may(seat.exam, act)
    await unit.attempts.save(after)
    await note(unit, seat, act, at=at, reason=reason, facts=facts, after=after)
    return replace(after, version=after.version + 1)


async def keep_all(
    unit: Unit, changes: Sequence[tuple[Seat, Attempt]], act: str, *, at: datetime
) -> tuple[Attempt, ...]:
    """Save what one act changed at many seats of one exam at once, with an event for each.

    Returns:
        The attempts as they are stored now, in this order.

    Raises:
        WrongStage, ExamStands: as with `keep`.
    """
    for seat, _ in changes:
        _may(seat.exam, act)
    await unit.attempts.save_all([after for _, after in changes])
    await unit.events.append_all(
        [_happening(seat, act, at=at, after=after) for seat, after in changes]
    )
    return tuple(replace(after, version=after.version + 1) for _, after in changes)


def _may(exam: Exam, act: str) -> None:
    if exam.suspended_at is not None and act in STANDING:
        raise ExamStands(since=exam.suspended_at)
    if exam.stage in NOT_HELD:
        raise WrongStage(act=act, stage=exam.stage.value)


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
        _happening(seat, act, at=at, reason=reason, facts=facts, after=after or seat.attempt)
    )


def _happening(
    seat: Seat,
    act: str,
    *,
    at: datetime,
    after: Attempt,
    reason: str = "",
    facts: Mapping[str, Fact] | None = None,
) -> Happening:
    return Happening(
        exam_id=seat.exam.id,
        at=at,
        sent_at=seat.actor.sent_at,
        actor=seat.actor.id,
        role=capacity(seat.held),
        act=act,
        attempt_id=seat.attempt.id,
        before=seat.attempt.stage.value,
        after=after.stage.value,
        reason=reason,
        facts=facts,
    )


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


async def note_exam(
    unit: Unit,
    actor: Actor,
    exam: Exam,
    act: str,
    *,
    at: datetime,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Write an event of an exam whose stage it does not change."""
    await unit.events.append(
        Happening(
            exam_id=exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=capacity(exam.roles_of(actor)),
            act=act,
            facts=facts,
        )
    )


async def noted(unit: Unit, exam: Exam, name: str) -> Exam:
    """Note on the exam as it is stored now that the clock has done something."""
    stored = await unit.exams.get(exam.id) or exam
    done = replace(stored, done=stored.done | {name})
    await unit.exams.save(done)
    return replace(done, version=done.version + 1)
