"""Rulings on an attempt: warned, removed, taken back, excused, annulled (S10, rules B)."""

from dataclasses import replace
from typing import Final

from exams.domain.attempt import (
    Attempt,
)
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.people import Role
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.words import said

WARNINGS_BEFORE_CHIEF: Final = 3  # rules B: the third prompts the chief
EXAM_OPEN: Final = frozenset({ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED})


def warn(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Count a warning (S10, S16)."""
    return replace(attempt.take(Act.WARN, held), warnings=attempt.warnings + 1)


def terminate(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Remove the student from the exam; what was handed in is kept."""
    ended = attempt.take(Act.TERMINATE, held)
    return replace(ended, before=attempt.goes_on_at, outcome_reason=said(reason))


def reinstate(attempt: Attempt, exam: Exam, held: frozenset[Role]) -> Attempt:
    """Reverse a removal while the exam is open; who was paused or cut off is so again.

    Raises:
        TooLate: the exam is closed.
        WrongStage: the exam is cancelled.
    """
    attempt.take(Act.REINSTATE, held)
    _still_open(exam, Act.REINSTATE)
    if attempt.clock.stopped_at is not None:
        return replace(attempt, stage=Stage.PAUSED, outcome_reason=None)
    if attempt.interrupted_at is not None:
        return replace(attempt, stage=Stage.INTERRUPTED, outcome_reason=None)
    back = attempt.before or attempt.stage
    return replace(attempt, stage=back, before=None, left_at=None, outcome_reason=None)


def revert_no_show(attempt: Attempt, exam: Exam, held: frozenset[Role]) -> Attempt:
    """Let in somebody who came too late, while the exam runs.

    Raises:
        TooLate: the exam is closed.
        WrongStage: the exam is cancelled.
    """
    let_in = attempt.take(Act.REVERT_NO_SHOW, held)
    _still_open(exam, Act.REVERT_NO_SHOW)
    return let_in


def end(attempt: Attempt, act: Act, held: frozenset[Role], *, reason: str) -> Attempt:
    """Take one of the acts that only change the verdict: review, clear, annul, excuse."""
    return replace(attempt.take(act, held), outcome_reason=said(reason))


def revoke_excuse(attempt: Attempt, held: frozenset[Role], *, missed_as: Stage) -> Attempt:
    """Stand again as missed: the order that excused this attempt was cancelled."""
    attempt.take(Act.REVOKE_EXCUSE, held)
    return replace(attempt, stage=missed_as, outcome_reason=None)


def _still_open(exam: Exam, act: Act) -> None:
    if exam.closed_at is not None:
        raise TooLate(closed_at=exam.closed_at)
    if exam.stage not in EXAM_OPEN:
        raise WrongStage(act=act.value, stage=exam.stage.value)
