"""A result in doubt: the chief proctor asks, the dean decides (rules B)."""

from dataclasses import dataclass

from exams.domain import rulings
from exams.domain.attempt_table import Act
from exams.domain.ids import AttemptId
from exams.domain.people import Actor, Role
from exams.domain.refusals.people import NotAllowed
from exams.notices.chief import ReviewOpened, ReviewTold
from exams.notices.proctor import StudentCard
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import card_of
from exams.services.doors import Seat, plans, seat_of
from exams.services.keeping import done_already, keep
from exams.services.telling import tell, tell_deans

REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class OpenReview:
    """The chief proctor doubts a result."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """Put it before the dean, and tell the student.

        Raises:
            WrongStage: the student has not finished, or it is under review already.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.OPEN_REVIEW):
                return await card_of(unit, seat, seat.attempt, now=now)
            opened = rulings.end(seat.attempt, Act.OPEN_REVIEW, seat.held, reason=reason)
            after = await keep(unit, seat, opened, Act.OPEN_REVIEW.value, at=now, reason=reason)
            told = ReviewTold(subject=seat.exam.subject, stage=after.stage.value, reason=reason)
            await tell(unit, seat, told, key=f"{after.version}")
            chief = await unit.people.get(actor.id)
            notice = ReviewOpened(
                attempt=attempt,
                subject=seat.exam.subject,
                name=seat.student.name,
                by=chief.name if chief else "",
                reason=reason,
                stage=after.stage.value,
            )
            await tell_deans(unit, seat.exam, notice, key=f"{attempt}:{after.version}")
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


async def _before_dean(unit: Unit, actor: Actor, attempt: AttemptId) -> Seat:
    """Return an attempt to a dean who is responsible for its exam."""
    seat = await seat_of(unit, actor, attempt, Role.DEAN)
    if not await plans(unit, actor, seat.exam):
        raise NotAllowed
    return seat


async def review_of(unit: Unit, seat: Seat, stage: str) -> ReviewOpened:
    """Return a review as the dean sees it: who asked for it, and why."""
    acts = {Act.OPEN_REVIEW.value}
    opened = await unit.events.of_attempt(seat.exam.id, seat.attempt.id, acts)
    asked = opened[-1] if opened else None
    chief = await unit.people.get(asked.actor) if asked else None
    return ReviewOpened(
        attempt=seat.attempt.id,
        subject=seat.exam.subject,
        name=seat.student.name,
        by=chief.name if chief else "",
        reason=asked.reason if asked else "",
        stage=stage,
    )


@dataclass(frozen=True, slots=True)
class LookAtReview:
    """The dean looks at what is under review."""

    units: Units

    async def __call__(self, actor: Actor, attempt: AttemptId) -> ReviewOpened:
        """Return it as it stands.

        Raises:
            NotAllowed: not the dean of this exam's faculty.
        """
        async with self.units.reading() as unit:
            seat = await _before_dean(unit, actor, attempt)
            return await review_of(unit, seat, seat.attempt.stage.value)


@dataclass(frozen=True, slots=True)
class DecideReview:
    """The dean lets a result stand, or annuls it; taken back by deciding again."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, attempt: AttemptId, *, annul: bool, reason: str = ""
    ) -> ReviewOpened:
        """Decide, and tell the student; a second tap changes nothing.

        Raises:
            NotAllowed: not the dean of this exam's faculty.
            ReasonMissing: annulled without a word why.
            WrongStage: nothing is under review.
        """
        act = Act.ANNUL if annul else Act.CLEAR
        said = reason if annul else REVIEWED
        now = self.clock.now()
        async with self.units() as unit:
            seat = await _before_dean(unit, actor, attempt)
            if done_already(seat, act):
                return await review_of(unit, seat, seat.attempt.stage.value)
            decided = rulings.end(seat.attempt, act, seat.held, reason=said)
            after = await keep(unit, seat, decided, act.value, at=now, reason=said)
            told = ReviewTold(subject=seat.exam.subject, stage=after.stage.value, reason=reason)
            await tell(unit, seat, told, key=f"{after.version}")
            notice = await review_of(unit, seat, after.stage.value)
            await unit.commit()
        return notice
