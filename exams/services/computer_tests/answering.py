"""Inside the computer test: answers, the scale, marks to come back to, Chat&log (S16)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.booklet import Booklet, picked
from exams.domain.computer_test import ends_at
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.questions import TYPED, Answer, Question
from exams.domain.refusals.moments import WrongStage
from exams.notices.booklet import BookletLog, BookletScale
from exams.notices.lines import LogLine
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import (
    minutes_to,
    put_page,
    put_window,
    question_at,
    sitting,
)
from exams.services.doors import own_seat

LOG_LINES: Final = 10
SHORTEST: Final = 300  # characters of a remark in the log


def at_questions(attempt: Attempt, act: str, *, at: datetime) -> datetime:
    """Return the end of the time for somebody who is at the questions, not at the finish.

    Raises:
        WrongStage: at the finish window, paused, cut off or over.
        TooLate: the time is over.
    """
    if attempt.stage is Stage.REVIEW:
        raise WrongStage(act=act, stage=attempt.stage.value)
    return ends_at(attempt, act, at=at)


async def _take(
    unit: Unit,
    attempt: Attempt,
    booklet: Booklet,
    question: Question,
    answer: Answer,
    *,
    place: int,
    now: datetime,
) -> Booklet:
    """Store an answer; one that changes nothing is not stored again."""
    end = at_questions(attempt, "answer", at=now)
    given = booklet.answer(place, question, answer, at=now, ends_at=end)
    if given is booklet and booklet.place == place:
        return booklet
    after = replace(given, place=place, shown_at=now)
    return await unit.booklets.save(after, given_at=None if given is booklet else place)


@dataclass(frozen=True, slots=True)
class PickAnswer:
    """A student taps an option: it is saved before the tap is acknowledged."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, exam: ExamId, place: int, option: int, *, on: bool, line: int
    ) -> None:
        """Save the choice and let the window show it; a second tap changes nothing.

        Args:
            actor: the student.
            exam: which.
            place: of the question in the booklet, from 1.
            option: by its index in the question.
            on: for a multiple choice, whether it shall be chosen.
            line: for matching, for which line, from 0.

        Raises:
            Unknown: no such question or option in this booklet.
            WrongStage: paused, cut off, at the finish window or over.
            TooLate: more than three seconds after the end.
        """
        now = self.clock.now()
        async with self.units() as unit:
            attempt, booklet = await sitting(unit, actor, exam, "answer")
            question = await question_at(unit, booklet, place)
            before = booklet.given.get(place)
            answer = picked(
                question, before.answer if before else Answer(), option, on=on, line=line
            )
            after = await _take(unit, attempt, booklet, question, answer, place=place, now=now)
            if after is not booklet:
                await put_page(unit, attempt, after, question, now=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class TypeAnswer:
    """A student writes a message while a question waits for a typed answer."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, text: str) -> bool:
        """Save the answer to the open question; False if none waits for words.

        Raises:
            AnswerUnreadable, NotANumber: this is no answer; nothing was changed.
            WrongStage: at the finish window.
            TooLate: more than three seconds after the end.
        """
        now = self.clock.now()
        async with self.units() as unit:
            exam = await unit.booklets.sitting(actor.id)
            if exam is None:
                return False
            attempt, booklet = await sitting(unit, actor, exam, "answer")
            question = await question_at(unit, booklet, booklet.place)
            if question.kind not in TYPED:
                return False
            after = await _take(
                unit, attempt, booklet, question, Answer(typed=text), place=booklet.place, now=now
            )
            # The words stand below the window now, so it comes again below them.
            await put_page(unit, attempt, after, question, now=now, fresh=True)
            await unit.commit()
        return True


@dataclass(frozen=True, slots=True)
class TurnTo:
    """A student goes to another question, or to another line of a matching one."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, exam: ExamId, place: int, *, line: int | None = None
    ) -> None:
        """Open the question at a place.

        Raises:
            Unknown: the booklet has no such place.
            WrongStage, TooLate: the test does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            attempt, booklet = await sitting(unit, actor, exam, "turn_to")
            at_questions(attempt, "turn_to", at=now)
            question = await question_at(unit, booklet, place)
            before = (
                await question_at(unit, booklet, booklet.place) if place != booklet.place else None
            )
            after = await unit.booklets.save(replace(booklet.turn_to(place), shown_at=now))
            await put_page(unit, attempt, after, question, now=now, line=line, turned_from=before)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class FlagQuestion:
    """A student marks a question to come back to."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, place: int, *, on: bool) -> None:
        """Set the mark or take it away; a second tap changes nothing.

        Raises:
            Unknown: the booklet has no such place.
            WrongStage, TooLate: the test does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            attempt, booklet = await sitting(unit, actor, exam, "flag")
            at_questions(attempt, "flag", at=now)
            question = await question_at(unit, booklet, place)
            flagged = booklet.flag(place, on=on).turn_to(place)
            after = await unit.booklets.save(replace(flagged, shown_at=now))
            await put_page(unit, attempt, after, question, now=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class ShowScale:
    """A student looks at the scale."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Let the window show which questions have an answer.

        Raises:
            WrongStage, TooLate: the test does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            attempt, booklet = await sitting(unit, actor, exam, "scale")
            end = at_questions(attempt, "scale", at=now)
            scale = BookletScale(
                exam=exam,
                questions=len(booklet.items),
                answered=tuple(sorted(booklet.answered)),
                flagged=tuple(sorted(booklet.flagged)),
                place=booklet.place,
                minutes_left=minutes_to(end, now),
                deadline=end,
            )
            question = await question_at(unit, booklet, booklet.place)
            await put_window(unit, attempt, booklet, scale, now=now, fresh=bool(question.picture))
            await unit.commit()


@dataclass(frozen=True, slots=True)
class ShowLog:
    """A student opens Chat&log; also while paused, and afterwards."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> BookletLog:
        """Return the last warnings, pauses and messages."""
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            said = await unit.talk.of(seat.attempt.id)
        return BookletLog(
            exam=exam,
            lines=tuple(
                LogLine(
                    at=remark.at,
                    kind=remark.kind.value,
                    text=remark.text[:SHORTEST],
                    voice=remark.voice is not None,
                )
                for remark in said[-LOG_LINES:]
            ),
            earlier=max(len(said) - LOG_LINES, 0),
            warnings=seat.attempt.warnings,
        )
