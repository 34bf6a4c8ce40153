"""Exams."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, PersonId

NEW_EXAM = ExamId(0)
"""The id of what is not stored yet; `add` returns the same with its own id."""


class Exams(Protocol):
    """Exams."""

    async def get(self, exam: ExamId) -> Exam | None:
        """Return an exam by id."""

    async def many(self, exams: Iterable[ExamId]) -> dict[ExamId, Exam]:
        """Return those of the exams which exist, in one reading."""

    async def in_stages(
        self,
        stages: Iterable[ExamStage],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Exam, ...]:
        """Return the exams at one of these stages, by start: those that start then."""

    async def of_proctor(self, proctor: PersonId) -> tuple[Exam, ...]:
        """Return the exams which somebody invigilates or leads, by start."""

    async def of_member(self, member: PersonId) -> tuple[Exam, ...]:
        """Return the exams of whose commission somebody is a member, by start."""

    async def all(self) -> tuple[Exam, ...]:
        """Return every exam that is not archived, by start."""

    async def add(self, exam: Exam) -> Exam:
        """Store a new exam."""

    async def save(self, exam: Exam) -> None:
        """Write a changed exam if its version is still the stored one."""
