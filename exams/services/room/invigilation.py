"""During the exam, student by student: warnings, time, pauses, removal, messages (S9, S16)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from exams.domain import interruptions, rulings, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act
from exams.domain.clock_ledger import NoClock
from exams.domain.exam import Kind
from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.words import MinutesOutOfRange
from exams.domain.rulings import WARNINGS_BEFORE_CHIEF
from exams.domain.talk import RemarkKind
from exams.domain.words import said
from exams.notices.base import Media
from exams.notices.proctor import StudentCard
from exams.notices.trouble import AttemptEnded, Done, FromProctor, Paused, Warned
from exams.notices.writing import ExtraTime
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.records.unit import Units
from exams.services.at_seat import AtSeat
from exams.services.cards import minutes_given
from exams.services.computer_tests.booklets import show_again
from exams.services.doors import Seat, seat_of
from exams.services.keeping import note
from exams.services.telling import remember, tell
from exams.services.writing.tickets import welcome_back

MOST_MINUTES: Final = 600  # of extra time at once


@dataclass(frozen=True, slots=True)
class Warn(AtSeat):
    """A proctor warns a student, in words or by voice (S16)."""

    files: Files

    async def __call__(
        self,
        actor: Actor,
        attempt: AttemptId,
        reason: str,
        voice: bytes | None,
        *,
        number: int | None = None,
    ) -> StudentCard:
        """Count the warning and let the student read or hear it; the third prompts the chief.

        Args:
            actor: the proctor.
            attempt: whose.
            reason: a code of labels.toml `warning`, or own words; may be empty with a voice note.
            voice: an OGG voice note, as it was recorded.
            number: which warning it is, where a tap gives it; a second tap gives no second one.

        Raises:
            ReasonMissing: neither a word nor a voice note.
        """
        if voice is None:
            said(reason)
        media: tuple[Media, ...] = ()
        if voice is not None:
            digest = await self.files.put(voice)
            media = (Media(kind="voice", digest=digest, name="warning.ogg"),)
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: rulings.warn(seat.attempt, seat.held),
            Act.WARN.value,
            lambda seat, after, _: Warned(
                exam=seat.exam.id, reason=reason, number=after.warnings, media=media
            ),
            reason=reason or "voice",
            said=(RemarkKind.WARNING, reason),
            voice=media[0].digest if media else None,
            alert=lambda after: after.warnings == WARNINGS_BEFORE_CHIEF,
            done=lambda known: number is not None and known.warnings >= number,
        )


@dataclass(frozen=True, slots=True)
class AddTime(AtSeat):
    """A proctor gives a student extra time."""

    async def __call__(
        self,
        actor: Actor,
        attempt: AttemptId,
        minutes: int,
        reason: str,
        *,
        given: int | None = None,
    ) -> StudentCard:
        """Add whole minutes to the student's clock.

        Args:
            actor: the proctor.
            attempt: whose.
            minutes: how many.
            reason: why; the student reads it.
            given: how many were given before, where a tap gives them; a second gives no more.

        Raises:
            MinutesOutOfRange: no number of minutes that anybody would give.
            WrongStage: the writing is over.
            NoClock: an oral exam has a queue instead.
        """
        if not 0 < minutes <= MOST_MINUTES:
            raise MinutesOutOfRange(most=MOST_MINUTES)
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: _longer(seat, timedelta(minutes=minutes), reason),
            "add_time",
            lambda seat, after, now: ExtraTime(
                exam=seat.exam.id,
                minutes=minutes,
                deadline=after.clock.deadline(now),
                reason=reason,
            ),
            reason=f"{minutes} min: {reason}",
            said=(RemarkKind.EXTRA_TIME, str(minutes)),
            done=lambda known: given is not None and minutes_given(known) != given,
        )


def _longer(seat: Seat, time: timedelta, reason: str) -> Attempt:
    if seat.exam.kind is Kind.ORAL:
        raise NoClock
    return writing.add_time(seat.attempt, time, seat.held, reason=reason)


@dataclass(frozen=True, slots=True)
class Pause(AtSeat):
    """A proctor pauses a student; in a written exam the proctor chooses whether time runs on."""

    async def __call__(
        self, actor: Actor, attempt: AttemptId, reason: str, *, stop_clock: bool
    ) -> StudentCard:
        """Pause the student's work."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, now: interruptions.pause(
                seat.attempt, seat.held, at=now, reason=reason, stop_clock=stop_clock
            ),
            Act.PAUSE,
            lambda seat, after, _now: Paused(
                exam=seat.exam.id,
                reason=reason,
                clock_stopped=None
                if seat.exam.kind is Kind.ORAL
                else after.clock.stopped_at is not None,
            ),
            reason=reason,
            said=(RemarkKind.PAUSED, reason),
        )


@dataclass(frozen=True, slots=True)
class Unpause(AtSeat):
    """A proctor lets a paused student work on."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """End the pause; counted time is credited."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, now: interruptions.unpause(seat.attempt, seat.held, at=now),
            Act.UNPAUSE,
            lambda seat, after, now: welcome_back(seat, after, now, since="pause"),
            said=(RemarkKind.RESUMED, ""),
        )


@dataclass(frozen=True, slots=True)
class BringBack(AtSeat):
    """A proctor lets an interrupted student go on; the chief may count the time."""

    async def __call__(self, actor: Actor, attempt: AttemptId, *, counted: bool) -> StudentCard:
        """End the interruption.

        Raises:
            NotAllowed: counted, but not by the chief proctor.
        """
        return await self.act_at(
            actor,
            attempt,
            lambda seat, now: interruptions.come_back(
                seat.attempt,
                seat.held,
                at=now,
                counted=counted,
                suspended_at=seat.exam.suspended_at,
            ),
            Act.RETURN,
            welcome_back,
            reason="counted" if counted else "",
        )


@dataclass(frozen=True, slots=True)
class EndAttempt(AtSeat):
    """The chief proctor removes a student from the exam."""

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """End the attempt; what was handed in is kept."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: rulings.terminate(seat.attempt, seat.held, reason=reason),
            Act.TERMINATE,
            lambda seat, after, _: AttemptEnded(
                exam=seat.exam.id,
                subject=seat.exam.subject,
                stage=after.stage.value,
                reason=reason,
            ),
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class MessageStudent:
    """A proctor writes to a student."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, text: str) -> Done:
        """Send it, and keep in the log that it was sent, not what it said.

        Raises:
            ReasonMissing: no word.
            WrongStage: nothing is expected of the student any more.
        """
        words, now = said(text), self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if seat.attempt.over:
                raise WrongStage(act="message", stage=seat.attempt.stage.value)
            notice = FromProctor(exam=seat.exam.id, text=words)
            await tell(unit, seat, notice, key=f"{now.timestamp()}")
            await remember(unit, seat.attempt, RemarkKind.MESSAGE, words, at=now)
            await show_again(unit, seat.attempt, now=now)
            await note(unit, seat, "message", at=now)
            await unit.commit()
        return Done(what="message_sent")
