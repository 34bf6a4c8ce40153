"""Grades on their way into the university's system, as the registrar sees them."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A grade which the university's system did not take, and its reason."""

    name: str
    points: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRecords(Notice):
    """How far an exam's grades have come.

    Attributes:
        held_up: why waiting rows wait longer than they should, empty where they do not.
    """

    template = "grade_records"
    exam: ExamId
    subject: str
    waiting: int
    sent: int
    recorded: int
    rejected: tuple[RejectedRow, ...]
    held_up: str
