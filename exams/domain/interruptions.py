"""Interruptions: outages, pauses, a suspended exam, and the time they take (S16, rules B)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt import TESTING, WRITING_DONE, Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, TooLate
from exams.domain.refusals.people import ChiefAlone
from exams.domain.words import said

STANDS_STILL: Final = TESTING | {Stage.ANSWERED, Stage.PENS_DOWN, Stage.UPLOADING, Stage.RESHOOT}
"""In a pause time always stands still: of a computer test, and for sending sheets."""
SELF_RETURN: Final = timedelta(minutes=5)  # rules B: a student may come back alone within this
TECHNICAL_FAIL_AFTER: Final = timedelta(minutes=30)  # rules B: then the interruption is a failure
STILL_PAUSED: Final = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=2))
"""After which the staff is reminded of whoever is paused; settings of ours."""
FORGOTTEN_AFTER: Final = timedelta(hours=3)  # nobody has ended the pause; a setting of ours
NOBODY_RESUMED: Final = "nobody_resumed"
PAUSES_BY_PROCTOR: Final = timedelta(minutes=30)  # rules B: beyond this in all, the chief alone


def stand_still(attempt: Attempt, *, at: datetime) -> Attempt:
    """Stop the clock because the whole exam is suspended."""
    return replace(attempt, clock=attempt.clock.hold(at))


def run_on(attempt: Attempt, *, since: datetime, at: datetime) -> Attempt:
    """Go on with the exam: nothing of the time in between counts against the student.

    The windows for sheets, for choosing a ticket and for answering a call are longer by it,
    and an interruption as short as it was before.
    """
    stood = at - since
    paused = attempt.clock.stopped_at is not None  # the end of the pause gives it back
    cut_for = max(since - attempt.interrupted_at, timedelta()) if attempt.interrupted_at else None
    return replace(
        attempt,
        clock=attempt.clock.release(at),
        interrupted_at=None if cut_for is None else at - cut_for,
        left_at=at if attempt.left_at else None,
        upload_until=attempt.upload_until + stood
        if attempt.upload_until and not paused
        else attempt.upload_until,
        pick_from=attempt.pick_from + stood if attempt.pick_from else None,
        called_at=attempt.called_at + stood
        if attempt.stage is Stage.CALLED and attempt.called_at
        else attempt.called_at,
    )


def interrupt(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Note an outage: a recovery state, no guilt; the clock runs on until it is counted."""
    cut = attempt.take(Act.INTERRUPT, held)
    return replace(cut, before=attempt.stage, interrupted_at=at)


def credit(attempt: Attempt, time: timedelta) -> Attempt:
    """Give back time that the bot itself was away: to the writing, then to the sheets."""
    if attempt.upload_until is not None:
        return replace(attempt, upload_until=attempt.upload_until + time)
    return replace(attempt, clock=attempt.clock.add(time))


def alone_for(attempt: Attempt, *, at: datetime, suspended_at: datetime | None) -> timedelta:
    """Return how much longer a student may come back alone; below zero it is too late.

    While the exam is suspended that does not grow less, and an interruption does not grow.
    """
    since = attempt.interrupted_at or at
    return since + SELF_RETURN - _counts(attempt, at, suspended_at)


def _counts(attempt: Attempt, at: datetime, suspended_at: datetime | None) -> datetime:
    """Return until when an interruption counts: no further than the exam goes on."""
    return min(at, max(suspended_at or at, attempt.interrupted_at or at))


def come_back(
    attempt: Attempt,
    held: frozenset[Role],
    *,
    at: datetime,
    counted: bool,
    suspended_at: datetime | None = None,
) -> Attempt:
    """Go on where the interruption began.

    Args:
        attempt: whose.
        held: roles of who says so; a student alone only within five minutes.
        at: now.
        counted: the chief proctor marked it technical and not the student's fault.
        suspended_at: since when the whole exam stands.

    Raises:
        TooLate: a student alone after five minutes.
        ChiefAlone: counted, but not by the chief proctor.
    """
    attempt.take(Act.RETURN, held)
    at = _counts(attempt, at, suspended_at)
    since = attempt.interrupted_at or at
    if not held & {Role.PROCTOR, Role.CHIEF} and at > since + SELF_RETURN:
        raise TooLate(closed_at=since + SELF_RETURN)
    if counted and Role.CHIEF not in held:
        raise ChiefAlone
    # The ticket may have been shown during the outage: before that there was no time to lose.
    lost_from = max(since, attempt.clock.started_at or since)
    clock = attempt.clock.stop(lost_from).go_on(at) if counted else attempt.clock
    back = _back(attempt, at, lost=at - since if counted else timedelta())
    return replace(back, clock=clock, interrupted_at=None)


def fail_technically(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """End an interruption that lasted too long; an absence case may follow.

    Raises:
        TooEarly: the clock says so before 30 minutes have passed.
    """
    failed = attempt.take(Act.FAIL_TECHNICALLY, held)
    opens = (attempt.interrupted_at or at) + TECHNICAL_FAIL_AFTER
    if Role.SYSTEM in held and attempt.stage is Stage.INTERRUPTED and at < opens:
        raise TooEarly(opens_at=opens)
    return failed


def pause(
    attempt: Attempt, held: frozenset[Role], *, at: datetime, reason: str, stop_clock: bool
) -> Attempt:
    """Stop the student's work, and the clock of the writing if the proctor chooses so.

    Raises:
        ChiefAlone: beyond 30 minutes in all.
    """
    paused = attempt.take(Act.PAUSE, held)
    said(reason)
    if not may_pause(attempt, held):
        raise ChiefAlone
    stops = stop_clock or attempt.stage in STANDS_STILL
    clock = attempt.clock.stop(at) if stops else attempt.clock
    return replace(paused, before=attempt.stage, clock=clock)


def may_pause(attempt: Attempt, held: frozenset[Role]) -> bool:
    """Return whether the pauses of an attempt leave another one to whoever asks."""
    return attempt.clock.paused < PAUSES_BY_PROCTOR or Role.CHIEF in held


def unpause(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Let the student work on."""
    attempt.take(Act.UNPAUSE, held)
    stood = at - attempt.clock.stopped_at if attempt.clock.stopped_at else timedelta()
    return replace(_back(attempt, at, lost=stood), clock=attempt.clock.go_on(at))


def has_sheets_left(attempt: Attempt) -> bool:
    """Return whether a paused student has written, or answered, and only the sheets are left."""
    return attempt.before in WRITING_DONE | {Stage.ANSWERED}


def end_forgotten(attempt: Attempt, *, since: datetime, at: datetime) -> Attempt:
    """End a pause that nobody has ended for three hours; it is no guilt of the student's.

    Who has written, or answered, goes on with the sheets, whose time stood still. For everybody
    else the exam is over, and an absence case may follow: its trouble began with the pause.

    Args:
        attempt: paused.
        since: when the pause began.
        at: now.

    Raises:
        WrongStage: somebody has ended it.
    """
    system = frozenset({Role.SYSTEM})
    if has_sheets_left(attempt):
        return unpause(attempt, system, at=at)
    failed = attempt.take(Act.FAIL_TECHNICALLY, system)
    return replace(failed, interrupted_at=failed.interrupted_at or since)


def _back(attempt: Attempt, at: datetime, *, lost: timedelta) -> Attempt:
    """Go on; lost time is given back to the upload too, and absence counts from now."""
    stage = attempt.before or attempt.stage
    return replace(
        attempt,
        stage=stage,
        pick_from=at if stage is Stage.PICKING and attempt.pick_from else attempt.pick_from,
        called_at=at if stage is Stage.CALLED else attempt.called_at,
        before=None,
        left_at=at if attempt.left_at else None,
        upload_until=attempt.upload_until + lost if attempt.upload_until else None,
    )
