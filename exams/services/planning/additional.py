"""Additional exams in the hands of the dean's office: proposed, adjusted, dropped (S30)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.absence.case import Case
from exams.domain.absence.free_time import LOOKED_AT, first_free
from exams.domain.absence.plan import Plan
from exams.domain.absence.table import CaseAct, PlanAct, PlanStage
from exams.domain.attempt import Attempt
from exams.domain.clash import lasts
from exams.domain.clock_ledger import ClockLedger
from exams.domain.commission import Commission
from exams.domain.exam import Check, Exam, Kind
from exams.domain.exam_table import ExamAct
from exams.domain.ids import ExamId, PersonId
from exams.domain.marking import MARKERS
from exams.domain.people import Actor, Role
from exams.domain.refusals.absence import (
    NoFreeTime,
    NothingToPlan,
    PlanMoved,
    PlanUnreadable,
)
from exams.domain.refusals.people import known
from exams.domain.refusals.planning import NotReady
from exams.notices.additional import PlanCard, PlanLine, PlanList
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock, WorkingDays
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.unit import Unit, Units
from exams.services.absence.absences import OFFICE, faculty_led, keep_case, office
from exams.services.keeping import keep_exam, note_exam
from exams.services.members import NAMED, commission_facts
from exams.services.planning.elsewhere import busy_times
from exams.services.planning.plan_cards import plan_card, unseen
from exams.services.planning.plans import keep_plan, unplan

LISTED: Final = (PlanStage.PROPOSED, PlanStage.APPROVED, PlanStage.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ProposeAdditional:
    """The dean's office wants additional exams for what orders name: times are found for them."""

    units: Units
    clock: Clock
    days: WorkingDays
    shuffler: Shuffler

    async def __call__(self, actor: Actor) -> tuple[PlanCard, ...]:
        """Propose one for each missed exam, with a time at which nobody is elsewhere.

        A commission hears it again, if there is such a time for all of its members.

        Raises:
            NothingToPlan: no case waits for an additional exam.
            NoFreeTime: everybody is busy in the days looked at.
        """
        now = self.clock.now()
        actor.require(*OFFICE)
        async with self.units() as unit:
            waiting = await unit.cases.to_plan(faculty=await faculty_led(unit, actor))
            if not waiting:
                raise NothingToPlan
            cards = []
            for key in dict.fromkeys((case.faculty, case.exam_id) for case in waiting):
                cases = [case for case in waiting if (case.faculty, case.exam_id) == key]
                held = await office(unit, actor, key[0])
                plan = await self._propose(unit, actor, held, cases, now)
                cards.append(await plan_card(unit, actor, plan, now=now))
            await unit.commit()
        return tuple(cards)

    async def _propose(
        self,
        unit: Unit,
        actor: Actor,
        held: frozenset[Role],
        cases: Sequence[Case],
        now: datetime,
    ) -> Plan:
        missed = known(await unit.exams.get(cases[0].exam_id))
        students = [case.student_id for case in cases]
        heard = await _heard_by(unit, missed)
        starts_at = await self._time(unit, missed, students, heard, now)
        if starts_at is None and heard is not None:  # better another commission than no exam
            heard = None
            starts_at = await self._time(unit, missed, students, heard, now)
        if starts_at is None:
            raise NoFreeTime(days=LOOKED_AT)
        faculty = missed.faculty or cases[0].faculty
        exam = await unit.exams.add(_again(missed, faculty, starts_at))
        if heard is not None:
            same = replace(heard, exam_id=exam.id, version=0)
            await unit.commissions.put(same)
            await note_exam(unit, actor, exam, NAMED, at=now, facts=commission_facts(same))
        for left in await unseen(unit, missed, students):
            tickets = self.shuffler.shuffled(left.tickets)
            await unit.decks.lay_out(exam.id, tickets, left.deck.language)
        if missed.kind is Kind.TEST:
            await unit.questions.lay_in(exam.id, await unit.questions.of(missed.id))
        plan = Plan(
            exam_id=exam.id,
            missed_id=missed.id,
            faculty=cases[0].faculty,
            proposed_by=actor.id,
            proposed_at=now,
        )
        await unit.plans.add(plan)
        for case in cases:
            case.my_turn(held, now)
            anew = await _seat(unit, exam, case)
            planned = case.plan(held, exam=exam.id, anew=anew.id)
            await keep_case(unit, actor, case, planned, CaseAct.PLAN.value, at=now)
        return plan

    async def _time(
        self,
        unit: Unit,
        missed: Exam,
        students: Sequence[PersonId],
        heard: Commission | None,
        now: datetime,
    ) -> datetime | None:
        """Return the first time at which nobody is elsewhere; None if there is none soon."""
        chief = (missed.chief,) if missed.chief is not None else ()
        staff = {*missed.proctors, *chief, *(heard.members if heard else ())}
        busy = await busy_times(unit, students, staff, missed.host)
        length = lasts(missed, {missed.id: len(students)})  # only they sit it
        return first_free(now, missed.starts_at, length, busy, self.days.works)


def _again(missed: Exam, faculty: str, starts_at: datetime) -> Exam:
    """Return the missed exam as it is held again; not the whole group sits it."""
    return Exam(
        id=NEW_EXAM,
        subject=missed.subject,
        kind=missed.kind,
        starts_at=starts_at,
        groups=(),
        proctors=missed.proctors,
        chief=missed.chief,
        faculty=faculty,
        host=missed.host,
        allowed=missed.allowed,
        parts=missed.parts,
        shows_answers=missed.shows_answers,
    )


async def _seat(unit: Unit, exam: Exam, case: Case) -> Attempt:
    """Give a student a place at an exam, with what the missed attempt allowed and asked."""
    missed = known(await unit.attempts.get(case.attempt_id))
    return await unit.attempts.add(
        Attempt(
            id=NEW_ATTEMPT,
            exam_id=exam.id,
            student_id=case.student_id,
            clock=ClockLedger(allowed=missed.clock.allowed),
            rating=missed.rating,
            camera=missed.camera,
        )
    )


async def _heard_by(unit: Unit, missed: Exam) -> Commission | None:
    """Return the commission of the missed exam, if each of its members may still mark."""
    found = await unit.commissions.of(missed.id) if missed.kind is Kind.ORAL else None
    people = await unit.people.many(found.members if found else ())
    return found if all(person.roles & MARKERS for person in people.values()) else None


@dataclass(frozen=True, slots=True)
class AdjustPlan:
    """The dean's office plans it for another time, or for another proctor."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, exam: ExamId, *, to: datetime | None = None, proctor: str = ""
    ) -> PlanCard:
        """Change what is given; what does not fit then is shown on the card.

        Raises:
            PlanMoved: it was approved.
            PlanUnreadable: no proctor has this number.
            NotReady: the time is past.
        """
        now = self.clock.now()
        async with self.units() as unit:
            plan = known(await unit.plans.get(exam))
            held = await office(unit, actor, plan.faculty)
            adjusted = plan.take(PlanAct.ADJUST, held)
            planned = known(await unit.exams.get(exam))
            if to is not None and to <= now:
                raise NotReady(failed=(Check.PAST.value,))
            changed = replace(planned, starts_at=to or planned.starts_at)
            if proctor:
                person = await unit.people.by_number(proctor.strip())
                if person is None or Role.PROCTOR not in person.roles:
                    raise PlanUnreadable(given=proctor)
                changed = replace(changed, proctors=(person.id,), chief=person.id)
            await keep_exam(unit, actor, planned, changed, "", at=now)
            plan = await keep_plan(unit, actor, plan, adjusted, PlanAct.ADJUST, at=now)
            card = await plan_card(unit, actor, plan, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class DropPlan:
    """The dean's office drops a plan that is not published yet."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> PlanCard:
        """Drop it; its cases wait for another one. A published one is cancelled like any exam.

        Raises:
            PlanMoved: it is dropped, or published.
        """
        now = self.clock.now()
        async with self.units() as unit:
            plan = known(await unit.plans.get(exam))
            held = await office(unit, actor, plan.faculty)
            if plan.stage is PlanStage.CONFIRMED:
                raise PlanMoved(stage=plan.stage.value)
            card = await plan_card(unit, actor, plan, now=now)
            dropped = await unplan(unit, actor, plan, held, at=now)
            draft = known(await unit.exams.get(exam))
            cancelled = draft.take(ExamAct.CANCEL, frozenset({Role.DEAN}), at=now)
            await keep_exam(unit, actor, draft, cancelled, ExamAct.CANCEL.value, at=now)
            await unit.commit()
        return replace(card, stage=dropped.stage.value, can=())


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """Somebody opens the plan of an additional exam."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> PlanCard:
        """Return it with its checks.

        Raises:
            NotAllowed: of another faculty.
        """
        async with self.units.reading() as unit:
            await faculty_led(unit, actor)
            plan = known(await unit.plans.get(exam))
            if not actor.roles.isdisjoint(OFFICE):
                await office(unit, actor, plan.faculty)
            return await plan_card(unit, actor, plan, now=self.clock.now())


@dataclass(frozen=True, slots=True)
class ListPlans:
    """The dean's office, or the registrar, looks at the additional exams."""

    units: Units

    async def __call__(self, actor: Actor) -> PlanList:
        """Return them by start."""
        async with self.units.reading() as unit:
            faculty = await faculty_led(unit, actor)
            lines = []
            for plan in await unit.plans.in_stages(LISTED, faculty=faculty):
                exam = known(await unit.exams.get(plan.exam_id))
                lines.append(
                    PlanLine(
                        exam=exam.id,
                        subject=exam.subject,
                        starts_at=exam.starts_at,
                        people=await unit.attempts.count(exam.id),
                        stage=plan.stage.value,
                    )
                )
        return PlanList(plans=tuple(lines))
