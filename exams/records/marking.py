"""How an exam is marked."""

from typing import Protocol

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.marking import Marking, MarkingPlan


class Markings(Protocol):
    """Plans of marking, and what each marker gave."""

    async def plan(self, exam: ExamId) -> MarkingPlan | None:
        """Return an exam's plan; None where its proctors mark it under its students' names."""

    async def plans_of(self, marker: PersonId) -> tuple[MarkingPlan, ...]:
        """Return the plans in which somebody is a marker, the newest exam first."""

    async def put_plan(self, plan: MarkingPlan) -> None:
        """Write a plan: a first one, or a changed one if its version is still the stored one."""

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, dict[int, Marking]]:
        """Return what was given for each work of an exam, by turn."""

    async def put(self, marking: Marking) -> None:
        """Write what a marker gives for a work, in place of what the same one gave."""
