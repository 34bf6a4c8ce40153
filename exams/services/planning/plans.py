"""What all use cases of an additional exam's plan share: finding, keeping and dropping it."""

from dataclasses import replace
from datetime import datetime

from exams.domain.absence.plan import Plan
from exams.domain.absence.table import CaseAct, CaseStage, PlanAct
from exams.domain.people import Actor, Role
from exams.records.events import Happening
from exams.records.unit import Unit
from exams.services.absence.absences import keep_case, tell_applicant
from exams.services.keeping import office_capacity

PLANNED = frozenset({CaseStage.APPROVED, CaseStage.SCHEDULED})


async def keep_plan(
    unit: Unit, actor: Actor, before: Plan, after: Plan, act: PlanAct, *, at: datetime
) -> Plan:
    """Save a changed plan with its event; return it as it is stored now."""
    await unit.plans.save(after)
    await unit.events.append(
        Happening(
            exam_id=before.exam_id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=office_capacity(actor),
            act=f"plan_{act.value}",
            before=before.stage.value,
            after=after.stage.value,
        )
    )
    return replace(after, version=after.version + 1)


async def unplan(
    unit: Unit, actor: Actor, plan: Plan, held: frozenset[Role], *, at: datetime
) -> Plan:
    """Drop a plan whose exam does not take place; its cases wait for another one."""
    dropped = plan.take(PlanAct.DROP, held)
    kept = await keep_plan(unit, actor, plan, dropped, PlanAct.DROP, at=at)
    for case in await unit.cases.of_additional(plan.exam_id):
        if case.stage not in PLANNED:
            continue  # its student has sat the exam
        waiting = case.unplan(held)
        act = CaseAct.UNPLAN.value
        await tell_applicant(unit, await keep_case(unit, actor, case, waiting, act, at=at))
    return kept
