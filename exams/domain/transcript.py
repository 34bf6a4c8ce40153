"""What a student has earned: every sitting of a subject, and which of them counts (rules E)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final

from exams.domain.attempt_table import OVER, SAT, Stage
from exams.domain.exam import Kind
from exams.domain.grades import final_points, grade_of
from exams.domain.spelling import alike

INCOMPLETE: Final = "I"  # marks an excused absence; it has no grade point
RESIT: Final = "FX"
FAILED: Final = "F"
MOST_RESITS: Final = 2  # after FX; the third one is the registrar's task
HUNDREDTH: Final = Decimal("0.01")


class Standing(Enum):
    """What follows from the grades in one subject."""

    PASSED = "passed"
    RESIT = "resit"
    REGISTRAR = "registrar"
    INCOMPLETE = "incomplete"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One student's part in one exam, as far as a grade is concerned.

    Attributes:
        marked: the examiner's points, or the test's; None without a mark.
    """

    subject: str
    kind: Kind
    starts_at: datetime
    stage: Stage
    rating: int | None
    marked: int | None

    @property
    def points(self) -> int | None:
        """Return the points of the exam; an annulled attempt has none."""
        return None if self.stage is Stage.ANNULLED else self.marked

    @property
    def final(self) -> int | None:
        """Return the final grade in points; None unless rating and exam are both positive."""
        if self.points is None:
            return None
        return final_points(rating=self.rating, exam=self.points)

    @property
    def letter(self) -> str:
        """Return the letter: of the final grade, of the exam where there is none, or I."""
        if self.points is None:
            return INCOMPLETE if self.stage is Stage.EXCUSED else ""
        return grade_of(self.points if self.final is None else self.final).letter

    @property
    def gpa(self) -> str:
        """Return the grade point as it is written; empty where there is none."""
        if self.points is None:
            return ""
        return grade_of(self.points if self.final is None else self.final).gpa

    @property
    def told(self) -> bool:
        """Return whether there is something to write down: a grade, or why there is none."""
        return bool(self.letter) or (self.stage in OVER and self.stage not in SAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One subject with every sitting of it, the earliest first; there is at least one."""

    subject: str
    sittings: tuple[Sitting, ...]

    @property
    def graded(self) -> tuple[Sitting, ...]:
        """Return the sittings that earned a grade."""
        return tuple(one for one in self.sittings if one.gpa)

    @property
    def counted(self) -> Sitting:
        """Return the sitting that counts: the last one with a letter, else the last one."""
        lettered = [one for one in self.sittings if one.letter]
        return (lettered or self.sittings)[-1]

    @property
    def resits(self) -> int:
        """Return how often the exam was sat again for a grade."""
        return max(len(self.graded) - 1, 0)

    @property
    def standing(self) -> Standing:
        """Return what follows: passed, one of two resits, or a decision of the registrar."""
        letter = self.counted.letter
        if letter == RESIT and self.resits < MOST_RESITS:
            return Standing.RESIT
        if letter in {RESIT, FAILED}:
            return Standing.REGISTRAR
        if letter == INCOMPLETE:
            return Standing.INCOMPLETE
        return Standing.PASSED if letter else Standing.OPEN


def courses(sittings: Iterable[Sitting]) -> tuple[Course, ...]:
    """Gather sittings by subject, in the order in which the subjects were first sat."""
    found: dict[str, list[Sitting]] = {}
    for sitting in sorted(sittings, key=lambda one: (one.starts_at, one.subject)):
        found.setdefault(alike(sitting.subject), []).append(sitting)
    return tuple(Course(subject=same[0].subject, sittings=tuple(same)) for same in found.values())


def average(of: Iterable[Course]) -> Decimal | None:
    """Return the mean grade point of the counted sittings, to a hundredth, half up.

    Every subject weighs the same. FX and F count as the table says; I does not count.
    """
    points = [Decimal(course.counted.gpa) for course in of if course.counted.gpa]
    if not points:
        return None
    return (sum(points, Decimal()) / len(points)).quantize(HUNDREDTH, ROUND_HALF_UP)
