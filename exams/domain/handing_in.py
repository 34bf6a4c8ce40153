"""Sheets handed in: the window, asking again, accepting, and leaving (S25, S28, rules D)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt import (
    UPLOAD_TIME,
    Attempt,
)
from exams.domain.attempt_table import Act, Stage
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.sheets import NoSheets, PagesDiffer, SheetsNotAccepted
from exams.domain.words import said

STILL_WAITING: Final = (timedelta(hours=1), timedelta(hours=2))  # after which the staff is told
UNATTENDED_AFTER: Final = timedelta(hours=3)  # nobody has done anything; a setting of ours
UNATTENDED: Final = "nobody_released"
UNDECIDED: Final = "no_sheets_undecided"
RESHOOT_TIME: Final = timedelta(minutes=5)  # rules D, for each sheet named


def start_upload(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Begin to send sheets; the first picture does this too."""
    started = attempt.take(Act.START_UPLOAD, held)
    until = attempt.upload_until or at + UPLOAD_TIME + attempt.hand_over_time
    return replace(started, upload_until=until)


def hand_in(attempt: Attempt, *, said: int, accepted: int, held: frozenset[Role]) -> Attempt:
    """Say "all sent": the number said must be the number accepted (rules D).

    Raises:
        NoSheets: nothing was accepted.
        PagesDiffer: the number said is not the number accepted.
    """
    handed = attempt.take(Act.HAND_IN, held)
    if accepted == 0:
        raise NoSheets
    if said != accepted:
        raise PagesDiffer(said=said, accepted=accepted)
    passed = handed.take(Act.PASS_SHEETS, frozenset({Role.SYSTEM}))
    return replace(passed, asked_again=(), upload_until=None)


def close_upload(attempt: Attempt, *, accepted: int, at: datetime) -> Attempt:
    """End the upload window: what was accepted goes to the proctor, nothing is missing.

    Raises:
        TooEarly: the window is open.
    """
    system = frozenset({Role.SYSTEM})
    closed = attempt.take(Act.CLOSE_UPLOAD, system)
    if attempt.upload_until and at < attempt.upload_until:
        raise TooEarly(opens_at=attempt.upload_until)
    missed = attempt.take(Act.MISS_SHEETS, system)
    return replace(closed if accepted else missed, upload_until=None)


def ask_again(
    attempt: Attempt, pages: tuple[int, ...], held: frozenset[Role], *, at: datetime
) -> Attempt:
    """Ask for named pages anew, five minutes for each.

    Raises:
        Unknown: no page is named, or there cannot be such a page.
    """
    asked = attempt.take(Act.ASK_AGAIN, held)
    named = tuple(sorted(set(pages)))
    if not named or named[0] < 1:
        raise Unknown
    return replace(asked, asked_again=named, upload_until=at + RESHOOT_TIME * len(named))


def reopen_upload(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Give another upload window to a student who sent nothing."""
    reopened = attempt.take(Act.REOPEN_UPLOAD, held)
    return replace(reopened, upload_until=at + UPLOAD_TIME)


def accept_sheets(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Accept what was sent (S28)."""
    return replace(attempt.take(Act.ACCEPT_SHEETS, held), asked_again=(), upload_until=None)


def accept_shown(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Accept pages that were shown to the camera instead of sent."""
    return replace(attempt.take(Act.ACCEPT_SHOWN, held), outcome_reason=said(reason))


def void(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Annul an attempt without sheets."""
    return replace(attempt.take(Act.VOID, held), outcome_reason=said(reason))


def release(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Say "you may leave" (S28, D5).

    Raises:
        SheetsNotAccepted: sheets come first.
    """
    waiting = {Stage.UPLOADING, Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.RESHOOT}
    if attempt.stage in waiting and Role.PROCTOR in held and Role.SYSTEM not in held:
        raise SheetsNotAccepted
    return replace(attempt.take(Act.RELEASE, held), released_at=at)


def end_unattended(attempt: Attempt, *, at: datetime) -> Attempt:
    """End an attempt whose student is done, and whom nobody has let go for three hours.

    The work stands as it was sent, accepted or not. Whoever sent nothing loses nothing by it: what
    the chief has left open the dean decides.

    Raises:
        WrongStage: somebody has gone on with it.
    """
    system = frozenset({Role.SYSTEM})
    if attempt.stage is Stage.SHEETS_MISSING:
        return replace(attempt.take(Act.OPEN_REVIEW, system), outcome_reason=UNDECIDED)
    return replace(release(attempt, system, at=at), asked_again=())
