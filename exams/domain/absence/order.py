"""An order of a dean: who is excused."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import CaseId, Digest, OrderId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order of a dean: who is excused, or which order is cancelled.

    Attributes:
        number: from 1, without gaps in a faculty and year.
        cancels: the order that this one cancels; an order itself is never changed.
        cases: whom it names.
        paper: the PDF; None for the moment between the number and the paper.
    """

    id: OrderId
    faculty: str
    year: int
    number: int
    issued_at: datetime
    by: PersonId
    cases: tuple[CaseId, ...]
    cancels: OrderId | None = None
    cancelled_by: OrderId | None = None
    paper: Digest | None = None


def seal_of(cases: Iterable[CaseId]) -> str:
    """Return a few digits that differ for other cases: what was looked at is what is issued."""
    listed = ",".join(str(case) for case in sorted(cases))
    return hashlib.sha256(listed.encode()).hexdigest()[:12]
