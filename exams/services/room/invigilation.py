"""The proctor's room: exams, live board, cards, warnings, time, pauses, messages (B15)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import interruptions, rulings, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.clock_ledger import NoClock
from exams.domain.computer_test import sits
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, ExamStage, Kind
from exams.domain.ids import AttemptId, Digest, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.domain.rulings import WARNINGS_BEFORE_CHIEF
from exams.domain.talk import RemarkKind
from exams.notices.base import Media, Notice
from exams.notices.lines import ExamLine
from exams.notices.proctor import (
    Alert,
    ProctorBoard,
    ProctorCalled,
    ProctorExams,
    StudentCard,
)
from exams.notices.trouble import AttemptEnded, Done, FromProctor, Paused, Warned, WelcomeBack
from exams.notices.writing import ExtraTime
from exams.ports.clock import Clock
from exams.ports.conferences import Conference, Conferences
from exams.ports.files import Files
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.cards import (
    board_for,
    board_of,
    card_of,
    deadline_of,
    remember,
    tell,
    tell_staff,
)
from exams.services.computer_tests.booklets import show_again, window_slot
from exams.services.doors import STAFF, Seat, capacity, done_already, keep, note, room, seat_of

LONG_OVER: Final = timedelta(days=14)  # appeals are over; a correction is an office matter then
MOST_MINUTES: Final = 600  # of extra time at once
CONVENING: Final = frozenset(
    {ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED}
)
"""The conference is open, or is going to be."""
PROCTOR_HERE: Final = "proctor_here"
"""Noted on an exam once somebody of its staff has opened its room."""


@dataclass(frozen=True, slots=True)
class ListProctorExams:
    """A proctor looks at the own exams (D7)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> ProctorExams:
        """Return those that are published and not long over, by start."""
        hidden = {ExamStage.DRAFT, ExamStage.ARCHIVED, ExamStage.CANCELLED}
        since = self.clock.now() - LONG_OVER
        async with self.units.reading() as unit:
            exams = [
                exam
                for exam in await unit.exams.of_proctor(actor.id)
                if exam.stage not in hidden
                and exam.roles_of(actor) & set(STAFF)  # a reserve only once called
                and (exam.stage is not ExamStage.RESULTS_PUBLISHED or exam.starts_at > since)
            ]
            lines = [
                ExamLine(
                    exam=exam.id,
                    subject=exam.subject,
                    kind=exam.kind.value,
                    starts_at=exam.starts_at,
                    stage=exam.stage.value,
                    people=await unit.attempts.count(exam.id),
                )
                for exam in exams
            ]
        return ProctorExams(exams=tuple(lines))


@dataclass(frozen=True, slots=True)
class GiveStartLink:
    """A proctor opens the conference as its host; the link lives for two hours only."""

    units: Units
    clock: Clock
    conferences: Conferences

    async def __call__(self, actor: Actor, exam: ExamId) -> ProctorCalled:
        """Fetch a fresh link.

        Raises:
            TooEarly: the conference is not open yet.
            WrongStage: the exam is over, and its conference with it.
        """
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            if found.stage not in CONVENING:
                raise WrongStage(act="start_link", stage=found.stage.value)
            if found.room is None:
                raise TooEarly(opens_at=found.checkin_opens_at)
            people = await unit.attempts.count(exam)
            await _came(unit, actor, found, at=self.clock.now())
            await unit.commit()
        conference = Conference(
            id=found.room.id, host=found.room.host, join_url=found.room.join_url
        )
        return ProctorCalled(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            url=await self.conferences.start_link(conference),
            people=people,
        )


async def _came(unit: Unit, actor: Actor, exam: Exam, *, at: datetime) -> None:
    """Note, once, that the staff has come: nobody need be called in its place (B9)."""
    if exam.room is None or PROCTOR_HERE in exam.done or exam.stage not in CONVENING:
        return
    await unit.exams.save(replace(exam, done=exam.done | {PROCTOR_HERE}))
    await unit.events.append(
        Happening(
            exam_id=exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=capacity(exam.roles_of(actor)),
            act=PROCTOR_HERE,
        )
    )


def board_slot(exam: ExamId) -> str:
    """Return the slot of an exam's live board."""
    return f"board:{exam}"


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A proctor wants the live board below everything else in the chat."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Send the board afresh; from then on it stays current by itself."""
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            await unit.outbox.put(
                Envelope(
                    notice=board_for(await board_of(unit, found, now=now), found, actor.id),
                    to=actor.id,
                    key=f"board:{exam}:{actor.id}:asked:{now.timestamp()}",
                    priority=Priority.ANSWER,
                    slot=board_slot(exam),
                    fresh=True,
                    exam_id=exam,
                )
            )
            await _came(unit, actor, found, at=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class LookAtRoom:
    """A proctor turns a page of a large room's board."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ProctorBoard:
        """Return the board as it stands; nothing is sent and nothing changes."""
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *STAFF)
            return board_for(await board_of(unit, found, now=self.clock.now()), found, actor.id)


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A proctor opens a student's card."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Return it as it stands."""
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt)
            return await card_of(unit, seat, seat.attempt, now=self.clock.now())


@dataclass(frozen=True, slots=True)
class AtSeat:
    """What most acts of a proctor share: one attempt, one change, one message, the card."""

    units: Units
    clock: Clock

    async def act_at(
        self,
        actor: Actor,
        attempt: AttemptId,
        change: Callable[[Seat, datetime], Attempt],
        act: Act | str,
        message: Callable[[Seat, Attempt, datetime], Notice] | None = None,
        *,
        reason: str = "",
        alert: Callable[[Attempt], bool] = lambda _: False,
        said: tuple[RemarkKind, str] | None = None,
        voice: Digest | None = None,
    ) -> StudentCard:
        """Change the attempt, tell the student, and return the card; a second tap shows the first.

        Args:
            actor: who does it.
            attempt: whose.
            change: returns the changed attempt, or refuses.
            act: of the table; any other name is done every time.
            message: returns what the student is told.
            reason: for the log.
            alert: returns whether the staff is told of a third warning.
            said: what stands in the chat and log of a computer test.
            voice: the recording that goes with it.
        """
        now = self.clock.now()
        name = act.value if isinstance(act, Act) else act
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if isinstance(act, Act) and done_already(seat, act):
                return await card_of(unit, seat, seat.attempt, now=now)
            changed = change(seat, now)
            after = await keep(unit, seat, changed, name, at=now, reason=reason)
            if message is not None:
                notice = message(seat, after, now)
                # A pause takes the place of a test's window: no question is read meanwhile.
                hides = after.stage is Stage.PAUSED and sits(after)
                slot = window_slot(after) if hides else ""
                key = f"{name}:{after.version}"
                await tell(unit, seat, notice, key=key, slot=slot, fresh=hides)
            if said is not None:
                await remember(unit, after, *said, at=now, voice=voice)
            await show_again(unit, after, now=now)
            if alert(after):
                prompt = Alert(
                    exam=seat.exam.id,
                    attempt=after.id,
                    name=seat.student.name,
                    what="third_warning",
                    at=now,
                )
                await tell_staff(unit, seat.exam, prompt, key=f"warnings:{after.id}")
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class Warn(AtSeat):
    """A proctor warns a student, in words or by voice (S16)."""

    files: Files

    async def __call__(
        self, actor: Actor, attempt: AttemptId, reason: str, voice: bytes | None
    ) -> StudentCard:
        """Count the warning and let the student read or hear it; the third prompts the chief.

        Args:
            actor: the proctor.
            attempt: whose.
            reason: a code of labels.toml `warning`, or own words; may be empty with a voice note.
            voice: an OGG voice note, as it was recorded.
        """
        if not reason.strip() and voice is None:
            raise ReasonMissing
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
        )


@dataclass(frozen=True, slots=True)
class AddTime(AtSeat):
    """A proctor gives a student extra time."""

    async def __call__(
        self, actor: Actor, attempt: AttemptId, minutes: int, reason: str
    ) -> StudentCard:
        """Add whole minutes to the student's clock.

        Raises:
            Unknown: no number of minutes that anybody would give.
            WrongStage: the writing is over.
            NoClock: an oral exam has a queue instead.
        """
        if not 0 < minutes <= MOST_MINUTES:
            raise Unknown
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
                clock_stopped=after.clock.stopped_at is not None,
            ),
            reason=reason,
            said=(RemarkKind.PAUSED, reason),
        )


def _back(seat: Seat, after: Attempt, now: datetime) -> WelcomeBack:
    return WelcomeBack(exam=seat.exam.id, deadline=deadline_of(seat.exam, after, now))


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
            _back,
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
                seat.attempt, seat.held, at=now, counted=counted
            ),
            Act.RETURN,
            _back,
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
            WrongStage: nothing is expected of the student any more.
        """
        if not text.strip():
            raise ReasonMissing
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if seat.attempt.over:
                raise WrongStage(act="message", stage=seat.attempt.stage.value)
            notice = FromProctor(exam=seat.exam.id, text=text.strip())
            await tell(unit, seat, notice, key=f"{now.timestamp()}")
            await remember(unit, seat.attempt, RemarkKind.MESSAGE, text, at=now)
            await show_again(unit, seat.attempt, now=now)
            await note(unit, seat, "message", at=now)
            await unit.commit()
        return Done(what="message_sent")
