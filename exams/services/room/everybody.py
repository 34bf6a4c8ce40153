"""What a proctor says or gives to everybody in the room at once (S16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from exams.domain import writing
from exams.domain.attempt_table import ACTIVE, Stage
from exams.domain.clock_ledger import NoClock
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.words import MinutesOutOfRange
from exams.domain.talk import RemarkKind
from exams.domain.words import said
from exams.notices.trouble import Done, FromProctor
from exams.notices.writing import ExtraTime
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import show_again
from exams.services.doors import STAFF, Seat, room, seats_for
from exams.services.keeping import keep, note
from exams.services.room.invigilation import MOST_MINUTES
from exams.services.telling import remember, tell

HELD = frozenset({ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED})
HERE = ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED}


async def _seats(unit: Unit, actor: Actor, exam: ExamId, act: str) -> Iterator[Seat]:
    """Return everybody who is in the exam at this moment.

    Raises:
        NotAllowed: not this exam's proctor.
        WrongStage: the exam is not held now.
        NoClock: time is to be added in an oral exam.
    """
    found = await room(unit, actor, exam, *STAFF)
    if found.stage not in HELD:
        raise WrongStage(act=act, stage=found.stage.value)
    if act == "add_time" and found.kind is Kind.ORAL:
        raise NoClock
    seats = await seats_for(unit, actor, found)
    return (seat for seat in seats if seat.attempt.stage in HERE)


@dataclass(frozen=True, slots=True)
class MessageEverybody:
    """A proctor writes to everybody in the room."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> Done:
        """Send it, and keep in the log that it was sent, not what it said.

        Raises:
            ReasonMissing: no word.
            WrongStage: the exam is not held now.
        """
        words, now = said(text), self.clock.now()
        async with self.units() as unit:
            for seat in await _seats(unit, actor, exam, "message"):
                notice = FromProctor(exam=exam, text=words)
                await tell(unit, seat, notice, key=f"all:{now.timestamp()}")
                await remember(unit, seat.attempt, RemarkKind.MESSAGE, words, at=now)
                await show_again(unit, seat.attempt, now=now)
                await note(unit, seat, "message", at=now)
            await unit.commit()
        return Done(what="message_sent")


@dataclass(frozen=True, slots=True)
class AddTimeForEverybody:
    """A proctor gives extra time to everybody whose clock may still be added to."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, minutes: int, reason: str) -> Done:
        """Add whole minutes to each clock, each with its event.

        Raises:
            MinutesOutOfRange: no number of minutes that anybody would give.
            ReasonMissing: no word why.
            WrongStage: the exam is not held now.
            NoClock: an oral exam has a queue instead.
        """
        if not 0 < minutes <= MOST_MINUTES:
            raise MinutesOutOfRange(most=MOST_MINUTES)
        said(reason)
        now, time = self.clock.now(), timedelta(minutes=minutes)
        async with self.units() as unit:
            for seat in await _seats(unit, actor, exam, "add_time"):
                try:
                    longer = writing.add_time(seat.attempt, time, seat.held, reason=reason)
                except WrongStage:
                    continue  # the writing is over: nothing can be added to it
                why = f"{minutes} min: {reason}"
                after = await keep(unit, seat, longer, "add_time", at=now, reason=why)
                notice = ExtraTime(
                    exam=exam,
                    minutes=minutes,
                    deadline=after.clock.deadline(now),
                    reason=reason,
                )
                await tell(unit, seat, notice, key=f"add_time:{after.version}")
                await remember(unit, after, RemarkKind.EXTRA_TIME, str(minutes), at=now)
                await show_again(unit, after, now=now)
            await unit.commit()
        return Done(what="extra_time_given")
