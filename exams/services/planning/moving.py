"""A published exam is moved or cancelled, and everybody acknowledges it (rules A)."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from exams.domain import beforehand
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import BEFORE_TICKETS, Act, Stage
from exams.domain.delivery import Priority
from exams.domain.exam import LINK_LEAD, ROOM_LEAD, Check, Exam
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.base import Stale
from exams.domain.refusals.planning import NotReady
from exams.notices.base import Notice
from exams.notices.before import ExamCancelled, ExamMoved
from exams.notices.office import ExamChecks, Planned
from exams.ports.clock import Clock
from exams.ports.conferences import Conferences, ConferencesUnavailable
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.conference import HALF_OPEN, conference_for
from exams.services.doors import STAFF, Seat, own_seat, plan
from exams.services.keeping import capacity, keep, keep_exam
from exams.services.members import markers_of, members_of, tell_each
from exams.services.planning.calendar_entries import CalendarEntry
from exams.services.planning.checks import checks_of
from exams.services.planning.plan_of_exams import ListPlanned
from exams.services.planning.plans import unplan
from exams.services.telling import tell_staff

STALE_NEWS = (
    "reminder",
    "day_before",
    "equipment",
    "conference_link",
    "exam_announced",
    "additional_exam",
    "barred",
    "exam_moved",
    "exam_not_held",
    "commission_link",
    "commission_reminder",
    "proctor_called",
    "proctor_absent",
    "draw_committed",
    "unreached",
    "check_in",
    "information",
    "time_left",
    "pens_down",
)
"""What nobody needs to read any more about an exam that was moved or cancelled."""
RESCHEDULED = BEFORE_TICKETS - {Stage.SCHEDULED}


@dataclass(frozen=True, slots=True)
class CancelExam:
    """The dean cancels an exam."""

    units: Units
    clock: Clock
    entry: CalendarEntry

    async def __call__(self, actor: Actor, exam: ExamId) -> Planned:
        """Cancel it, withdraw what waits to be sent, and tell everybody.

        Raises:
            NotAllowed: not the dean.
            WrongStage: the exam is over.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            seen = await plan(unit, actor, exam)
            students = await unit.attempts.counts({exam})
        entry = await self.entry(replace(seen, stage=ExamStage.CANCELLED), students)
        async with self.units() as unit:
            found = await plan(unit, actor, exam)
            if found.stage is not ExamStage.CANCELLED:
                cancelled = found.take(ExamAct.CANCEL, found.roles_of(actor), at=now)
                _same_time(seen, found)
                await keep_exam(unit, actor, found, cancelled, ExamAct.CANCEL.value, at=now)
                await unit.outbox.drop(exam, kinds=STALE_NEWS)
                additional = await unit.plans.get(exam)
                if additional is not None:
                    await unplan(unit, actor, additional, found.roles_of(actor), at=now)
                if found.stage is not ExamStage.DRAFT:
                    notice = ExamCancelled(
                        subject=found.subject, starts_at=found.starts_at, media=entry
                    )
                    await _tell_all(unit, found, lambda _: notice, key="1")
                await unit.commit()
        return await ListPlanned(self.units, self.clock)(actor)


def _same_time(seen: Exam, found: Exam) -> None:
    """Let through only an exam whose time is still that of its calendar file.

    Raises:
        Stale: somebody has moved it meanwhile.
    """
    if seen.schedule_version != found.schedule_version:
        raise Stale


async def _tell_all(
    unit: Unit, exam: Exam, notice_for: Callable[[timedelta], Notice], *, key: str
) -> None:
    """Tell staff and students, commission and markers; who is barred was never invited.

    Args:
        unit: of the transaction.
        exam: which.
        notice_for: makes the notice by how long before the start its reader gets the link;
            no time for whoever gets none.
        key: of the message, without whom it goes to.
    """
    early, urgent = notice_for(ROOM_LEAD), Priority.LINK
    await tell_staff(unit, exam, early, key=key, priority=urgent)
    await tell_each(unit, exam.id, await members_of(unit, exam), early, key=key, priority=urgent)
    unlinked = notice_for(timedelta())
    await tell_each(
        unit, exam.id, await markers_of(unit, exam), unlinked, key=key, priority=urgent
    )
    notice = notice_for(LINK_LEAD)
    for attempt in await unit.attempts.of_exam(exam.id):
        if attempt.stage is not Stage.BARRED:
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=attempt.student_id,
                    key=f"{notice.template}:{attempt.id}:{key}",
                    priority=urgent,
                    exam_id=exam.id,
                )
            )


@dataclass(frozen=True, slots=True)
class MoveExam:
    """Dean or registrar plans a published exam for another time (rules A)."""

    units: Units
    clock: Clock
    conferences: Conferences
    entry: CalendarEntry

    async def __call__(self, actor: Actor, exam: ExamId, to: datetime) -> ExamChecks:
        """Move it, withdraw what waits to be sent, and ask everybody to acknowledge it again.

        Args:
            actor: who plans.
            exam: published, and not begun.
            to: aware; the same moment again changes nothing.

        Raises:
            NotReady: the new time is past, or clashes; the facts name the check.
            TicketsShown: somebody has seen a ticket.
            WrongStage: the exam runs, or is over.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            seen = await plan(unit, actor, exam)
            students = await unit.attempts.counts({exam})
        version = seen.schedule_version + 1
        anew = replace(seen, starts_at=to, schedule_version=version)
        entry = await self.entry(anew, students)
        async with self.units() as unit:
            found = await plan(unit, actor, exam)
            if to == found.starts_at:
                return await checks_of(unit, actor, found, now=now)
            _same_time(seen, found)
            attempts = await unit.attempts.of_exam(exam)
            shown = any(attempt.ticket is not None for attempt in attempts)
            held = found.roles_of(actor)
            moved = found.move(to, held, at=now, tickets_shown=shown)
            checks = await checks_of(unit, actor, moved, now=now)
            timely = {Check.CLASH.value, Check.HOST.value}
            failed = tuple(c.code for c in checks.checks if not c.holds and c.code in timely)
            if failed:
                met = [one for one in checks.clashes if one.check in timely]
                raise NotReady(
                    failed=failed,
                    clashes=tuple((one.subject, one.starts_at, one.until) for one in met),
                )
            facts = {"from": found.starts_at.isoformat(), "to": to.isoformat()}
            act = ExamAct.MOVE.value
            moved = await keep_exam(unit, actor, found, moved, act, at=now, facts=facts)
            await _wait_again(unit, actor, moved, attempts, held, at=now)
            await unit.outbox.drop(exam, kinds=STALE_NEWS)

            def moved_for(lead: timedelta) -> ExamMoved:
                return ExamMoved(
                    exam=exam,
                    subject=found.subject,
                    was=found.starts_at,
                    starts_at=moved.starts_at,
                    minutes=int(lead.total_seconds()) // 60,
                    media=entry,
                )

            await _tell_all(unit, moved, moved_for, key=str(moved.schedule_version))
            await unit.commit()
        if found.room is not None or HALF_OPEN in found.done:
            # The old link is dead already: its room has no host, and its events are not heard.
            with suppress(ConferencesUnavailable):
                await self.conferences.end(await conference_for(self.conferences, found))
        return checks


async def _wait_again(
    unit: Unit,
    actor: Actor,
    moved: Exam,
    attempts: Iterable[Attempt],
    held: frozenset[Role],
    *,
    at: datetime,
) -> None:
    """Let whoever was asked in already come anew at the other time."""
    asked = [attempt for attempt in attempts if attempt.stage in RESCHEDULED]
    people = await unit.people.many(attempt.student_id for attempt in asked)
    for attempt in asked:
        student = people[attempt.student_id]
        seat = Seat(actor=actor, exam=moved, attempt=attempt, student=student, held=held)
        again = beforehand.reschedule(attempt, held)
        await keep(unit, seat, again, Act.RESCHEDULE.value, at=at)


@dataclass(frozen=True, slots=True)
class AcknowledgeMove:
    """Whoever was told has read that the exam was moved."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Write it down, once for each move.

        Raises:
            Unknown: there is no such exam, or it is not this student's.
        """
        async with self.units() as unit:
            found, attempt, role = await _concerned(unit, actor, exam)
            known = await unit.events.by(exam, actor.id, "acknowledge_move")
            if all(one.facts.get("schedule") != found.schedule_version for one in known):
                await unit.events.append(
                    Happening(
                        exam_id=exam,
                        at=self.clock.now(),
                        sent_at=actor.sent_at,
                        actor=actor.id,
                        role=role,
                        act="acknowledge_move",
                        attempt_id=attempt,
                        facts={"schedule": found.schedule_version},
                    )
                )
                await unit.commit()


async def _concerned(
    unit: Unit, actor: Actor, exam: ExamId
) -> tuple[Exam, AttemptId | None, Role]:
    found = await unit.exams.get(exam)
    if found is not None and found.roles_of(actor) & set(STAFF):
        return found, None, capacity(found.roles_of(actor))
    if found is not None:
        beside = (*await members_of(unit, found), *await markers_of(unit, found))
        if actor.id in beside:
            return found, None, Role.EXAMINER
    seat = await own_seat(unit, actor, exam)
    return seat.exam, seat.attempt.id, capacity(seat.exam.roles_of(actor))
