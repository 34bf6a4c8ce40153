"""Marks and what they mean: the Kazakh grade table, version 1 (rules E)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from exams.domain.ids import AttemptId, PersonId
from exams.domain.refusals.marks import MarkOutOfRange

HIGHEST: Final = 100
PASSED: Final = 50
RATING_SHARE: Final = 60  # percent of the admission rating in the final grade
EXAM_SHARE: Final = 40

LETTERS: Final = (
    (95, "A", "4.0"),
    (90, "A-", "3.67"),
    (85, "B+", "3.33"),
    (80, "B", "3.0"),
    (75, "B-", "2.67"),
    (70, "C+", "2.33"),
    (65, "C", "2.0"),
    (60, "C-", "1.67"),
    (55, "D+", "1.33"),
    (50, "D", "1.0"),
    (25, "FX", "0.5"),
    (0, "F", "0"),
)
"""Lower bound in points, letter, grade point; the highest first."""
TABLE_VERSION: Final = 1
"""Grows when the ministry changes the table; printed on papers beside it."""


class MarkStatus(Enum):
    """How far a mark has come; its student knows nothing of a draft or a confirmed one."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    RECORDED = "recorded"


TOLD: Final = frozenset({MarkStatus.PUBLISHED, MarkStatus.CORRECTED, MarkStatus.RECORDED})
"""The student has read the mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The examiner's mark for one attempt.

    Attributes:
        points: whole, 0 to 100.
        by: the examiner.
        reason: why it was corrected; empty for a first mark.
        published_at: when the student was told; None for a draft.
        was: the points which a correction replaced; None where there was none.
        version: grows with each saved change.
    """

    attempt_id: AttemptId
    points: int
    status: MarkStatus
    by: PersonId
    at: datetime
    reason: str = ""
    published_at: datetime | None = None
    was: int | None = None
    version: int = 0

    @property
    def is_draft(self) -> bool:
        """Return whether nobody has confirmed it yet."""
        return self.status is MarkStatus.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a number of points is worth."""

    points: int
    letter: str
    gpa: str


def points_of(text: str) -> int:
    """Read a mark.

    Raises:
        MarkOutOfRange: no whole number from 0 to 100.
    """
    cleaned = text.strip()
    number = cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= len(str(HIGHEST))
    if not number or int(cleaned) > HIGHEST:
        raise MarkOutOfRange(given=cleaned[:20])
    return int(cleaned)


def grade_of(points: int) -> Grade:
    """Return letter and grade point for whole points from 0 to 100."""
    _, letter, gpa = next(line for line in LETTERS if points >= line[0])
    return Grade(points=points, letter=letter, gpa=gpa)


def final_points(*, rating: int | None, exam: int) -> int | None:
    """Return 0.6 x rating + 0.4 x exam, rounded half up; None unless both are positive.

    Without a rating there is no final grade either: the university's system knows it.
    """
    if rating is None or rating < PASSED or exam < PASSED:
        return None
    return (rating * RATING_SHARE + exam * EXAM_SHARE + 50) // 100
