"""A student checks in: "I'm here", the rules, another try at identification (S3, S6)."""

from dataclasses import dataclass
from typing import Final

from exams.domain import checking_in
from exams.domain.attempt import RULES_VERSION, Attempt, Seen, excused_by
from exams.domain.attempt_table import Act, Stage
from exams.domain.checking_in import ID_TRIES
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.checking_in import RulesUnread
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.notices.checking_in import CheckIn, PhotographsOffered, RulesPage
from exams.ports.clock import Clock
from exams.records.outbox import SentMessage
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import NOT_HELD, keep
from exams.services.page_address import PageAddress
from exams.services.room.asking_in import ask_in
from exams.services.telling import tell

RULES_PAGES: Final = 2  # templates/<locale>/rules


def check_in_slot(attempt: Attempt) -> str:
    """Return the slot of a student's own view of checking in, and of what it becomes."""
    return f"check_in:{attempt.id}"


def check_in_of(seat: Seat, attempt: Attempt) -> CheckIn:
    """Return the student's own view of checking in."""
    return CheckIn(
        exam=seat.exam.id,
        stage=attempt.stage.value,
        rules=attempt.rules_agreed,
        document=Seen.DOCUMENT in attempt.seen,
        face=Seen.FACE in attempt.seen,
        room=Seen.ROOM in attempt.seen | excused_by(seat.student.conditions),
        desk=Seen.DESK in attempt.seen,
        tries_left=max(ID_TRIES - attempt.id_tries, 0),
        reason=attempt.outcome_reason or "",
    )


async def _offer(unit: Unit, seat: Seat, page: PageAddress) -> None:
    """Offer to photograph face and document, once, where the university takes photographs."""
    address = page(seat.exam.id)
    if address:
        offer = PhotographsOffered(exam=seat.exam.id, page=address)
        await tell(unit, seat, offer, key="check_in")


@dataclass(frozen=True, slots=True)
class SayHere:
    """A student says "I'm here" (S3, S11)."""

    units: Units
    clock: Clock
    photographs: PageAddress

    async def __call__(self, actor: Actor, exam: ExamId) -> RulesPage | CheckIn:
        """Check in and go on with the rules; a second tap shows where things stand.

        Raises:
            TooEarly, TooLate: outside the 15 minutes before and after the start.
            WrongStage: barred, or the exam has gone on; the last message says how.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.exam.stage in NOT_HELD:
                raise WrongStage(act=Act.CHECK_IN.value, stage=seat.exam.stage.value)
            # A hundred doors open at one instant, and the clock may not have come to this one yet.
            (seat,) = await ask_in(unit, [seat], at=now)
            attempt = seat.attempt
            if attempt.stage is Stage.INVITED:
                arrived = checking_in.check_in(attempt, seat.exam, seat.held, at=now)
                attempt = await keep(unit, seat, arrived, Act.CHECK_IN.value, at=now)
            elif attempt.stage not in checking_in.CHECKED:
                raise WrongStage(act=Act.CHECK_IN.value, stage=attempt.stage.value)
            if attempt.rules_agreed:
                await _offer(unit, seat, self.photographs)
                await unit.commit()
                return check_in_of(seat, attempt)
            if attempt.rules_read == 0:
                attempt = checking_in.read_rules(attempt, 1)
                await unit.attempts.save(attempt)
            await unit.commit()
        page = min(attempt.rules_read, RULES_PAGES)
        return RulesPage(exam=exam, page=page, pages=RULES_PAGES)


@dataclass(frozen=True, slots=True)
class CheckInShown:
    """A student's view of checking in was shown as the answer to a tap."""

    units: Units

    async def __call__(
        self, actor: Actor, exam: ExamId, message: SentMessage
    ) -> SentMessage | None:
        """Keep it current there from now on; return where another one stands that is not."""
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            old = await unit.outbox.move(check_in_slot(seat.attempt), message)
            await unit.commit()
        return old


@dataclass(frozen=True, slots=True)
class ReadRules:
    """A student turns a page of the rules (S6)."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId, page: int) -> RulesPage:
        """Show the page and note how far the student has read.

        Raises:
            Unknown: there is no such page, or it lies beyond the next one.
        """
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if not 1 <= page <= min(RULES_PAGES, seat.attempt.rules_read + 1):
                raise Unknown
            if page > seat.attempt.rules_read:
                await unit.attempts.save(checking_in.read_rules(seat.attempt, page))
                await unit.commit()
        return RulesPage(exam=exam, page=page, pages=RULES_PAGES)


@dataclass(frozen=True, slots=True)
class Agree:
    """A student agrees to the rules (S6)."""

    units: Units
    clock: Clock
    photographs: PageAddress

    async def __call__(self, actor: Actor, exam: ExamId) -> CheckIn:
        """Record the version of the rules and the moment.

        Raises:
            RulesUnread: the last page was not opened.
            WrongStage: as with "I'm here".
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.rules_read < RULES_PAGES:
                raise RulesUnread
            agreed = checking_in.agree(seat.attempt, at=now)
            attempt = await keep(
                unit, seat, agreed, "agree", at=now, facts={"rules": RULES_VERSION}
            )
            await _offer(unit, seat, self.photographs)
            await unit.commit()
        return check_in_of(seat, attempt)


@dataclass(frozen=True, slots=True)
class RetryId:
    """A student tries to be identified again."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> CheckIn:
        """Go back to checking in.

        Raises:
            NotAllowed: three tries are used up.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            again = checking_in.retry_id(seat.attempt, seat.held)
            attempt = await keep(unit, seat, again, Act.RETRY_ID.value, at=now)
            await unit.commit()
        return check_in_of(seat, attempt)
