"""A student in trouble: outage, return, a question to the proctor (B6, S16)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import interruptions
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, Act, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.log import Event
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.talk import RemarkKind
from exams.domain.words import said
from exams.notices.chief import WideOutage
from exams.notices.proctor import Question
from exams.notices.trouble import Done, OutageNoted, WelcomeBack
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import show_again
from exams.services.doors import Seat, own_seat
from exams.services.keeping import done_already, keep, note
from exams.services.telling import alert_staff, remember, tell_staff
from exams.services.writing.tickets import welcome_back

WAITING: Final = frozenset({Stage.PAUSED, Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.ACCEPTED})
"""The student only waits, for the proctor: an outage is noted and told, and changes nothing."""

OUT: Final = "outage"
BACK: Final = "back"
"""What whoever only waits said about the own connection, as the event log has it."""

WIDE_WITHIN: Final = timedelta(minutes=2)  # edge cases: an outage of a whole region
WIDE_SHARE: Final = 20  # percent of those in the exam
WIDE_LEAST: Final = 3
WIDE_AGAIN: Final = timedelta(minutes=10)  # not told more often than this


async def alert_if_wide(unit: Unit, seat: Seat, *, now: datetime) -> None:
    """Tell the staff that so many were cut off at once, and offer the chief to suspend."""
    attempts = await unit.attempts.of_exam(seat.exam.id)
    sitting = sum(a.stage in ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED} for a in attempts)
    cut = sum(
        a.stage is Stage.INTERRUPTED
        and a.interrupted_at is not None
        and now - a.interrupted_at <= WIDE_WITHIN
        for a in attempts
    )
    if cut < WIDE_LEAST or cut * 100 < sitting * WIDE_SHARE:
        return
    window = int(now.timestamp() // WIDE_AGAIN.total_seconds())
    notice = WideOutage(
        exam=seat.exam.id, subject=seat.exam.subject, cut=cut, sitting=sitting, at=now
    )
    await tell_staff(unit, seat.exam, notice, key=f"{window}", chief=replace(notice, chief=True))


def outage_noted(exam: Exam, attempt: Attempt, now: datetime) -> OutageNoted:
    """Return what a student whose exam is interrupted reads now."""
    left = interruptions.alone_for(attempt, at=now, suspended_at=exam.suspended_at)
    late, at = left < timedelta(), attempt.interrupted_at or now
    if exam.suspended_at is None and not late:
        return OutageNoted(exam=exam.id, at=at, until=now + left)
    minutes = 0 if late else max(int(left.total_seconds()) // 60, 1)
    return OutageNoted(exam=exam.id, at=at, minutes=minutes)


async def _last_said(unit: Unit, seat: Seat) -> Event | None:
    """Return what a waiting student said last about the connection, since this wait began."""
    for event in reversed(await unit.events.of_attempt(seat.exam.id, seat.attempt.id)):
        if event.before != event.after:
            return None
        if event.act in {OUT, BACK}:
            return event
    return None


@dataclass(frozen=True, slots=True)
class Outage:
    """A student lost power or Internet and says so, from mobile data, with one tap."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> OutageNoted:
        """Stamp the moment and tell the proctors; a second tap keeps the first moment.

        Whoever is paused or has handed in is not interrupted: the proctor goes on, or lets go.

        Raises:
            WrongStage: the student is not in the exam.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.stage is Stage.INTERRUPTED:
                return outage_noted(seat.exam, seat.attempt, now)
            if seat.attempt.stage in WAITING:
                last = await _last_said(unit, seat)
                if last is not None and last.act == OUT:
                    return OutageNoted(exam=exam, at=last.at)
                await note(unit, seat, OUT, at=now)
                key = str(now.timestamp())
                await alert_staff(unit, seat, "outage_waiting", at=now, key=key)
                await unit.commit()
                return OutageNoted(exam=exam, at=now)
            cut = interruptions.interrupt(seat.attempt, seat.held, at=now)
            after = await keep(unit, seat, cut, Act.INTERRUPT.value, at=now, reason="outage")
            stands = seat.exam.stage is ExamStage.SUSPENDED
            what = "outage_suspended" if stands else "outage"
            await alert_staff(unit, seat, what, at=now, key=str(after.version))
            await alert_if_wide(unit, seat, now=now)
            await unit.commit()
        return outage_noted(seat.exam, after, now)


@dataclass(frozen=True, slots=True)
class ComeBack:
    """A student is back after an outage."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> WelcomeBack | Done:
        """Go on where it was cut; a second tap shows the same.

        Raises:
            TooLate: after five minutes the proctor lets the student go on.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.stage in WAITING:
                last = await _last_said(unit, seat)
                if last is None or last.act != BACK:
                    await note(unit, seat, BACK, at=now)
                    key = str(now.timestamp())
                    await alert_staff(unit, seat, "back", at=now, key=key)
                    await unit.commit()
                return Done(what="back_noted", exam=exam)
            if done_already(seat, Act.RETURN):
                return welcome_back(seat, seat.attempt, now)
            stands = seat.exam.suspended_at
            back = interruptions.come_back(
                seat.attempt, seat.held, at=now, counted=False, suspended_at=stands
            )
            after = await keep(unit, seat, back, Act.RETURN.value, at=now)
            await alert_staff(unit, seat, "back", at=now, key=str(after.version))
            await show_again(unit, after, now=now)
            await unit.commit()
        return welcome_back(seat, after, now)


@dataclass(frozen=True, slots=True)
class AskProctor:
    """A student writes to the proctor about a technical problem (S16)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> Done:
        """Pass the question on.

        Raises:
            ReasonMissing: no word.
            WrongStage: the student's attempt is over.
        """
        words = said(text)
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.over:
                raise WrongStage(act="question", stage=seat.attempt.stage.value)
            notice = Question(
                exam=exam, attempt=seat.attempt.id, name=seat.student.name, text=words
            )
            now = self.clock.now()
            await tell_staff(unit, seat.exam, notice, key=f"{seat.attempt.id}:{now.timestamp()}")
            await remember(unit, seat.attempt, RemarkKind.QUESTION, words, at=now)
            await show_again(unit, seat.attempt, now=now)
            await note(unit, seat, "question", at=now)
            await unit.commit()
        return Done(what="message_sent", exam=exam)
