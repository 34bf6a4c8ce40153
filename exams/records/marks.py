"""Examiners' marks."""

from typing import Protocol

from exams.domain.grades import Mark
from exams.domain.ids import AttemptId, ExamId, PersonId


class Marks(Protocol):
    """Examiners' marks."""

    async def of(self, attempt: AttemptId) -> Mark | None:
        """Return an attempt's mark."""

    async def of_exam(self, *exams: ExamId) -> dict[AttemptId, Mark]:
        """Return all marks of an exam, or of several."""

    async def of_student(self, student: PersonId) -> dict[AttemptId, Mark]:
        """Return all marks of a student."""

    async def put(self, mark: Mark) -> None:
        """Write a mark: a first one, or a changed one if its version is still the stored one."""

    async def drop(self, mark: Mark) -> None:
        """Take a draft back that was the first one, if its version is still the stored one."""
