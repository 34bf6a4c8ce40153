"""Plans of additional exams."""

from collections.abc import Iterable
from typing import Protocol

from exams.domain.absence.plan import Plan
from exams.domain.absence.table import PlanStage
from exams.domain.ids import ExamId


class Plans(Protocol):
    """Plans of additional exams."""

    async def get(self, exam: ExamId) -> Plan | None:
        """Return the plan of an additional exam; None if the exam is an ordinary one."""

    async def in_stages(
        self, stages: Iterable[PlanStage], *, faculty: str = ""
    ) -> tuple[Plan, ...]:
        """Return the plans at one of these stages, by the exams' start."""

    async def add(self, plan: Plan) -> None:
        """Store a new plan."""

    async def save(self, plan: Plan) -> None:
        """Write a changed plan if its version is still the stored one."""
