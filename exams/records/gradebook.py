"""Grades on their way to the university's own system."""

from datetime import datetime
from typing import Protocol

from exams.domain.gradebook import GradeRow
from exams.domain.ids import AttemptId, ExamId


class Gradebook(Protocol):
    """Grades on their way to the university's own system."""

    async def get(self, key: str) -> GradeRow | None:
        """Return a row by its name, None for a name that is none."""

    async def of_attempt(self, attempt: AttemptId) -> tuple[GradeRow, ...]:
        """Return every row of an attempt, the first grade first."""

    async def of_exam(self, exam: ExamId) -> tuple[GradeRow, ...]:
        """Return every row of an exam."""

    async def due(self, now: datetime, *, limit: int) -> tuple[GradeRow, ...]:
        """Return rows that wait and may be sent, the oldest first."""

    async def add(self, row: GradeRow) -> None:
        """Store a new row."""

    async def save(self, row: GradeRow) -> None:
        """Write a changed row if its version is still the stored one."""
