"""What is kept of commissions."""

from datetime import datetime
from typing import Protocol

from exams.domain.commission import Commission
from exams.domain.ids import AttemptId, ExamId, PersonId


class Commissions(Protocol):
    """Commissions, and what their members gave."""

    async def of(self, exam: ExamId) -> Commission | None:
        """Return an exam's commission; None where its proctors mark alone."""

    async def put(self, commission: Commission) -> None:
        """Write a commission: a first one, or another if its version is still the stored one."""

    async def dissolve(self, exam: ExamId) -> None:
        """Let the proctors mark alone again."""

    async def given(self, attempt: AttemptId) -> dict[PersonId, int | None]:
        """Return what members gave for an answer; None: was absent."""

    async def given_in(self, exam: ExamId) -> dict[AttemptId, dict[PersonId, int | None]]:
        """Return what members gave for each answer of an exam that has a mark of theirs."""

    async def begun(self, exam: ExamId) -> bool:
        """Return whether any answer was marked."""

    async def give(
        self, attempt: AttemptId, member: PersonId, points: int | None, at: datetime
    ) -> None:
        """Write a member's mark in place of an earlier one."""
