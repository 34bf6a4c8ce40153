"""The questioning: call, skip, swap, answer, and the mark at once (S23, S26, rules C2)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import oral
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.delivery import Priority
from exams.domain.ids import AttemptId, ExamId
from exams.domain.oral import ABSENT, OralQueue, queue_of
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.notices.base import Notice
from exams.notices.oral import AnswerHeard, CalledUp, SwapChoices
from exams.notices.proctor import StudentCard
from exams.notices.trouble import AttemptEnded
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import board_of, card_of
from exams.services.doors import STAFF, Seat, room, seat_of, seats_for
from exams.services.keeping import done_already, keep
from exams.services.oral.hearing import ask_commission
from exams.services.telling import tell

Change = Callable[[Seat, OralQueue, datetime], Attempt]
Message = Callable[[Seat, Attempt], Notice]


def turn_slot(attempt: Attempt) -> str:
    """Return the slot of a student's live place in the queue."""
    return f"turn:{attempt.id}"


def called_up(seat: Seat, after: Attempt) -> CalledUp:
    """Return the call to answer."""
    minutes = ABSENT.seconds // 60
    return CalledUp(exam=seat.exam.id, minutes=minutes, last=after.skipped)


async def call_up(unit: Unit, seat: Seat, called: Attempt, *, at: datetime) -> Attempt:
    """Keep a call and tell the student, in place of the message about the turn."""
    for other in await seats_for(unit, seat.actor, seat.exam):
        if other.attempt.before is Stage.CALLED:  # cut off or paused when called
            await keep(unit, other, oral.wait_again(other.attempt), "wait_again", at=at)
    after = await keep(unit, seat, called, Act.CALL.value, at=at)
    await tell(
        unit,
        seat,
        called_up(seat, after),
        key=f"{after.version}",
        priority=Priority.TICKET,
        slot=turn_slot(after),
        fresh=True,
    )
    return after


@dataclass(frozen=True, slots=True)
class _AtTurn:
    """What the acts of the questioning share: one attempt, its queue, one message, the card."""

    units: Units
    clock: Clock

    async def _do(
        self,
        actor: Actor,
        attempt: AttemptId,
        act: Act,
        change: Change,
        message: Message | None = None,
    ) -> StudentCard:
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, act):
                return await card_of(unit, seat, seat.attempt, now=now)
            queue = queue_of(seat.exam, await unit.attempts.of_exam(seat.exam.id))
            after = await keep(unit, seat, change(seat, queue, now), act.value, at=now)
            if message is not None:
                await tell(
                    unit,
                    seat,
                    message(seat, after),
                    key=f"{after.version}",
                    priority=Priority.TICKET,
                )
            if act is Act.END_ANSWER:
                await ask_commission(unit, seat.exam, after)
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class CallUp(_AtTurn):
    """A proctor calls a student to answer."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Call whose turn it is.

        Raises:
            SomebodyAnswers, QueueNotOpen, TooEarly, NotNext: see `OralQueue.may_call`.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.CALL):
                return await card_of(unit, seat, seat.attempt, now=now)
            queue = queue_of(seat.exam, await unit.attempts.of_exam(seat.exam.id))
            called = oral.call(seat.attempt, queue, seat.held, at=now)
            after = await call_up(unit, seat, called, at=now)
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class CallNext:
    """A proctor calls whoever is next, from the board."""

    units: Units
    clock: Clock
    call_up: CallUp

    async def __call__(self, actor: Actor, exam: ExamId) -> StudentCard:
        """Call the next one; a second tap only tells who is called already.

        Raises:
            QueueNotOpen: it is not known yet when the questioning begins.
            WrongStage: nobody waits.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *STAFF)
            queue = queue_of(found, await unit.attempts.of_exam(exam))
        if queue.current is not None:
            async with self.units.reading() as unit:
                seat = await seat_of(unit, actor, queue.current.id)
                card = await card_of(unit, seat, seat.attempt, now=now)
            return replace(card, outdated=True)
        following = queue.next(now) or next(iter(queue.waiting), None)
        if following is None:
            raise WrongStage(act="call_next", stage=found.stage.value)
        return await self.call_up(actor, following.id)


@dataclass(frozen=True, slots=True)
class Skip(_AtTurn):
    """A proctor puts a student who was called and is not there at the end, once."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Put the student last; the queue tells about the new turn.

        Raises:
            WrongStage: not called, or put last once already.
        """
        return await self._do(
            actor,
            attempt,
            Act.PUT_LAST,
            lambda seat, queue, now: oral.put_last(seat.attempt, queue, seat.held, at=now),
        )


def no_answer(seat: Seat, after: Attempt) -> AttemptEnded:
    """Return the message to somebody who did not answer."""
    return AttemptEnded(subject=seat.exam.subject, stage=after.stage.value, reason="")


@dataclass(frozen=True, slots=True)
class GiveUp(_AtTurn):
    """A proctor notes that a student was called twice and did not answer."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """End the attempt without an answer.

        Raises:
            WrongStage: the end of the queue comes first.
            TooEarly: three minutes have not passed since the call.
        """
        return await self._do(
            actor,
            attempt,
            Act.GIVE_UP_ON,
            lambda seat, _, now: oral.give_up_on(seat.attempt, seat.held, at=now),
            no_answer,
        )


@dataclass(frozen=True, slots=True)
class StartAnswer(_AtTurn):
    """A proctor notes that the answer begins."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Begin the answer."""
        return await self._do(
            actor,
            attempt,
            Act.ANSWER,
            lambda seat, _, now: oral.start_answer(seat.attempt, seat.held, at=now),
        )


def answer_heard(seat: Seat, after: Attempt) -> AnswerHeard:
    """Return the message that asks for the sheets.

    Raises:
        WrongStage: the answer is not over, so none are taken.
    """
    if after.upload_until is None:
        raise WrongStage(act=Act.END_ANSWER.value, stage=after.stage.value)
    return AnswerHeard(exam=seat.exam.id, until=after.upload_until, phone=after.on_phone)


@dataclass(frozen=True, slots=True)
class EndAnswer(_AtTurn):
    """An examiner has heard the answer; the student photographs the sheets (S25)."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """End the answer; the card offers the mark."""
        return await self._do(
            actor,
            attempt,
            Act.END_ANSWER,
            lambda seat, _, now: oral.end_answer(seat.attempt, seat.held, at=now),
            answer_heard,
        )


@dataclass(frozen=True, slots=True)
class OfferSwap:
    """A proctor wants to exchange a student's turn with somebody's."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> SwapChoices:
        """Return who else waits, in the order of the queue.

        Raises:
            WrongStage: the student does not wait.
        """
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt)
            if seat.attempt.stage is not Stage.PREPARING:
                raise WrongStage(act="swap", stage=seat.attempt.stage.value)
            board = await board_of(unit, seat.exam, now=self.clock.now())
        others = [line for line in board.students if line.turn and line.attempt != attempt]
        return SwapChoices(
            exam=seat.exam.id,
            attempt=attempt,
            name=seat.student.name,
            others=tuple(sorted(others, key=lambda line: line.turn or 0)),
        )


@dataclass(frozen=True, slots=True)
class Swap:
    """A proctor exchanges the turns of two students, with a reason."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, attempt: AttemptId, other: AttemptId, reason: str
    ) -> StudentCard:
        """Exchange them; the queue tells both.

        Raises:
            WrongStage: one of them does not wait.
            ReasonMissing: no word why.
            Unknown: they do not sit the same exam.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            second = await seat_of(unit, actor, other)
            if second.exam.id != seat.exam.id or other == attempt:
                raise Unknown
            mine, theirs = oral.swap(seat.attempt, second.attempt, seat.held, reason=reason)
            why = reason.strip()
            after = await keep(
                unit, seat, mine, "swap", at=now, reason=why, facts={"with": int(other)}
            )
            await keep(
                unit, second, theirs, "swap", at=now, reason=why, facts={"with": int(attempt)}
            )
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card
