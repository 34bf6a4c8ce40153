"""Absence cases with their evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.absence.case import Case
from exams.domain.absence.evidence import Evidence
from exams.domain.absence.table import CaseStage
from exams.domain.ids import AttemptId, CaseId, Digest, EvidenceId, ExamId, PersonId

NEW_CASE = CaseId(0)
NEW_EVIDENCE = EvidenceId(0)
"""Ids of what is not stored yet; `add` returns the same with its own id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """A case in a list, with what a reader knows it by.

    Attributes:
        starts_at: of the missed exam.
        pages: of evidence.
        order_number: with the year of the order, None where there is none.
    """

    case: Case
    name: str
    number: str
    group: str
    subject: str
    starts_at: datetime
    pages: int
    order_number: tuple[int, int] | None = None


class Cases(Protocol):
    """Absence cases and their evidence.

    A faculty narrows a list to what concerns it; "" means the whole university.
    """

    async def get(self, case: CaseId) -> Case | None:
        """Return a case by id."""

    async def many(self, cases: Iterable[CaseId]) -> tuple[Case, ...]:
        """Return those of the ids that exist, by id."""

    async def of_attempt(self, attempt: AttemptId) -> Case | None:
        """Return the case about an attempt."""

    async def anew(self, attempt: AttemptId) -> Case | None:
        """Return the case whose additional exam this attempt sits."""

    async def of_student(self, student: PersonId) -> tuple[Case, ...]:
        """Return a student's cases, the newest first."""

    async def of_exam(self, exam: ExamId) -> tuple[Case, ...]:
        """Return the cases about attempts of an exam."""

    async def of_additional(self, exam: ExamId) -> tuple[Case, ...]:
        """Return the cases whose students sit an additional exam."""

    async def listed(
        self,
        stages: Iterable[CaseStage],
        *,
        faculty: str = "",
        words: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
        offset: int = 0,
    ) -> tuple[ListedCase, ...]:
        """Return a part of a list, what is due first on top.

        Args:
            stages: which cases.
            faculty: whose.
            words: a part of the student's name or number.
            since: only those opened then or later.
            until: only those opened before.
            limit: how many at most.
            offset: how many to leave out before.
        """

    async def counts(self, *, faculty: str = "") -> dict[CaseStage, int]:
        """Return how many cases stand at each stage."""

    async def to_order(self, *, faculty: str = "") -> tuple[Case, ...]:
        """Return what is approved and stands in no order."""

    async def to_plan(self, *, faculty: str = "") -> tuple[Case, ...]:
        """Return what an order names and no additional exam is planned for."""

    async def due(self, now: datetime) -> tuple[Case, ...]:
        """Return the cases for which a moment has passed, or is near enough to remind of."""

    async def add(self, case: Case) -> Case:
        """Store a new case; one per attempt."""

    async def save(self, case: Case) -> None:
        """Write a changed case if its version is still the stored one."""

    async def evidence(self, case: CaseId) -> tuple[Evidence, ...]:
        """Return the pages of evidence in the order of sending."""

    async def add_evidence(self, evidence: Evidence) -> None:
        """Store a page of evidence; the same page of the same message again changes nothing."""

    async def old_evidence(self, closed_before: datetime) -> tuple[Evidence, ...]:
        """Return the evidence of cases that were closed before a moment."""

    async def forget(self, evidence: Sequence[Evidence]) -> tuple[Digest, ...]:
        """Delete evidence; return the pictures to which nothing refers any more."""
