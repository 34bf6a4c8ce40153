"""Orders of a dean: numbered without gaps, printed, never changed; cancelled by another (S30)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain import rulings
from exams.domain.absence.case import DECIDE_DAYS, Case
from exams.domain.absence.order import Order, seal_of
from exams.domain.absence.table import CaseAct
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act
from exams.domain.delivery import Priority
from exams.domain.exam import ASTANA
from exams.domain.ids import ExamId, OrderId, PersonId
from exams.domain.people import Actor, Role
from exams.domain.refusals.absence import CaseMoved, NothingApproved, OrderMoved
from exams.domain.refusals.base import Stale
from exams.domain.refusals.people import Unknown, known
from exams.domain.working_days import working_days_later
from exams.notices.base import Media
from exams.notices.orders import OrderLine, OrderList, OrderShown, StudentsExcused
from exams.ports.absence_papers import AbsencePapers, OrderFacts, OrderPerson
from exams.ports.clock import Clock, WorkingDays
from exams.ports.files import Files
from exams.records.absence_orders import NEW_ORDER
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.absence.absences import (
    OFFICE,
    faculty_led,
    keep_case,
    office,
    tell_applicant,
)
from exams.services.telling import tell_staff

LATEST: Final = 200  # orders in the list
DEAN_ORDERS: Final = frozenset({Role.DEAN})
"""Whoever signs, dean or deputy: it is the dean's order that excuses an attempt."""


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """Makes an order's paper, and gives it to the registrar; after a crash the clock does."""

    units: Units
    files: Files
    papers: AbsencePapers

    async def __call__(self, order: OrderId) -> None:
        """Make the PDF once; nothing slow happens inside a transaction."""
        async with self.units.reading() as unit:
            found = await unit.orders.get(order)
            if found is None or found.paper is not None:
                return
            facts = await _facts_of(unit, found)
        paper = await self.files.put(await self.papers.order(facts))
        async with self.units() as unit:
            printed = replace(found, paper=paper)
            try:
                await unit.orders.set_paper(printed)
            except Stale:
                return  # the clock was quicker
            notice = await shown_order(unit, printed, can_cancel=False)
            for registrar in await unit.people.with_role(Role.REGISTRAR):
                await unit.outbox.put(
                    Envelope(
                        notice=notice,
                        to=registrar.id,
                        key=f"order:{order}:{registrar.id}",
                        priority=Priority.REMINDER,
                    )
                )
            await unit.commit()


async def _facts_of(unit: Unit, order: Order) -> OrderFacts:
    cases = {case.id: case for case in await unit.cases.many(order.cases)}
    signed = await unit.people.get(order.by)
    cancelled = await unit.orders.get(order.cancels) if order.cancels else None
    people = []
    for case in (cases[one] for one in order.cases):
        student = known(await unit.people.get(case.student_id))
        exam = known(await unit.exams.get(case.exam_id))
        group = await unit.groups.get(student.group_id) if student.group_id else None
        people.append(
            OrderPerson(
                name=student.name,
                number=student.number,
                group=group.name if group else "",
                subject=exam.subject,
                kind=exam.kind.value,
                starts_at=exam.starts_at,
                reason=case.reason.value if case.reason else "other",
                applied_at=case.submitted_at or case.opened_at,
            )
        )
    return OrderFacts(
        faculty=order.faculty,
        number=order.number,
        year=order.year,
        issued_at=order.issued_at,
        dean=signed.name if signed else "",
        deputy=signed is not None and Role.DEAN not in signed.roles,
        people=tuple(people),
        cancels=(cancelled.number, cancelled.year, cancelled.issued_at) if cancelled else None,
    )


async def shown_order(unit: Unit, order: Order, *, can_cancel: bool) -> OrderShown:
    """Return an order with its paper and whom it names."""
    cases = await unit.cases.many(order.cases)
    people = await unit.people.many(case.student_id for case in cases)
    subjects = {case.exam_id: known(await unit.exams.get(case.exam_id)).subject for case in cases}
    cancelled = await unit.orders.get(order.cancels) if order.cancels else None
    name = f"order-{order.number}-{order.year}.pdf"
    media = (Media(kind="document", digest=order.paper, name=name),) if order.paper else ()
    return OrderShown(
        order=order.id,
        number=order.number,
        year=order.year,
        issued_at=order.issued_at,
        people=tuple((people[case.student_id].name, subjects[case.exam_id]) for case in cases),
        cancels=f"{cancelled.number}/{cancelled.year}" if cancelled else "",
        cancelled=order.cancelled_by is not None,
        can_cancel=can_cancel and order.cancels is None and order.cancelled_by is None,
        media=media,
    )


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """The dean issues an order about every approved case that stands in none yet."""

    units: Units
    clock: Clock
    print: PrintOrder

    async def __call__(self, actor: Actor, seal: str | None = None) -> tuple[OrderShown, ...]:
        """Issue it, one for each faculty: attempts are excused, everybody is told.

        Args:
            actor: of the dean's office.
            seal: of the preview that was looked at.

        Raises:
            NothingApproved: no case waits for an order.
            OrderMoved: other cases wait than those that were looked at.
            NotYourTurn: the deputy, while the dean has time.
        """
        now = self.clock.now()
        actor.require(*OFFICE)
        issued = []
        async with self.units() as unit:
            waiting = await unit.cases.to_order(faculty=await faculty_led(unit, actor))
            if not waiting:
                raise NothingApproved
            if seal is not None and seal != seal_of(case.id for case in waiting):
                raise OrderMoved
            for faculty in dict.fromkeys(case.faculty for case in waiting):
                cases = [case for case in waiting if case.faculty == faculty]
                held = await office(unit, actor, faculty)
                issued.append(await _issue(unit, actor, held, faculty, cases, at=now))
            await unit.commit()
        for order in issued:
            await self.print(order)
        async with self.units.reading() as unit:
            orders = [await unit.orders.get(order) for order in issued]
            return tuple(
                [await shown_order(unit, order, can_cancel=True) for order in orders if order]
            )


def _new_order(
    faculty: str, by: PersonId, cases: Iterable[Case], at: datetime, cancels: OrderId | None = None
) -> Order:
    return Order(
        id=NEW_ORDER,
        faculty=faculty,
        year=at.astimezone(ASTANA).year,
        number=0,
        issued_at=at,
        by=by,
        cases=tuple(case.id for case in cases),
        cancels=cancels,
    )


async def _issue(
    unit: Unit,
    actor: Actor,
    held: frozenset[Role],
    faculty: str,
    cases: list[Case],
    *,
    at: datetime,
) -> OrderId:
    order = await unit.orders.issue(_new_order(faculty, actor.id, cases, at))
    names: dict[ExamId, list[str]] = {}
    for case in cases:
        ordered = case.order(held, order.id, at=at)
        kept = await keep_case(unit, actor, case, ordered, CaseAct.ORDER.value, at=at)
        attempt = await unit.attempts.get(case.attempt_id)
        student = await unit.people.get(case.student_id)
        if attempt is None or student is None:
            raise Unknown
        reason = case.reason.value if case.reason else "other"
        excused = rulings.end(attempt, Act.EXCUSE, DEAN_ORDERS, reason=reason)
        await _keep_attempt(unit, actor, kept, attempt, excused, Act.EXCUSE, at=at)
        await tell_applicant(unit, kept)
        names.setdefault(case.exam_id, []).append(student.name)
    for exam_id, listed in names.items():
        exam = known(await unit.exams.get(exam_id))
        notice = StudentsExcused(
            exam=exam_id,
            subject=exam.subject,
            starts_at=exam.starts_at,
            order=f"{order.number}/{order.year}",
            names=tuple(listed),
        )
        await tell_staff(unit, exam, notice, key=f"order:{order.id}", priority=Priority.REMINDER)
    return order.id


async def _keep_attempt(  # noqa: PLR0917 - who, about what, from what to what
    unit: Unit,
    actor: Actor,
    case: Case,
    before: Attempt,
    after: Attempt,
    act: Act,
    *,
    at: datetime,
) -> None:
    """Save an attempt of an exam that is over, with its event."""
    await unit.attempts.save(after)
    await unit.events.append(
        Happening(
            exam_id=case.exam_id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=Role.DEAN if Role.DEAN in actor.roles else Role.DEPUTY,
            act=act.value,
            attempt_id=case.attempt_id,
            before=before.stage.value,
            after=after.stage.value,
            facts={"case": case.id, "order": case.order_id},
        )
    )


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """The dean cancels an order; that is a new order, and the old one stays what it was."""

    units: Units
    clock: Clock
    days: WorkingDays
    print: PrintOrder

    async def __call__(self, actor: Actor, order: OrderId) -> OrderShown:
        """Issue the order that cancels: attempts stand as missed, cases wait for a decision.

        Raises:
            Unknown: there is no such order, or it is one that cancels another.
            CaseMoved: an additional exam is planned by it; that is cancelled first.
            NotAllowed: of another faculty.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = known(await unit.orders.get(order))
            held = await office(unit, actor, found.faculty)
            if found.cancels is not None:
                raise Unknown
            new = found.cancelled_by
            if new is None:
                cases = await unit.cases.many(found.cases)
                planned = _new_order(found.faculty, actor.id, cases, now, cancels=found.id)
                cancelling = await unit.orders.issue(planned)
                await unit.orders.set_cancelled(replace(found, cancelled_by=cancelling.id))
                until = working_days_later(now, DECIDE_DAYS, self.days.works)
                for case in cases:
                    await self._take_back(unit, actor, held, case, until=until, now=now)
                new = cancelling.id
                await unit.commit()
        await self.print(new)
        async with self.units.reading() as unit:
            kept = known(await unit.orders.get(new))
            return await shown_order(unit, kept, can_cancel=False)

    async def _take_back(
        self,
        unit: Unit,
        actor: Actor,
        held: frozenset[Role],
        case: Case,
        *,
        until: datetime,
        now: datetime,
    ) -> None:
        back = case.cancel_order(held, decide_by=until)
        act = CaseAct.CANCEL_ORDER.value
        kept = await keep_case(unit, actor, case, back, act, at=now)
        attempt = await unit.attempts.get(case.attempt_id)
        if attempt is None:
            raise CaseMoved(stage=case.stage.value)
        missed = rulings.revoke_excuse(attempt, DEAN_ORDERS, missed_as=case.missed_as)
        revoked = Act.REVOKE_EXCUSE
        await _keep_attempt(unit, actor, case, attempt, missed, revoked, at=now)
        await tell_applicant(unit, kept)


@dataclass(frozen=True, slots=True)
class ListOrders:
    """The dean's office, or the registrar, looks at the orders."""

    units: Units

    async def __call__(self, actor: Actor) -> OrderList:
        """Return them, the newest first."""
        async with self.units.reading() as unit:
            faculty = await faculty_led(unit, actor)
            orders = await unit.orders.latest(faculty=faculty, limit=LATEST)
        return OrderList(
            orders=tuple(
                OrderLine(
                    order=order.id,
                    number=order.number,
                    year=order.year,
                    issued_at=order.issued_at,
                    people=len(order.cases),
                    cancels=order.cancels is not None,
                    cancelled=order.cancelled_by is not None,
                )
                for order in orders
            )
        )


@dataclass(frozen=True, slots=True)
class ShowOrder:
    """Somebody opens an order."""

    units: Units

    async def __call__(self, actor: Actor, order: OrderId) -> OrderShown:
        """Return it with its paper.

        Raises:
            NotAllowed: of another faculty.
        """
        async with self.units.reading() as unit:
            await faculty_led(unit, actor)
            found = known(await unit.orders.get(order))
            mine = not actor.roles.isdisjoint(OFFICE)
            if mine:
                await office(unit, actor, found.faculty)
            return await shown_order(unit, found, can_cancel=mine)
