"""The additional schedule between dean and registrar: approved, confirmed, sent back (S30)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.absence.plan import Plan
from exams.domain.absence.table import CaseAct, PlanAct, PlanStage
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.base import Stale
from exams.domain.refusals.people import known
from exams.domain.words import said
from exams.notices.additional import (
    AdditionalAnnounced,
    AdditionalPosted,
    PlanCard,
    PlanSent,
    PlanSentBack,
)
from exams.notices.base import Media, Notice
from exams.ports.absence_papers import AbsencePapers, ScheduleFacts
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.absence.absences import keep_case, office, order_name, tell_applicant
from exams.services.planning.calendar_entries import CalendarEntry
from exams.services.planning.plan_cards import all_hold, plan_card, unseen
from exams.services.planning.plans import keep_plan
from exams.services.planning.publishing import publish
from exams.services.telling import tell_staff

GONE: Final = frozenset({ExamStage.CANCELLED, ExamStage.ARCHIVED})
LISTED: Final = (PlanStage.PROPOSED, PlanStage.APPROVED, PlanStage.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ApprovePlan:
    """The dean approves an additional schedule and sends it to the registrar (S30)."""

    units: Units
    clock: Clock
    files: Files
    papers: AbsencePapers

    async def __call__(self, actor: Actor, exam: ExamId) -> PlanCard:
        """Approve it; the registrar gets it as XLSX and PDF. A second tap shows the same.

        Raises:
            NotReady: a check fails, as enough tickets nobody of them has seen; the facts say
                which.
            NotYourTurn: the deputy, while the dean has time.
            Stale: it was adjusted meanwhile.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            plan = known(await unit.plans.get(exam))
            held = await office(unit, actor, plan.faculty)
            card = await plan_card(unit, actor, plan, now=now)
            if plan.stage is PlanStage.APPROVED:
                return card
            plan.take(PlanAct.APPROVE, held)
            all_hold(card)
            facts = await _facts_of(unit, plan, actor, now)
        workbook = await self.files.put(await self.papers.schedule_workbook(facts))
        paper = await self.files.put(await self.papers.schedule(facts))
        async with self.units() as unit:
            before = known(await unit.plans.get(exam))
            if before.version != plan.version:
                raise Stale  # it was adjusted: the papers must say so
            card = await plan_card(unit, actor, before, now=now)
            all_hold(card)
            after = replace(
                before.take(PlanAct.APPROVE, held),
                approved_by=actor.id,
                approved_at=now,
                workbook=workbook,
                paper=paper,
            )
            kept = await keep_plan(unit, actor, before, after, PlanAct.APPROVE, at=now)
            for case in await unit.cases.of_additional(exam):
                case.my_turn(held, now)
                scheduled = case.schedule(held)
                act = CaseAct.SCHEDULE.value
                told = await keep_case(unit, actor, case, scheduled, act, at=now)
                await tell_applicant(unit, told)
            await _tell_registrars(unit, sent_of(kept, facts), key=f"{exam}:{kept.version}")
            card = await plan_card(unit, actor, kept, now=now)
            await unit.commit()
        return card


async def _facts_of(unit: Unit, plan: Plan, actor: Actor, now: datetime) -> ScheduleFacts:
    card = await plan_card(unit, actor, plan, now=now)
    exam = known(await unit.exams.get(plan.exam_id))
    dean = await unit.people.get(actor.id)
    cases = await unit.cases.of_additional(plan.exam_id)
    students, orders = [], []
    for case in cases:
        student = known(await unit.people.get(case.student_id))
        group = await unit.groups.get(student.group_id) if student.group_id else None
        students.append((student.name, student.number, group.name if group else ""))
        orders.append(await order_name(unit, case))
    return ScheduleFacts(
        faculty=plan.faculty,
        dean=dean.name if dean else "",
        approved_at=now,
        subject=card.subject,
        kind=card.kind,
        missed_at=card.missed_at,
        starts_at=card.starts_at,
        minutes=int(exam.allowed.total_seconds()) // 60,
        proctor=card.proctor,
        host=card.host,
        tickets=card.tickets,
        orders=tuple(dict.fromkeys(orders)),
        students=tuple(students),
        commission=card.members,
    )


def sent_of(plan: Plan, facts: ScheduleFacts) -> PlanSent:
    """Return the additional schedule as it goes to the registrar."""
    files = (("xlsx", plan.workbook), ("pdf", plan.paper))
    return PlanSent(
        exam=plan.exam_id,
        subject=facts.subject,
        starts_at=facts.starts_at,
        people=len(facts.students),
        dean=facts.dean,
        media=tuple(
            Media(kind="document", digest=digest, name=f"additional-{plan.exam_id}.{ending}")
            for ending, digest in files
            if digest is not None
        ),
    )


async def _tell_registrars(unit: Unit, notice: Notice, *, key: str) -> None:
    for registrar in await unit.people.with_role(Role.REGISTRAR):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=registrar.id,
                key=f"{notice.template}:{key}:{registrar.id}",
                priority=Priority.REMINDER,
            )
        )


@dataclass(frozen=True, slots=True)
class ConfirmPlan:
    """The registrar confirms an additional schedule: the exam is published like any other."""

    units: Units
    clock: Clock
    entry: CalendarEntry

    async def __call__(self, actor: Actor, exam: ExamId) -> PlanCard:
        """Publish it and tell everybody; a second tap shows the same.

        Raises:
            PlanMoved: the dean has not approved it.
            NotReady: a check fails by now; the registrar sends it back.
            Stale: it was adjusted meanwhile.
        """
        now = self.clock.now()
        actor.require(Role.REGISTRAR)
        async with self.units.reading() as unit:
            known(await unit.plans.get(exam))
            seen = known(await unit.exams.get(exam))
            students = await unit.attempts.counts({exam})
        entry = await self.entry(seen, students)
        async with self.units() as unit:
            plan = known(await unit.plans.get(exam))
            if plan.stage is PlanStage.CONFIRMED:
                return await plan_card(unit, actor, plan, now=now)
            confirmed = plan.take(PlanAct.CONFIRM, actor.roles)
            card = await plan_card(unit, actor, plan, now=now)
            all_hold(card)
            draft = known(await unit.exams.get(exam))
            if draft.version != seen.version:
                raise Stale  # it was adjusted: the calendar file must say so
            missed = [case.student_id for case in await unit.cases.of_additional(exam)]
            for left in await unseen(unit, draft, missed):
                if len(left.tickets) != left.laid:
                    # Tickets imported meanwhile, of which somebody has seen one: only the others.
                    await unit.decks.lay_out(exam, left.tickets, left.deck.language)
            published = await publish(unit, actor, draft, at=now, entry=entry)
            after = replace(confirmed, confirmed_by=actor.id, confirmed_at=now)
            plan = await keep_plan(unit, actor, plan, after, PlanAct.CONFIRM, at=now)
            await self._tell(unit, plan, published, card.names, entry)
            card = await plan_card(unit, actor, plan, now=now)
            await unit.commit()
        return card

    async def _tell(
        self,
        unit: Unit,
        plan: Plan,
        exam: Exam,
        names: tuple[str, ...],
        entry: tuple[Media, ...],
    ) -> None:
        for case in await unit.cases.of_additional(exam.id):
            await tell_applicant(unit, case)
        notice = AdditionalAnnounced(
            exam=exam.id,
            subject=exam.subject,
            starts_at=exam.starts_at,
            names=names,
            media=entry,
        )
        await tell_staff(unit, exam, notice, key="1", priority=Priority.REMINDER)
        if plan.approved_by is not None:
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=plan.approved_by,
                    key=f"{notice.template}:{exam.id}:dean:{plan.approved_by}",
                    priority=Priority.REMINDER,
                    exam_id=exam.id,
                )
            )
        posted = AdditionalPosted(
            subject=exam.subject, kind=exam.kind.value, starts_at=exam.starts_at
        )
        missed = known(await unit.exams.get(plan.missed_id))
        for group_id in missed.groups:
            group = await unit.groups.get(group_id)
            if group is not None and group.chat_id is not None:
                await unit.outbox.put(
                    Envelope(
                        notice=posted,
                        chat=group.id,
                        key=f"{posted.template}:{exam.id}:{group.id}",
                        priority=Priority.REMINDER,
                        exam_id=exam.id,
                    )
                )


@dataclass(frozen=True, slots=True)
class SendBack:
    """The registrar wants another plan, and says why."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, note: str) -> PlanCard:
        """Give it back to the dean to be adjusted.

        Raises:
            PlanMoved: it is not before the registrar.
            ReasonMissing: no word why.
        """
        now = self.clock.now()
        actor.require(Role.REGISTRAR)
        words = said(note)
        async with self.units() as unit:
            before = known(await unit.plans.get(exam))
            after = before.take(PlanAct.SEND_BACK, actor.roles)
            plan = await keep_plan(unit, actor, before, after, PlanAct.SEND_BACK, at=now)
            for case in await unit.cases.of_additional(exam):
                back = case.unschedule(actor.roles)
                act = CaseAct.UNSCHEDULE.value
                await tell_applicant(unit, await keep_case(unit, actor, case, back, act, at=now))
            planned = known(await unit.exams.get(exam))
            notice = PlanSentBack(
                exam=exam, subject=planned.subject, starts_at=planned.starts_at, note=words
            )
            if before.approved_by is not None:
                await unit.outbox.put(
                    Envelope(
                        notice=notice,
                        to=before.approved_by,
                        key=f"{notice.template}:{exam}:{plan.version}",
                        priority=Priority.REMINDER,
                    )
                )
            card = await plan_card(unit, actor, plan, now=now)
            await unit.commit()
        return card
