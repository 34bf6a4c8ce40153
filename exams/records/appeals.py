"""Appeals against marks."""

from datetime import datetime
from typing import Protocol

from exams.domain.appeal import Appeal
from exams.domain.ids import AttemptId, ExamId


class Appeals(Protocol):
    """Appeals against marks, one for an attempt."""

    async def of(self, attempt: AttemptId) -> Appeal | None:
        """Return the appeal against an attempt's mark."""

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Appeal]:
        """Return all appeals against marks of an exam."""

    async def open(self) -> tuple[Appeal, ...]:
        """Return those nobody has decided, the most urgent first."""

    async def due(self, now: datetime) -> tuple[Appeal, ...]:
        """Return the open ones whose deciders are to be reminded."""

    async def add(self, appeal: Appeal) -> Appeal:
        """Store a new appeal; one per attempt."""

    async def save(self, appeal: Appeal) -> None:
        """Write a changed appeal if its version is still the stored one."""
