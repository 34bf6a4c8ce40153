"""Absence cases with their evidence, orders, and plans of additional exams."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.absence.case import Case
from exams.domain.absence.evidence import Evidence
from exams.domain.absence.order import Order
from exams.domain.absence.plan import Plan
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.ids import AttemptId, CaseId, Digest, EvidenceId, ExamId, OrderId, PersonId

NEW_CASE = CaseId(0)
NEW_EVIDENCE = EvidenceId(0)
NEW_ORDER = OrderId(0)
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


class Orders(Protocol):
    """Orders; they are never deleted, so their numbers have no gaps."""

    async def get(self, order: OrderId) -> Order | None:
        """Return an order by id."""

    async def issue(self, order: Order) -> Order:
        """Store a new order under the next number of its faculty and year."""

    async def set_paper(self, order: Order) -> None:
        """Write an order's PDF, which it gets once."""

    async def set_cancelled(self, order: Order) -> None:
        """Write by which order it was cancelled, which happens once."""

    async def latest(self, *, faculty: str = "", limit: int, offset: int = 0) -> tuple[Order, ...]:
        """Return a part of the list, the newest first."""

    async def between(
        self, since: datetime, until: datetime, *, faculty: str = ""
    ) -> tuple[Order, ...]:
        """Return the orders of a period, by date."""

    async def without_paper(self) -> tuple[Order, ...]:
        """Return the orders whose PDF is still to be made."""


class Plans(Protocol):
    """Plans of additional exams."""

    async def get(self, exam: ExamId) -> Plan | None:
        """Return the plan of an additional exam; None if the exam is an ordinary one."""

    async def in_stages(
        self, stages: Iterable[PlanStage], *, faculty: str = ""
    ) -> tuple[Plan, ...]:
        """Return the plans at one of these stages, by the exams' start."""

    async def add(self, plan: Plan) -> None:
        """Store a new plan."""

    async def save(self, plan: Plan) -> None:
        """Write a changed plan if its version is still the stored one."""
