"""Plans of additional exams, in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.absence.plan import Plan
from exams.domain.absence.table import PlanStage
from exams.domain.ids import ExamId
from storage.rows import of_faculty, require_one, values_of
from storage.tables import absence, sitting

plans = absence.plans.c


@dataclass(frozen=True, slots=True)
class SqlPlans:
    """Plans of additional exams in the `plans` table."""

    connection: AsyncConnection

    async def get(self, exam: ExamId) -> Plan | None:
        """Return the plan of an additional exam; None if the exam is an ordinary one."""
        rows = await self.connection.execute(select(absence.plans).where(plans.exam_id == exam))
        row = rows.mappings().one_or_none()
        return None if row is None else Plan(**row)

    async def in_stages(
        self, stages: Iterable[PlanStage], *, faculty: str = ""
    ) -> tuple[Plan, ...]:
        """Return the plans at one of these stages, by the exams' start."""
        rows = await self.connection.execute(
            select(absence.plans)
            .join(sitting.exams, sitting.exams.c.id == plans.exam_id)
            .where(plans.stage.in_(list(stages)), of_faculty(plans.faculty, faculty))
            .order_by(sitting.exams.c.starts_at, plans.exam_id)
        )
        return tuple(Plan(**row) for row in rows.mappings())

    async def add(self, plan: Plan) -> None:
        """Store a new plan."""
        await self.connection.execute(insert(absence.plans), values_of(plan))

    async def save(self, plan: Plan) -> None:
        """Write a changed plan if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        done = await self.connection.execute(
            update(absence.plans)
            .where(plans.exam_id == plan.exam_id, plans.version == plan.version)
            .values(values_of(plan) | {"version": plan.version + 1})
        )
        require_one(done)
