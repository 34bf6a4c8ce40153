"""What the page of a computer test shows, stage by stage (S13-S19)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final

from exams.domain.appeal import Works
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.booklet import Booklet, BookletRules, result_of
from exams.domain.computer_test import sits
from exams.domain.exam import Kind
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.people import Unknown
from exams.domain.talk import Remark, RemarkKind
from exams.notices.base import Notice
from exams.notices.booklet import BookletPage
from exams.notices.trouble import AttemptEnded, Paused
from exams.ports.clock import Clock, WorkingDays
from exams.records.pages import PageState
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import (
    booklet_information,
    finish_of,
    page_of,
)
from exams.services.computer_tests.finishing import graded, void
from exams.services.doors import Seat, own_seat
from exams.services.room.trouble import outage_noted

TOLD: Final = frozenset({Stage.SUBMITTED, Stage.EXPIRED})
"""The test is over and its result is there."""


class View(Enum):
    """What the page shows."""

    WAITING = "waiting"
    INFORMATION = "information"
    QUESTIONS = "questions"
    FINISH = "finish"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    INTERRUPTED = "interrupted"
    RESULT = "result"
    VOID = "void"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNow:
    """The page as it stands.

    Attributes:
        facts: what the view tells, as the chat would tell it.
        questions: with their answers, in the order of the booklet; only while the test runs.
        place: the question that was open last.
        deadline: while the test runs.
        standing: the clock stands still.
        log: everything that was said (Chat&log), the newest last.
        state: by which a later change is known.
    """

    view: View
    exam: ExamId
    attempt: AttemptId
    subject: str
    now: datetime
    facts: Notice | None = None
    questions: tuple[BookletPage, ...] = ()
    answered: tuple[int, ...] = ()
    flagged: tuple[int, ...] = ()
    place: int = 1
    deadline: datetime | None = None
    standing: bool = False
    log: tuple[Remark, ...] = field(default=())
    warnings: int = 0
    state: str = ""


def view_of(seat: Seat, booklet: Booklet | None) -> View:
    """Return which view an attempt is at."""
    attempt = seat.attempt
    if sits(attempt) and seat.exam.suspended_at is not None:
        return View.SUSPENDED
    if attempt.stage is Stage.EXPIRED and booklet is not None and not booklet.counts:
        return View.VOID
    plain = {
        Stage.INFO_SHOWN: View.INFORMATION,
        Stage.RUNNING: View.QUESTIONS,
        Stage.REVIEW: View.FINISH,
        Stage.PAUSED: View.PAUSED,
        Stage.INTERRUPTED: View.INTERRUPTED,
        Stage.SUBMITTED: View.RESULT,
        Stage.EXPIRED: View.RESULT,
        Stage.CLEARED: View.RESULT,
    }
    return plain.get(attempt.stage, View.ENDED if attempt.over else View.WAITING)


@dataclass(frozen=True, slots=True)
class LookAtPage:
    """A student's page asks what to show."""

    units: Units
    clock: Clock
    rules: BookletRules
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId) -> PageNow:
        """Return it; nothing changes.

        Raises:
            Unknown: the student is not on the exam's list, or it is no computer test.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.exam.kind is not Kind.TEST:
                raise Unknown
            attempt = seat.attempt
            booklet = await unit.booklets.of(attempt.id)
            view = view_of(seat, booklet)
            said = await unit.talk.of(attempt.id)
            page = PageNow(
                view=view,
                exam=exam,
                attempt=attempt.id,
                subject=seat.exam.subject,
                now=now,
                facts=_told(seat, view, said, now),
                log=said,
                warnings=attempt.warnings,
                state=await _state(unit, attempt.id),
            )
            if view is View.INFORMATION:
                facts = await booklet_information(unit, seat, attempt, self.rules)
                return replace(page, facts=facts)
            if booklet is None:
                return page
            told = await _told_of(unit, seat, booklet, view, works=self.days.works, now=now)
            page = replace(page, facts=told or page.facts)
            if not sits(attempt):
                return page
            questions: tuple[BookletPage, ...] = ()
            if view is View.QUESTIONS:
                questions = await _questions(unit, attempt, booklet, now)
        return replace(
            page,
            questions=questions,
            answered=tuple(sorted(booklet.answered)),
            flagged=tuple(sorted(booklet.flagged)),
            place=booklet.place,
            deadline=attempt.clock.deadline(now),
            standing=bool(attempt.clock.stopped_at or attempt.clock.held_at),
        )


def _told(seat: Seat, view: View, said: Iterable[Remark], now: datetime) -> Notice | None:
    """What is told where no booklet is needed."""
    attempt, exam = seat.attempt, seat.exam
    if view is View.PAUSED:
        pauses = ["", *(one.text for one in said if one.kind is RemarkKind.PAUSED)]
        stopped = attempt.clock.stopped_at is not None
        return Paused(exam=exam.id, reason=pauses[-1], clock_stopped=stopped)
    if view is View.INTERRUPTED:
        return outage_noted(exam, attempt, now)
    if view is View.ENDED:
        stage = attempt.stage.value
        return AttemptEnded(exam=exam.id, subject=exam.subject, stage=stage, reason="")
    return None


async def _told_of(
    unit: Unit, seat: Seat, booklet: Booklet, view: View, *, works: Works, now: datetime
) -> Notice | None:
    """What is told of a booklet that is complete, or over."""
    if view is View.FINISH:
        return finish_of(seat.attempt, booklet, now)
    if view is View.VOID:
        return await void(unit, seat, booklet)
    return await _result(unit, seat, booklet, works) if view is View.RESULT else None


async def _result(unit: Unit, seat: Seat, booklet: Booklet, works: Works) -> Notice:
    """The result as it stands now: a mark may have been mended since."""
    found = await unit.questions.many(item.question for item in booklet.items)
    result = result_of(booklet, found)
    mark = await unit.marks.of(seat.attempt.id)
    if mark is not None:
        result = replace(result, points=mark.points)
    return await graded(unit, seat, result, works)


async def _questions(
    unit: Unit, attempt: Attempt, booklet: Booklet, now: datetime
) -> tuple[BookletPage, ...]:
    found = await unit.questions.many(item.question for item in booklet.items)
    return tuple(
        page_of(attempt, replace(booklet, place=place), found[item.question], now)
        for place, item in enumerate(booklet.items, start=1)
    )


async def _state(unit: Unit, attempt: AttemptId) -> str:
    states = await unit.pages.states([attempt])
    return states[attempt].version if attempt in states else ""


@dataclass(frozen=True, slots=True)
class WatchPages:
    """Ask how things stand for everybody who has the page open: one question for all."""

    units: Units

    async def __call__(self, attempts: Iterable[AttemptId]) -> dict[AttemptId, PageState]:
        """Return the state of those that have a session."""
        async with self.units.reading() as unit:
            return await unit.pages.states(attempts)
