"""The ticket and the two hours of writing (S20-S24, rules C3)."""

from dataclasses import replace
from datetime import datetime, timedelta

from exams.domain.attempt import (
    UPLOAD_TIME,
    WRITING_DONE,
    Attempt,
)
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam, Kind
from exams.domain.ids import TicketNumber
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import PickingNotOpen
from exams.domain.words import said


def open_board(attempt: Attempt, exam: Exam, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Lay the closed tickets before the student (S20).

    A written exam's board opens by the student's own "Next", an oral one's by the proctor.

    Raises:
        TooEarly: the exam has not begun, or with equal preparation it is not the student's
            time to draw.
        PickingNotOpen: the proctor has not laid out the tickets of an oral exam.
        WrongStage: a computer test has no tickets.
    """
    opened = attempt.take(Act.OPEN_BOARD, held)
    if exam.kind is Kind.TEST:
        raise WrongStage(act=Act.OPEN_BOARD.value, stage=attempt.stage.value)
    if exam.began_at is None or at < exam.starts_at:
        raise TooEarly(opens_at=exam.starts_at)
    if exam.kind is not Kind.ORAL:
        return opened
    if exam.picking_opened_at is None:
        raise PickingNotOpen
    if exam.equal_preparation and (attempt.pick_from is None or at < attempt.pick_from):
        raise TooEarly(opens_at=attempt.pick_from or exam.picking_opened_at)
    return replace(opened, pick_from=at)


def draw(
    attempt: Attempt, ticket: TicketNumber, held: frozenset[Role], *, at: datetime
) -> Attempt:
    """Take the ticket that was turned over; the clock waits until it is shown."""
    return replace(attempt.take(Act.DRAW, held), ticket=ticket, drawn_at=at)


def show_ticket(attempt: Attempt, *, at: datetime) -> Attempt:
    """Start the clock: the messenger acknowledged the ticket message (S24).

    A student who is paused just then loses no time: the clock stands until the pause ends.

    Raises:
        WrongStage: there is no ticket to show.
    """
    if attempt.ticket is None:
        raise WrongStage(act="show_ticket", stage=attempt.stage.value)
    if attempt.clock.started_at:
        return attempt
    clock = attempt.clock.start(at)
    return replace(attempt, clock=clock.stop(at) if attempt.stage is Stage.PAUSED else clock)


def spoil_ticket(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Take back a ticket that cannot be worked on; another one, and its two hours, follow.

    Raises:
        ReasonMissing: no word why.
    """
    back = attempt.take(Act.SPOIL_TICKET, held)
    said(reason)
    return replace(back, ticket=None, drawn_at=None, told_left=None, clock=attempt.clock.anew())


def add_time(attempt: Attempt, time: timedelta, held: frozenset[Role], *, reason: str) -> Attempt:
    """Give extra time.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: the writing is over.
        ReasonMissing: no word why.
    """
    if not held & {Role.PROCTOR, Role.CHIEF}:
        raise NotAllowed
    if attempt.over or (attempt.before or attempt.stage) in WRITING_DONE:
        raise WrongStage(act="add_time", stage=attempt.stage.value)
    said(reason)
    return replace(attempt, clock=attempt.clock.add(time))


def put_pens_down(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """End the writing: the time is over, or the student is done.

    Raises:
        TooEarly: the clock, not the student, says so while time is left.
    """
    down = attempt.take(Act.PENS_DOWN, held)
    deadline = attempt.clock.deadline(at)
    if Role.SYSTEM in held and (deadline is None or at < deadline):
        raise TooEarly(opens_at=deadline or at)
    return replace(down, upload_until=at + UPLOAD_TIME + attempt.hand_over_time)
