"""The acts of a computer test on an attempt, with their guards of time and fact (rules C1)."""

from dataclasses import replace
from datetime import datetime

from exams.domain.attempt import TESTING, Attempt
from exams.domain.attempt_table import Act
from exams.domain.booklet import GRACE, Booklet
from exams.domain.exam import Exam, Kind
from exams.domain.people import Role
from exams.domain.refusals.computer_tests import NotTicked
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage


def show_information(attempt: Attempt, held: frozenset[Role]) -> Attempt:
    """Show the information window to an admitted student (S13)."""
    return attempt.take(Act.SHOW_INFO, held)


def start(attempt: Attempt, exam: Exam, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Start the test and its clock (S14).

    Raises:
        WrongStage: the exam is no computer test.
        TooEarly: the exam has not begun.
    """
    started = attempt.take(Act.START_TEST, held)
    if exam.kind is not Kind.TEST:
        raise WrongStage(act=Act.START_TEST.value, stage=attempt.stage.value)
    if exam.began_at is None or at < exam.starts_at:
        raise TooEarly(opens_at=exam.starts_at)
    return replace(started, clock=attempt.clock.start(at))


def ends_at(attempt: Attempt, act: Act | str, *, at: datetime) -> datetime:
    """Return the end of the time of a test that runs and is not over yet.

    Raises:
        WrongStage: the student does not sit the test now.
        TooLate: the time and its three seconds of grace are over.
    """
    end = attempt.clock.deadline(at)
    if attempt.stage not in TESTING or end is None:
        name = act.value if isinstance(act, Act) else act
        raise WrongStage(act=name, stage=attempt.stage.value)
    if at > end + GRACE:
        raise TooLate(closed_at=end)
    return end


def finish(attempt: Attempt, booklet: Booklet, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Go to the finish window (S17).

    Raises:
        QuestionsOpen: not every question has an answer.
    """
    ended = attempt.take(Act.FINISH, held)
    ends_at(attempt, Act.FINISH, at=at)
    booklet.check_complete()
    return ended


def go_back(attempt: Attempt, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Return from the finish window to the questions."""
    back = attempt.take(Act.GO_BACK, held)
    ends_at(attempt, Act.GO_BACK, at=at)
    return back


def submit(attempt: Attempt, booklet: Booklet, held: frozenset[Role], *, at: datetime) -> Attempt:
    """Hand the test in (S18).

    Raises:
        NotTicked: the student has not ticked that this ends the test.
        QuestionsOpen: not every question has an answer.
    """
    submitted = attempt.take(Act.SUBMIT, held)
    ends_at(attempt, Act.SUBMIT, at=at)
    booklet.check_complete()
    if not booklet.ticked:
        raise NotTicked
    return submitted


def expire(attempt: Attempt, *, at: datetime) -> Attempt:
    """End a test whose time is over (S15).

    Raises:
        TooEarly: there is time left, or the last answers may still be on their way.
    """
    expired = attempt.take(Act.EXPIRE, frozenset({Role.SYSTEM}))
    end = attempt.clock.deadline(at)
    if end is None or at <= end + GRACE:
        raise TooEarly(opens_at=(end or at) + GRACE)
    return expired


def sits(attempt: Attempt) -> bool:
    """Return whether somebody is in the test, be it paused or cut off for a while."""
    return attempt.goes_on_at in TESTING
