"""An absence case as the dean's office and the registrar see it, with what they can do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from exams.domain.absence.case import OUTAGES, Case
from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Act
from exams.domain.people import Actor, Person, Role
from exams.domain.refusals.people import known
from exams.domain.spelling import alike
from exams.notices.absence import AbsenceCard, RegionOutage
from exams.records.outages import CutOff
from exams.records.unit import Unit
from exams.services.absence.absences import OFFICE, order_name, timeline_of

TOGETHER: Final = timedelta(minutes=10)  # cut off as near as this to each other: one outage
SAME_OUTAGE: Final = timedelta(hours=12)  # what students write of it is less exact


async def card_of_case(unit: Unit, actor: Actor, case: Case, *, now: datetime) -> AbsenceCard:
    """Return a case with everything that helps to decide it."""
    exam = known(await unit.exams.get(case.exam_id))
    student = known(await unit.people.get(case.student_id))
    group = await unit.groups.get(student.group_id) if student.group_id else None
    anew = await unit.exams.get(case.additional_id) if case.additional_id else None
    return AbsenceCard(
        case=case.id,
        name=student.name,
        number=student.number,
        group=group.name if group else "",
        subject=exam.subject,
        starts_at=exam.starts_at,
        stage=case.stage.value,
        reason=case.reason.value if case.reason else "",
        happened_at=case.happened_at,
        text=case.text,
        on_behalf=case.on_behalf,
        reconsidered=case.reconsidered,
        pages=len(await unit.cases.evidence(case.id)),
        confirmed_at=case.submitted_at,
        decide_by=case.decide_by if case.stage is CaseStage.SUBMITTED else None,
        decision=case.decision,
        order=await order_name(unit, case),
        starts_at_anew=anew.starts_at if anew else None,
        timeline=await timeline_of(unit, case.exam_id, case.attempt_id),
        earlier=len(await unit.cases.of_student(case.student_id)) - 1,
        cut_together=await _cut_together(unit, case),
        sitting=await unit.attempts.count(case.exam_id),
        outage=await _outage(unit, case, student),
        can=_can(actor, case, now),
    )


async def _cut_together(unit: Unit, case: Case) -> int:
    """Return how many students of the exam were cut off within minutes of this one."""
    return len(
        {
            event.attempt_id
            for event in await unit.events.of(case.exam_id)
            if event.act == Act.INTERRUPT.value and abs(event.at - case.happened_at) <= TOGETHER
        }
    )


async def _outage(unit: Unit, case: Case, student: Person) -> RegionOutage | None:
    """Return whom else of the student's region it struck, in any exam."""
    if case.reason not in {None, *OUTAGES}:
        return None
    if not student.region:
        return RegionOutage(region="")
    at, minutes, hours = case.happened_at, TOGETHER, SAME_OUTAGE
    cut_off = _of_region(student, await unit.outages.cut_off(at - minutes, at + minutes))
    applied = _of_region(student, await unit.outages.applied(at - hours, at + hours))
    return RegionOutage(
        region=student.region,
        cut_off=len({one.student for one in cut_off}),
        exams=len({one.exam for one in cut_off}),
        applied=len({one.student for one in applied}),
    )


def _of_region(student: Person, cut_off: Iterable[CutOff]) -> list[CutOff]:
    region = alike(student.region)
    return [one for one in cut_off if alike(one.region) == region and one.student != student.id]


def _can(actor: Actor, case: Case, now: datetime) -> tuple[str, ...]:
    """Return what the reader can do; nothing for the deputy while the dean has time."""
    if actor.roles.isdisjoint(OFFICE):
        return ()
    silent = case.decide_by is not None and now >= case.decide_by
    if Role.DEAN not in actor.roles and not silent:
        return ()
    if case.stage is CaseStage.SUBMITTED:
        return ("approve", "refuse", "ask_proof")
    if case.stage is CaseStage.APPROVED:
        return ("plan",) if case.order_id else ("order",)
    return ()
