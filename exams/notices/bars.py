"""Students who are kept from an exam: the list, and the bar that was lifted (rules B)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredList(Notice):
    """Who is kept from an exam, and why.

    Attributes:
        students: attempt, name, and a code of `reason`.
        how: lift, where the reader may; late, where nobody may any more; ask, where the
            registrar may.
    """

    template = "barred_list"
    exam: ExamId
    subject: str
    starts_at: datetime
    students: tuple[tuple[int, str, str], ...]
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLifted(Notice):
    """Tell a student that nothing keeps from the exam any more, and why.

    Attributes:
        until: when check-in closes, where it is open already; else None.
    """

    template = "bar_lifted"
    exam: ExamId
    subject: str
    starts_at: datetime
    reason: str
    until: datetime | None = None
