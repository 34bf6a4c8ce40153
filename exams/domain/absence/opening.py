"""How a case begins: an attempt that was missed, and who may say so until when."""

from datetime import datetime
from typing import Final

from exams.domain.absence.case import APPLY_WITHIN, Case
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ATTEMPT_TABLE, Act
from exams.domain.exam import Exam
from exams.domain.ids import CaseId, PersonId
from exams.domain.people import Role
from exams.domain.refusals.absence import ApplyTooLate, NotMissed

MISSED: Final = frozenset(stage for line in ATTEMPT_TABLE[Act.EXCUSE] for stage in line.froms)
"""Stages of an attempt that an order can excuse."""


def missed_at(attempt: Attempt, exam: Exam) -> datetime:
    """Return when the trouble of a missed attempt began, as far as the exam knows."""
    return attempt.interrupted_at or exam.starts_at


def open_case(
    attempt: Attempt,
    exam: Exam,
    held: frozenset[Role],
    *,
    case: CaseId,
    faculty: str,
    by: PersonId,
    ended_at: datetime,
    at: datetime,
) -> Case:
    """Begin a case about a missed attempt.

    Args:
        attempt: no-show, technical failure, removed or annulled.
        exam: in which it was missed.
        held: the student's own role, the dean's for the student, or the clock's.
        case: its id, where it is known.
        faculty: of the student.
        by: who opens it; 0 is the clock.
        ended_at: when the attempt was missed; the student has 24 hours from then.
        at: now.

    Raises:
        NotMissed: the attempt needs no excuse.
        ApplyTooLate: the student comes after 24 hours.
    """
    if attempt.stage not in MISSED:
        raise NotMissed
    office = bool(held & {Role.DEAN, Role.DEPUTY})
    apply_until = ended_at + APPLY_WITHIN
    if not office and at > apply_until:
        raise ApplyTooLate(closed_at=apply_until)
    return Case(
        id=case,
        attempt_id=attempt.id,
        exam_id=exam.id,
        student_id=attempt.student_id,
        faculty=faculty,
        missed_as=attempt.stage,
        by=by,
        opened_at=at,
        apply_until=max(apply_until, at + APPLY_WITHIN) if office else apply_until,
        happened_at=missed_at(attempt, exam),
        on_behalf=office,
    )
