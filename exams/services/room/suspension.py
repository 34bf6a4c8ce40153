"""The chief proctor stops a whole exam and lets it go on (rules A)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain import interruptions
from exams.domain.attempt import TESTING, Attempt
from exams.domain.attempt_table import ACTIVE, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamAct
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.domain.talk import RemarkKind
from exams.notices.base import Notice
from exams.notices.chief import ChiefDesk, ExamGoesOn, ExamSuspended, RoomSuspended
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import deadline_of
from exams.services.computer_tests.booklets import show_again, window_slot
from exams.services.doors import room, seats_for
from exams.services.keeping import keep, keep_exam
from exams.services.telling import remember, tell, tell_staff

TURNS: Final = frozenset({ExamAct.SUSPEND.value, ExamAct.GO_ON.value})
SITTING = ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED}


async def desk_of(unit: Unit, exam: Exam) -> ChiefDesk:
    """Return the chief's desk as it stands."""
    stages = [attempt.stage for attempt in await unit.attempts.of_exam(exam.id)]
    return ChiefDesk(
        exam=exam.id,
        subject=exam.subject,
        stage=exam.stage.value,
        sitting=sum(stage in SITTING for stage in stages),
        cut=stages.count(Stage.INTERRUPTED),
        since=exam.suspended_at,
        turn=await unit.events.count(exam.id, TURNS),
    )


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """The chief proctor looks at what concerns the whole exam."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> ChiefDesk:
        """Return the desk.

        Raises:
            NotAllowed: not the chief proctor of this exam.
        """
        async with self.units.reading() as unit:
            return await desk_of(unit, await room(unit, actor, exam, Role.CHIEF))


@dataclass(frozen=True, slots=True)
class SuspendExam:
    """The chief proctor stops every clock at one instant."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, turn: int) -> ChiefDesk:
        """Suspend the exam and tell everybody; a tap on an old desk changes nothing.

        Raises:
            NotAllowed: not the chief proctor of this exam.
            WrongStage: the exam does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, Role.CHIEF)
            desk = await desk_of(unit, found)
            if desk.turn != turn:
                return desk
            stopped = await _turned(unit, actor, found, ExamAct.SUSPEND, at=now)
            await _each(
                unit,
                actor,
                stopped,
                act="stand_still",
                said=RemarkKind.PAUSED,
                change=lambda attempt: interruptions.stand_still(attempt, at=now),
                notice=lambda _: ExamSuspended(exam=exam, subject=found.subject, at=now),
                at=now,
            )
            desk = await desk_of(unit, stopped)
            await unit.commit()
        return desk


@dataclass(frozen=True, slots=True)
class ResumeExam:
    """The chief proctor lets a suspended exam go on."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, turn: int) -> ChiefDesk:
        """Let every clock run on, nobody having lost a second; an old desk changes nothing.

        Raises:
            NotAllowed: not the chief proctor of this exam.
            WrongStage: the exam is over.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, Role.CHIEF)
            desk = await desk_of(unit, found)
            if desk.turn != turn:
                return desk
            since = found.suspended_at or now
            running = await _turned(unit, actor, found, ExamAct.GO_ON, at=now)
            await _each(
                unit,
                actor,
                running,
                act="run_on",
                said=RemarkKind.RESUMED,
                change=lambda attempt: interruptions.run_on(attempt, since=since, at=now),
                notice=lambda after: ExamGoesOn(
                    exam=exam,
                    subject=found.subject,
                    deadline=deadline_of(found, after, now),
                    until=after.upload_until,
                    stage=after.stage.value,
                ),
                at=now,
            )
            desk = await desk_of(unit, running)
            await unit.commit()
        return desk


async def _turned(unit: Unit, actor: Actor, exam: Exam, act: ExamAct, *, at: datetime) -> Exam:
    """Keep the exam's new stage, and tell its staff but the one who turned it."""
    turned = exam.take(act, exam.roles_of(actor), at=at)
    kept = await keep_exam(unit, actor, exam, turned, act.value, at=at)
    notice = RoomSuspended(
        exam=exam.id, subject=exam.subject, at=at, suspended=act is ExamAct.SUSPEND
    )
    await tell_staff(unit, exam, notice, key=f"{kept.version}", but=actor.id)
    return kept


async def _each(
    unit: Unit,
    actor: Actor,
    exam: Exam,
    *,
    act: str,
    said: RemarkKind,
    change: Callable[[Attempt], Attempt],
    notice: Callable[[Attempt], Notice],
    at: datetime,
) -> None:
    """Change everybody's attempt who is in the exam, each with its event, and tell them.

    What a student of a test is told takes the place of the window: no question is read while the
    clocks stand. When they run again, the window comes back below it.
    """
    for seat in await seats_for(unit, actor, exam):
        if seat.attempt.stage not in SITTING:
            continue
        after = await keep(unit, seat, change(seat.attempt), act, at=at)
        hides = said is RemarkKind.PAUSED and after.stage in TESTING
        slot = window_slot(after) if hides else ""
        await tell(unit, seat, notice(after), key=f"{exam.version}", slot=slot, fresh=hides)
        if after.stage in TESTING:
            await remember(unit, after, said, at=at)
        if not hides:
            await show_again(unit, after, now=at)
