"""Plans of marking, and what each marker gave, in SQL."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.marking import Marking, MarkingPlan
from storage.rows import first_come, require_one, values_of
from storage.tables import sitting
from storage.tables.grades import marking_plans, markings

MARKERS: Final = ("first", "second", "third")
ELSEWHERE: Final = frozenset({"markers"})


@dataclass(frozen=True, slots=True)
class SqlMarkings:
    """Plans in `marking_plans`, one for an exam; marks of markers in `markings`."""

    connection: AsyncConnection

    async def plan(self, exam: ExamId) -> MarkingPlan | None:
        """Return an exam's plan; None where its proctors mark it under its students' names."""
        rows = await self.connection.execute(
            select(marking_plans).where(marking_plans.c.exam_id == exam)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else _plan(row)

    async def plans_of(self, marker: PersonId) -> tuple[MarkingPlan, ...]:
        """Return the plans in which somebody is a marker, the newest exam first."""
        mine = or_(*(marking_plans.c[name] == marker for name in MARKERS))
        rows = await self.connection.execute(
            select(marking_plans)
            .join(sitting.exams)
            .where(mine)
            .order_by(sitting.exams.c.starts_at.desc(), sitting.exams.c.id)
        )
        return tuple(_plan(row) for row in rows.mappings())

    async def put_plan(self, plan: MarkingPlan) -> None:
        """Write a plan.

        Raises:
            Stale: there is a first one already, or the changed one is not the stored version.
        """
        values = values_of(plan, without=ELSEWHERE) | {"version": plan.version + 1}
        values |= {
            name: plan.markers[place] if place < len(plan.markers) else None
            for place, name in enumerate(MARKERS)
        }
        if plan.version == 0:
            with first_come():
                await self.connection.execute(insert(marking_plans), values)
            return
        done = await self.connection.execute(
            update(marking_plans)
            .where(
                marking_plans.c.exam_id == plan.exam_id,
                marking_plans.c.version == plan.version,
            )
            .values(values)
        )
        require_one(done)

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, dict[int, Marking]]:
        """Return what was given for each work of an exam, by turn."""
        rows = await self.connection.execute(
            select(markings)
            .join(sitting.attempts)
            .where(sitting.attempts.c.exam_id == exam)
            .order_by(markings.c.attempt_id, markings.c.turn)
        )
        found: dict[AttemptId, dict[int, Marking]] = {}
        for row in rows.mappings():
            found.setdefault(row["attempt_id"], {})[row["turn"]] = Marking(**row)
        return found

    async def put(self, marking: Marking) -> None:
        """Write what a marker gives for a work, in place of what the same one gave."""
        await self.connection.execute(
            delete(markings).where(
                markings.c.attempt_id == marking.attempt_id, markings.c.turn == marking.turn
            )
        )
        await self.connection.execute(insert(markings), values_of(marking))


def _plan(row: Any) -> MarkingPlan:
    values = dict(row)
    named = [values.pop(name) for name in MARKERS]
    return MarkingPlan(markers=tuple(one for one in named if one is not None), **values)
