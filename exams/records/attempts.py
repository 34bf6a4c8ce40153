"""Attempts: one student's part in one exam."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, ExamId, PersonId

NEW_ATTEMPT = AttemptId(0)
"""The id of what is not stored yet; `add` returns the same with its own id."""


class Attempts(Protocol):
    """Attempts."""

    async def get(self, attempt: AttemptId) -> Attempt | None:
        """Return an attempt by id."""

    async def of(self, student: PersonId, exam: ExamId) -> Attempt | None:
        """Return a student's attempt at an exam."""

    async def of_exam(self, *exams: ExamId) -> tuple[Attempt, ...]:
        """Return the attempts at an exam, or at several, by the students' names.

        Of a resit, of those who need it.
        """

    async def without_clock(self, *exams: ExamId) -> tuple[Attempt, ...]:
        """Return those of these exams who drew a ticket, and whose clock has not started."""

    async def going_on(self, *exams: ExamId, but: frozenset[Stage] = frozenset()) -> set[ExamId]:
        """Return those of these exams in which something is expected of somebody.

        Args:
            exams: which.
            but: of whom is at one of these stages nothing is.
        """

    async def of_groups(self, exam: ExamId) -> tuple[Attempt, ...]:
        """Return the same, and those of a resit's groups who need none."""

    async def of_student(self, student: PersonId) -> tuple[Attempt, ...]:
        """Return a student's attempts, by the exams' start; no resit that is not needed."""

    async def by_registrant(self, exam: ExamId, registrant: str) -> Attempt | None:
        """Return the attempt whose personal link has this owner."""

    async def newcomers(self, *exams: ExamId) -> tuple[Attempt, ...]:
        """Return those of these exams who may come, and are not asked in yet or have no link."""

    async def count(self, exam: ExamId) -> int:
        """Return how many attempts an exam has."""

    async def counts(self, exams: Iterable[ExamId]) -> Mapping[ExamId, int]:
        """Return how many attempts each of these exams has; none is 0."""

    async def sat_near(self, exam: Exam) -> Mapping[ExamId, int]:
        """Return which exams of the day before and after its students sit: how many of them."""

    async def left_waiting(
        self, stages: Collection[Stage], since: datetime
    ) -> tuple[tuple[Attempt, datetime], ...]:
        """Return who is at one of these stages since a moment or longer: since when."""

    async def due(self, now: datetime) -> tuple[Attempt, ...]:
        """Return the attempts for which a moment has passed.

        Writing whose deadline is reached; computer tests past theirs and the seconds of grace;
        pens down, uploading or reshooting whose window has closed; and interruptions of 30
        minutes.
        """

    async def counting_down(self, now: datetime) -> tuple[Attempt, ...]:
        """Return those who write, or sit a test, with an hour or less left."""

    async def without_document(self, now: datetime) -> tuple[Attempt, ...]:
        """Return those who were to show a document by now, and have not."""

    async def away(self, since: datetime) -> tuple[Attempt, ...]:
        """Return the active attempts whose student left the conference before this moment."""

    async def add(self, attempt: Attempt) -> Attempt:
        """Store a new attempt; one per student and exam."""

    async def add_all(self, attempts: Sequence[Attempt]) -> None:
        """Store many new attempts at once; they are read again for their ids."""

    async def save(self, attempt: Attempt) -> None:
        """Write a changed attempt if its version is still the stored one."""

    async def save_all(self, attempts: Sequence[Attempt]) -> None:
        """Write many changed attempts at once, if all their versions are still the stored ones."""
