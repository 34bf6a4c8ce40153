"""How long an exam is planned to last, and when two are too near each other (rules A)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from exams.domain.exam import OVERRUN, Exam, Kind
from exams.domain.ids import ExamId
from exams.domain.oral import timeline

MINUTE: Final = timedelta(minutes=1)
NEAR: Final = timedelta(days=1)  # no exam lasts so long that it meets one a day away

Students = Mapping[ExamId, int]
"""How many sit each exam; one that is not named counts as sat by nobody yet."""


def lasts(exam: Exam, students: Students) -> timedelta:
    """Return how long an exam is planned to last.

    In an oral one the students answer one after another: it lasts until the last has answered,
    and none is shorter than the schedule says.
    """
    count = students.get(exam.id, 0)
    if exam.kind is not Kind.ORAL or not count:
        return exam.allowed
    minutes = exam.answer_time // MINUTE
    last = timeline(count, minutes=minutes, equal=exam.equal_preparation)[-1]
    return max(exam.allowed, last.done * MINUTE)


def over_by(exam: Exam, students: Students) -> datetime:
    """Return by when whoever came last has ended, and sent what is to be sent."""
    return exam.starts_at + lasts(exam, students) + OVERRUN[exam.kind]


def clash(one: Exam, other: Exam, students: Students) -> bool:
    """Return whether nobody could be at both, come late to the first as one may."""
    begins_before = one.starts_at < over_by(other, students)
    return begins_before and other.starts_at < over_by(one, students)
