"""The proctor at the door: what was seen, who is identified, who is let in (S4-S8, S12)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import checking_in, rulings
from exams.domain.attempt import Attempt, Seen, excused_by
from exams.domain.attempt_table import Act, Stage
from exams.domain.booklet import BookletRules
from exams.domain.computer_test import show_information
from exams.domain.delivery import Priority
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.notices.checking_in import CheckIn, Information
from exams.notices.oral import OralInformation
from exams.notices.proctor import StudentCard
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import card_of
from exams.services.computer_tests.booklets import booklet_information
from exams.services.doors import STAFF, Seat, room, seat_of
from exams.services.keeping import done_already, keep, keep_exam
from exams.services.room.checking_in import check_in_of, check_in_slot
from exams.services.room.information import information_of
from exams.services.telling import tell


async def _informed(
    unit: Unit,
    seat: Seat,
    after: Attempt,
    act: str,
    *,
    clock: Clock,
    reason: str = "",
    priority: Priority = Priority.ANSWER,
) -> StudentCard:
    """Keep what the proctor saw or decided, tell the student, and return the card."""
    at = clock.now()
    attempt = await keep(
        unit,
        seat,
        after,
        act,
        at=at,
        reason=reason,
        facts={"seen": ",".join(sorted(seen.value for seen in after.seen))},
    )
    if attempt.stage is Stage.ADMITTED and seat.exam.kind is not Kind.TEST:
        notice: CheckIn | Information | OralInformation = await information_of(unit, seat, attempt)
    else:
        notice = check_in_of(seat, attempt)
    if attempt.stage is not seat.attempt.stage:  # a tick alone is heard in the conference
        await tell(
            unit,
            seat,
            notice,
            key=f"{act}:{attempt.version}",
            priority=priority,
            slot=check_in_slot(attempt),
            # What the student can act upon stands below all else; the rest is kept current.
            fresh=priority is Priority.ANSWER,
        )
    return await card_of(unit, seat, attempt, now=at)


@dataclass(frozen=True, slots=True)
class Tick:
    """A proctor ticks what was seen: document, face, room, desk (S4, S5, S7, S12)."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, attempt: AttemptId, seen: Seen, *, on: bool | None = None
    ) -> StudentCard:
        """Tick or untick; document and face together identify the student.

        Args:
            actor: the proctor.
            attempt: whose.
            seen: what.
            on: how it shall be, so that a second tap, or a second proctor's, changes nothing;
                None turns the tick over.
        """
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if on is not None and (seen in seat.attempt.seen) is on:
                return await card_of(unit, seat, seat.attempt, now=self.clock.now())
            ticked = checking_in.tick(seat.attempt, seen, seat.held)
            card = await _informed(
                unit,
                seat,
                ticked,
                f"tick_{seen.value}",
                clock=self.clock,
                # Nothing is to be done about it: it waits while others can do something.
                priority=Priority.PROGRESS,
            )
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verdicts on one student share: given once, told to the student, seen on the card."""

    units: Units
    clock: Clock

    async def give(
        self,
        actor: Actor,
        attempt: AttemptId,
        act: Act,
        change: Callable[[Seat], Attempt],
        *,
        reason: str = "",
        priority: Priority = Priority.ANSWER,
    ) -> StudentCard:
        """Change the attempt and return the card; a second tap shows the first."""
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, act):
                return await card_of(unit, seat, seat.attempt, now=self.clock.now())
            changed = change(seat)
            card = await _informed(
                unit,
                seat,
                changed,
                act.value,
                clock=self.clock,
                reason=reason,
                priority=priority,
            )
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class Identify(Verdict):
    """A proctor has seen document and face side by side (S4, S5, S12)."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Tick both, which identifies the student."""
        return await self.give(
            actor,
            attempt,
            Act.IDENTIFY,
            lambda seat: checking_in.identify(seat.attempt, seat.held),
            priority=Priority.PROGRESS,  # as with the ticks that it stands for
        )


@dataclass(frozen=True, slots=True)
class FailId(Verdict):
    """A proctor cannot identify the student."""

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """Say why; the student may try again, at most three times."""
        return await self.give(
            actor,
            attempt,
            Act.FAIL_ID,
            lambda seat: checking_in.fail_id(seat.attempt, seat.held, reason=reason),
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class OverruleId(Verdict):
    """The chief proctor vouches for a student."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Count the student as identified."""
        return await self.give(
            actor,
            attempt,
            Act.OVERRULE_ID,
            lambda seat: checking_in.overrule_id(seat.attempt, seat.held),
        )


@dataclass(frozen=True, slots=True)
class RevertNoShow(Verdict):
    """The chief proctor lets in somebody who came too late."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Let the student check in after all; no compensating time."""
        return await self.give(
            actor,
            attempt,
            Act.REVERT_NO_SHOW,
            lambda seat: rulings.revert_no_show(seat.attempt, seat.exam, seat.held),
        )


@dataclass(frozen=True, slots=True)
class Admit:
    """A proctor lets a student take part (S8); the first admission begins the exam."""

    units: Units
    clock: Clock
    rules: BookletRules

    async def __call__(
        self, actor: Actor, attempt: AttemptId, *, in_order: bool = False
    ) -> StudentCard:
        """Admit.

        Args:
            actor: the proctor.
            attempt: whose.
            in_order: the same tap says that room and desk are in order (S7).

        Raises:
            RulesNotAgreed, ChecksMissing: something is missing yet.
            TooLate: more than 15 minutes after the start only the chief proctor admits.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.ADMIT):
                return await card_of(unit, seat, seat.attempt, now=now)
            excused = excused_by(seat.student.conditions)
            looked = checking_in.look_around(seat.attempt, seat.held) if in_order else seat.attempt
            admitted = checking_in.admit(looked, seat.exam, seat.held, at=now, excused=excused)
            card = await _informed(unit, seat, admitted, Act.ADMIT.value, clock=self.clock)
            if seat.exam.kind is Kind.TEST:
                card = await self._show_information(unit, seat, now)
            if seat.exam.stage is ExamStage.CHECKIN_OPEN:
                began = seat.exam.take(ExamAct.BEGIN, seat.held, at=now)
                await keep_exam(unit, actor, seat.exam, began, ExamAct.BEGIN.value, at=now)
            await unit.commit()
        return card

    async def _show_information(self, unit: Unit, seat: Seat, now: datetime) -> StudentCard:
        """Go on to the information window of a computer test at once (S13)."""
        stored = await unit.attempts.get(seat.attempt.id)
        seat = replace(seat, attempt=stored or seat.attempt)
        shown = show_information(seat.attempt, seat.held)
        attempt = await keep(unit, seat, shown, Act.SHOW_INFO.value, at=now)
        notice = await booklet_information(unit, seat, attempt, self.rules)
        slot = check_in_slot(attempt)
        await tell(unit, seat, notice, key=f"{attempt.version}", slot=slot, fresh=True)
        return await card_of(unit, seat, attempt, now=now)


@dataclass(frozen=True, slots=True)
class BeginExam:
    """The proctor begins the exam before the first admission."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Begin; a second tap changes nothing."""
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            if found.stage is ExamStage.RUNNING:
                return
            began = found.take(ExamAct.BEGIN, found.roles_of(actor), at=now)
            await keep_exam(unit, actor, found, began, ExamAct.BEGIN.value, at=now)
            await unit.commit()
