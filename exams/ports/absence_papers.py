"""What the papers of an absence say, and the port that sets them.

Words stand in the forms, in Kazakh and Russian; here are only facts, with codes for what a form
puts into words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.records.absence_cases import ListedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """An application to the dean.

    Attributes:
        kind: of the exam, as in `Kind`.
        reason: as in `Reason`; missed_as: as in `Stage`.
        by: who wrote it for the student, empty where the student did.
        timeline: what the log of the attempt tells: when, and a code of `timeline`.
        confirmed_at: when the applicant confirmed it, None for a draft.
        digest: SHA-256 of what was confirmed.
    """

    case: int
    faculty: str
    name: str
    number: str
    group: str
    subject: str
    kind: str
    starts_at: datetime
    reason: str
    happened_at: datetime
    missed_as: str
    text: str
    by: str
    timeline: tuple[tuple[datetime, str], ...]
    pages: int
    confirmed_at: datetime | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPerson:
    """One student in an order, with the exam that was missed and the grounds."""

    name: str
    number: str
    group: str
    subject: str
    kind: str
    starts_at: datetime
    reason: str
    applied_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order; `cancels` is number, year and date of the order that it cancels."""

    faculty: str
    number: int
    year: int
    issued_at: datetime
    dean: str
    deputy: bool
    people: tuple[OrderPerson, ...]
    cancels: tuple[int, int, datetime] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFacts:
    """The additional schedule as the registrar receives it.

    Attributes:
        orders: "12/2026", of the orders behind it.
        students: name, number, group.
        commission: names of those who hear an oral exam, the chair first; empty where none does.
    """

    faculty: str
    dean: str
    approved_at: datetime
    subject: str
    kind: str
    missed_at: datetime
    starts_at: datetime
    minutes: int
    proctor: str
    host: str
    tickets: int
    orders: tuple[str, ...]
    students: tuple[tuple[str, str, str], ...]
    commission: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOrder:
    """One order in the register of a period."""

    number: int
    year: int
    faculty: str
    issued_at: datetime
    by: str
    people: int
    cancels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterExam:
    """One additional exam in the register of a period."""

    subject: str
    starts_at: datetime
    stage: str
    people: int
    proctor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """Cases, orders and additional exams of a period."""

    since: datetime
    until: datetime
    cases: tuple[ListedCase, ...]
    orders: tuple[RegisterOrder, ...]
    exams: tuple[RegisterExam, ...]


class AbsencePapers(Protocol):
    """Sets the papers; never blocks the event loop."""

    async def application(self, facts: ApplicationFacts) -> bytes:
        """Return the application as a PDF in the form universities use."""

    async def order(self, facts: OrderFacts) -> bytes:
        """Return the order as a PDF, in Kazakh and Russian."""

    async def schedule(self, facts: ScheduleFacts) -> bytes:
        """Return the additional schedule as a PDF."""

    async def schedule_workbook(self, facts: ScheduleFacts) -> bytes:
        """Return the additional schedule as an XLSX, safe against formulas in names."""

    async def register(self, facts: RegisterFacts) -> bytes:
        """Return the register of a period as an XLSX."""
