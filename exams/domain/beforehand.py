"""The attempt before the exam: the link, bars, a moved date, not coming (S1, rules B)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from exams.domain.attempt import (
    Attempt,
    Camera,
)
from exams.domain.attempt_table import UNBEGUN, Act
from exams.domain.exam import Exam
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.planning import TicketsShown
from exams.domain.words import said

NO_FX: Final = "no_fx"
"""Bars from a resit who needs none; it is as if there were no place in it."""


def choose_camera(attempt: Attempt, camera: Camera) -> Attempt:
    """Note what the student will use; may be changed until the end.

    Raises:
        WrongStage: the attempt is over.
    """
    if attempt.over:
        raise WrongStage(act="choose_camera", stage=attempt.stage.value)
    return replace(attempt, camera=camera)


def invite(attempt: Attempt, link: str | None, registrant: str | None) -> Attempt:
    """Give the student the personal link."""
    invited = attempt.take(Act.INVITE, frozenset({Role.SYSTEM}))
    return replace(invited, link=link, registrant=registrant)


def bar(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Keep a student from the exam; the student is told why, and has no link."""
    barred = attempt.take(Act.BAR, held)
    return replace(barred, outcome_reason=said(reason), link=None, registrant=None)


def clear_bar(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Let a barred student sit after all."""
    said(reason)
    return replace(attempt.take(Act.CLEAR_BAR, held), outcome_reason=None)


def reschedule(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Begin again after the exam was moved: old link, checks and agreement are void.

    Raises:
        TicketsShown: the student has seen a ticket; such an exam is not moved.
    """
    again = attempt.take(Act.RESCHEDULE, held)
    if attempt.ticket is not None:
        raise TicketsShown
    return Attempt(
        id=again.id,
        exam_id=again.exam_id,
        student_id=again.student_id,
        clock=again.clock,
        stage=again.stage,
        rating=again.rating,
        camera=again.camera,
        warnings=again.warnings,
        version=again.version,
    )


def miss(attempt: Attempt, exam: Exam, *, at: datetime) -> Attempt:
    """Note that the student did not come, or came and never began.

    Raises:
        TooEarly: checking in is still open; or who came may still begin.
    """
    missed = attempt.take(Act.MISS, frozenset({Role.SYSTEM}))
    until = exam.begins_until if attempt.stage in UNBEGUN else exam.checkin_closes_at
    if at < until:
        raise TooEarly(opens_at=until)
    return missed
