"""What a proctor's acts on one student share."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.computer_test import sits
from exams.domain.ids import AttemptId, Digest
from exams.domain.people import Actor
from exams.domain.talk import RemarkKind
from exams.notices.base import Notice
from exams.notices.proctor import StudentCard
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import card_of
from exams.services.computer_tests.booklets import show_again, window_slot
from exams.services.doors import Seat, seat_of
from exams.services.keeping import done_already, keep
from exams.services.telling import alert_staff, remember, tell


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
        done: Callable[[Attempt], bool] = lambda _: False,
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
            done: returns whether a first tap did it, where the stage does not tell; if it
                was somebody else's, or for another reason, the card says that this did nothing.
        """
        now = self.clock.now()
        name = act.value if isinstance(act, Act) else act
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done(seat.attempt):
                card = await card_of(unit, seat, seat.attempt, now=now)
                return replace(card, outdated=not await did(unit, seat, name, reason))
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
                await alert_staff(unit, seat, "third_warning", at=now, key="1")
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


async def did(unit: Unit, seat: Seat, act: str, reason: str) -> bool:
    """Return whether the last such act at a seat is the same: by this person, for this reason."""
    same = await unit.events.of_attempt(seat.exam.id, seat.attempt.id, {act})
    return bool(same) and (same[-1].actor, same[-1].reason) == (seat.actor.id, reason)
