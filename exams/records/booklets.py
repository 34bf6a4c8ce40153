"""Booklets of computer tests."""

from datetime import datetime
from typing import Protocol

from exams.domain.attempt import Attempt
from exams.domain.booklet import Booklet
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId, PersonId


class Booklets(Protocol):
    """Booklets of computer tests, with the answers."""

    async def of(self, attempt: AttemptId) -> Booklet | None:
        """Return an attempt's booklet."""

    async def sat(
        self, student: PersonId, exam: ExamId
    ) -> tuple[Attempt, Booklet, ExamStage] | None:
        """Return a student's attempt, its booklet and the stage of its exam, if there is one."""

    async def sitting(self, student: PersonId) -> ExamId | None:
        """Return the exam whose test a student sits at this moment."""

    async def progress(self, *exams: ExamId) -> dict[AttemptId, tuple[int, int]]:
        """Return how many questions of each booklet have an answer, and how many there are."""

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Booklet]:
        """Return all booklets of an exam with their newest answers."""

    async def behind(self, shown_before: datetime, *, limit: int) -> tuple[AttemptId, ...]:
        """Return running tests whose window has not shown the time since then, oldest first."""

    async def add(self, booklet: Booklet) -> None:
        """Store a new booklet; an attempt has one."""

    async def save(self, booklet: Booklet, *, given_at: int | None = None) -> Booklet:
        """Write how far a booklet has come, and the answer newly given at a place.

        Every answer is kept, also those that were changed later.

        Returns:
            The booklet as it is stored now.
        """
