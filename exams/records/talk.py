"""What was said between a student and the proctors."""

from typing import Protocol

from exams.domain.ids import AttemptId, ExamId
from exams.domain.talk import Remark


class Talk(Protocol):
    """What student and proctor said to each other."""

    async def add(self, remark: Remark) -> None:
        """Store a remark."""

    async def of(self, attempt: AttemptId) -> tuple[Remark, ...]:
        """Return an attempt's remarks, the first one first."""

    async def unanswered(self, *exams: ExamId) -> dict[AttemptId, int]:
        """Return how many questions of each student came after the proctor's last message."""
