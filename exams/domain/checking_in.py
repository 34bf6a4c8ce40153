"""Checking in: arrival, rules, identity, admission (S3-S8, S12, rules B)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt import (
    ALL_SEEN,
    IDENTITY,
    RULES_VERSION,
    Attempt,
    Seen,
)
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam
from exams.domain.people import Role
from exams.domain.refusals.checking_in import ChecksMissing, RulesNotAgreed
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.people import ChiefAlone, NotAllowed
from exams.domain.words import said

ID_TRIES: Final = 3  # rules B: at most three tries to be identified
CHECKED: Final = frozenset({Stage.CHECKING_IN, Stage.ID_FAILED, Stage.IDENTIFIED, Stage.ADMITTED})
"""The stages in which there is something to see of the checks."""
DOCUMENT_DUE: Final = timedelta(hours=24)  # edge cases: admitted without one, it is shown later


def check_in(attempt: Attempt, exam: Exam, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Say "I'm here", or be seen joining the conference.

    Raises:
        TooEarly, TooLate: outside the 15 minutes before and after the start.
    """
    arrived = attempt.take(Act.CHECK_IN, held)
    if at < exam.checkin_opens_at:
        raise TooEarly(opens_at=exam.checkin_opens_at)
    if at >= exam.checkin_closes_at:
        raise TooLate(closed_at=exam.checkin_closes_at)
    return arrived


def read_rules(attempt: Attempt, page: int) -> Attempt:
    """Note the furthest page of the rules that was opened, from 1."""
    return replace(attempt, rules_read=max(attempt.rules_read, page))


def agree(attempt: Attempt, *, at: datetime) -> Attempt:
    """Agree to the rules that hold now; agreeing twice keeps the first moment.

    Raises:
        WrongStage: the exam has gone on, or stands still.
    """
    if attempt.stage not in CHECKED:
        raise WrongStage(act="agree", stage=attempt.stage.value)
    if attempt.rules_agreed:
        return attempt
    return replace(attempt, rules_version=RULES_VERSION, rules_agreed_at=at)


def tick(attempt: Attempt, seen: Seen, held: frozenset[Role]) -> Attempt:
    """Tick or untick what the proctor has seen.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: not while checking in.
    """
    if Role.PROCTOR not in held:
        raise NotAllowed
    if attempt.stage not in {Stage.CHECKING_IN, Stage.IDENTIFIED}:
        raise WrongStage(act="tick", stage=attempt.stage.value)
    ticked = replace(attempt, seen=attempt.seen ^ {seen})
    if not ticked.seen >= IDENTITY:
        return replace(ticked, stage=Stage.CHECKING_IN)
    return ticked.take(Act.IDENTIFY, held) if ticked.stage is Stage.CHECKING_IN else ticked


def identify(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Say that document and face match: two ticks in one, for they are seen side by side."""
    return replace(attempt, seen=attempt.seen | IDENTITY).take(Act.IDENTIFY, held)


def look_around(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Say that room and desk are in order: what is left to be seen of whoever is identified.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: document and face come first.
    """
    if Role.PROCTOR not in held:
        raise NotAllowed
    if attempt.stage is not Stage.IDENTIFIED:
        raise WrongStage(act=Act.ADMIT.value, stage=attempt.stage.value)
    return replace(attempt, seen=ALL_SEEN)


def fail_id(attempt: Attempt, held: frozenset[Role], *, reason: str) -> Attempt:
    """Say that document and face do not prove who this is."""
    failed = attempt.take(Act.FAIL_ID, held)
    return replace(
        failed,
        id_tries=attempt.id_tries + 1,
        seen=attempt.seen - IDENTITY,
        outcome_reason=said(reason),
    )


def retry_id(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Try to be identified again.

    Raises:
        ChiefAlone: three tries are used up; the chief proctor may overrule.
    """
    again = attempt.take(Act.RETRY_ID, held)
    if attempt.id_tries >= ID_TRIES:
        raise ChiefAlone
    return replace(again, outcome_reason=None)


def overrule_id(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Let the chief proctor vouch for the student."""
    vouched = attempt.take(Act.OVERRULE_ID, held)
    return replace(vouched, seen=attempt.seen | IDENTITY, outcome_reason=None)


def admit(
    attempt: Attempt,
    exam: Exam,
    held: frozenset[Role],
    *,
    at: datetime,
    excused: frozenset[Seen] = frozenset(),
) -> Attempt:
    """Let the student take part (S8).

    Args:
        attempt: whose.
        exam: which.
        held: roles of who admits.
        at: now.
        excused: what need not be seen, by what is agreed on for the student.

    Raises:
        RulesNotAgreed: the rules come first.
        ChecksMissing: something was not ticked; the facts name what.
        ChiefAlone: after the 15 minutes.
    """
    admitted = attempt.take(Act.ADMIT, held)
    if not attempt.rules_agreed:
        raise RulesNotAgreed
    missing = sorted(seen.value for seen in ALL_SEEN - attempt.seen - excused)
    if missing:
        raise ChecksMissing(missing=tuple(missing))
    if at >= exam.checkin_closes_at and Role.CHIEF not in held:
        raise ChiefAlone
    return admitted


def admit_provisionally(
    attempt: Attempt,
    held: frozenset[Role],
    *,
    at: datetime,
    excused: frozenset[Seen] = frozenset(),
) -> Attempt:
    """Let a student take part who has no document at hand; it is to be shown within a day.

    Raises:
        RulesNotAgreed: the rules come first.
        ChecksMissing: something else was not ticked; the facts name what.
    """
    admitted = attempt.take(Act.ADMIT_PROVISIONALLY, held)
    if not attempt.rules_agreed:
        raise RulesNotAgreed
    missing = sorted(seen.value for seen in ALL_SEEN - attempt.seen - excused - {Seen.DOCUMENT})
    if missing:
        raise ChecksMissing(missing=tuple(missing))
    return replace(admitted, document_due=at + DOCUMENT_DUE)


def prove(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Note that the document was seen after all.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: no document is wanting.
    """
    if not held & {Role.PROCTOR, Role.CHIEF}:
        raise NotAllowed
    if attempt.document_due is None:
        raise WrongStage(act="prove", stage=attempt.stage.value)
    return replace(attempt, document_due=None, seen=attempt.seen | {Seen.DOCUMENT})
