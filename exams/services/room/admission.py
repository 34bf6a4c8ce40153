"""From "I'm here" to admission: rules, the proctor's checks, the information window."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain import checking_in, rulings
from exams.domain.attempt import RULES_VERSION, Attempt, Seen, excused_by
from exams.domain.attempt_table import Act, Stage
from exams.domain.booklet import BookletRules
from exams.domain.checking_in import ID_TRIES
from exams.domain.computer_test import show_information
from exams.domain.exam import ExamAct, ExamStage, Kind
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.checking_in import RulesUnread
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import Unknown
from exams.notices.booklet import BookletInformation
from exams.notices.checking_in import CheckIn, Information, PhotographsOffered, RulesPage
from exams.notices.oral import OralInformation
from exams.notices.proctor import StudentCard
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import card_of, tell
from exams.services.computer_tests.booklets import booklet_information
from exams.services.doors import (
    NOT_HELD,
    STAFF,
    Seat,
    done_already,
    keep,
    keep_exam,
    own_seat,
    room,
    seat_of,
)
from exams.services.page_address import PageAddress
from exams.services.writing.decks import find_deck

RULES_PAGES: Final = 3  # templates/<locale>/rules
NOT_ADMITTED: Final = frozenset(
    {Stage.SCHEDULED, Stage.INVITED, Stage.CHECKING_IN, Stage.IDENTIFIED, Stage.ID_FAILED}
)


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
            WrongStage: barred, or over.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            attempt = seat.attempt
            if seat.exam.stage in NOT_HELD:
                raise WrongStage(act=Act.CHECK_IN.value, stage=seat.exam.stage.value)
            if attempt.stage is Stage.SCHEDULED:
                raise TooEarly(opens_at=seat.exam.checkin_opens_at)
            if attempt.stage is Stage.INVITED:
                arrived = checking_in.check_in(attempt, seat.exam, seat.held, at=now)
                attempt = await keep(unit, seat, arrived, Act.CHECK_IN.value, at=now)
            elif attempt.over:
                raise WrongStage(act=Act.CHECK_IN.value, stage=attempt.stage.value)
            if attempt.rules_agreed:
                await _offer(unit, seat, self.photographs)
                await unit.commit()
                return check_in_of(seat, attempt)
            if attempt.rules_read == 0:
                attempt = checking_in.read_rules(attempt, 1)
                await unit.attempts.save(attempt)
            await unit.commit()
        return RulesPage(exam=exam, page=attempt.rules_read, pages=RULES_PAGES)


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


async def _informed(
    unit: Unit, seat: Seat, after: Attempt, act: str, *, clock: Clock, reason: str = ""
) -> StudentCard:
    """Keep the proctor's verdict, tell the student, and return the card."""
    at = clock.now()
    attempt = await keep(
        unit,
        seat,
        after,
        act,
        at=at,
        reason=reason,
        facts={"seen": ",".join(sorted(seen.value for seen in after.seen))},
    )
    if attempt.stage is Stage.ADMITTED and seat.exam.kind is not Kind.TEST:
        notice: CheckIn | Information | OralInformation = await information_of(unit, seat, attempt)
    else:
        notice = check_in_of(seat, attempt)
    if attempt != seat.attempt:
        await tell(
            unit,
            seat,
            notice,
            key=f"{act}:{attempt.version}",
            slot=f"check_in:{attempt.id}",
            fresh=attempt.stage is Stage.ADMITTED,
        )
    return await card_of(unit, seat, attempt, now=at)


@dataclass(frozen=True, slots=True)
class Tick:
    """A proctor ticks what was seen: document, face, room, desk (S4, S5, S7, S12)."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, attempt: AttemptId, seen: Seen, *, on: bool | None = None
    ) -> StudentCard:
        """Tick or untick; document and face together identify the student.

        Args:
            actor: the proctor.
            attempt: whose.
            seen: what.
            on: how it shall be, so that a second tap, or a second proctor's, changes nothing;
                None turns the tick over.
        """
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if on is not None and (seen in seat.attempt.seen) is on:
                return await card_of(unit, seat, seat.attempt, now=self.clock.now())
            ticked = checking_in.tick(seat.attempt, seen, seat.held)
            card = await _informed(unit, seat, ticked, f"tick_{seen.value}", clock=self.clock)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class FailId:
    """A proctor cannot identify the student."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """Say why; the student may try again, at most three times."""
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.FAIL_ID):
                return await card_of(unit, seat, seat.attempt, now=self.clock.now())
            failed = checking_in.fail_id(seat.attempt, seat.held, reason=reason)
            card = await _informed(
                unit, seat, failed, Act.FAIL_ID.value, clock=self.clock, reason=reason
            )
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class OverruleId:
    """The chief proctor vouches for a student."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Count the student as identified."""
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.OVERRULE_ID):
                return await card_of(unit, seat, seat.attempt, now=self.clock.now())
            vouched = checking_in.overrule_id(seat.attempt, seat.held)
            card = await _informed(unit, seat, vouched, Act.OVERRULE_ID.value, clock=self.clock)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class Admit:
    """A proctor lets a student take part (S8); the first admission begins the exam."""

    units: Units
    clock: Clock
    rules: BookletRules

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Admit.

        Raises:
            RulesNotAgreed, ChecksMissing: something is missing yet.
            TooLate: more than 15 minutes after the start only the chief proctor admits.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.ADMIT):
                return await card_of(unit, seat, seat.attempt, now=now)
            excused = excused_by(seat.student.conditions)
            admitted = checking_in.admit(
                seat.attempt, seat.exam, seat.held, at=now, excused=excused
            )
            card = await _informed(unit, seat, admitted, Act.ADMIT.value, clock=self.clock)
            if seat.exam.kind is Kind.TEST:
                card = await self._show_information(unit, seat, now)
            if seat.exam.stage is ExamStage.CHECKIN_OPEN:
                began = seat.exam.take(ExamAct.BEGIN, seat.held, at=now)
                await keep_exam(unit, actor, seat.exam, began, ExamAct.BEGIN.value, at=now)
            await unit.commit()
        return card

    async def _show_information(self, unit: Unit, seat: Seat, now: datetime) -> StudentCard:
        """Go on to the information window of a computer test at once (S13)."""
        stored = await unit.attempts.get(seat.attempt.id)
        seat = replace(seat, attempt=stored or seat.attempt)
        shown = show_information(seat.attempt, seat.held)
        attempt = await keep(unit, seat, shown, Act.SHOW_INFO.value, at=now)
        notice = await booklet_information(unit, seat, attempt, self.rules)
        slot = f"check_in:{attempt.id}"
        await tell(unit, seat, notice, key=f"{attempt.version}", slot=slot, fresh=True)
        return await card_of(unit, seat, attempt, now=now)


@dataclass(frozen=True, slots=True)
class RevertNoShow:
    """The chief proctor lets in somebody who came too late."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Let the student check in after all; no compensating time."""
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.REVERT_NO_SHOW):
                return await card_of(unit, seat, seat.attempt, now=self.clock.now())
            back = rulings.revert_no_show(seat.attempt, seat.exam, seat.held)
            card = await _informed(unit, seat, back, Act.REVERT_NO_SHOW.value, clock=self.clock)
            await unit.commit()
        return card


async def information_of(
    unit: Unit, seat: Seat, attempt: Attempt
) -> Information | OralInformation:
    """Return the information window of a student (S13)."""
    deck = await find_deck(unit, seat)
    tickets = len(deck.cards) if deck else 0
    if seat.exam.kind is Kind.ORAL:
        return OralInformation(
            exam=seat.exam.id,
            subject=seat.exam.subject,
            name=seat.student.name,
            rating=attempt.rating,
            tickets=tickets,
            starts_at=seat.exam.starts_at,
            draws_at=attempt.pick_from if attempt.stage is Stage.ADMITTED else None,
        )
    allowed = attempt.clock.allowed + attempt.clock.extra
    return Information(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        name=seat.student.name,
        rating=attempt.rating,
        minutes=int(allowed.total_seconds()) // 60,
        tickets=tickets,
        starts_at=seat.exam.starts_at,
    )


@dataclass(frozen=True, slots=True)
class ShowInformation:
    """An admitted student opens the information window."""

    units: Units
    rules: BookletRules

    async def __call__(
        self, actor: Actor, exam: ExamId
    ) -> Information | OralInformation | BookletInformation:
        """Return it.

        Raises:
            WrongStage: not admitted yet, or over.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.over or seat.attempt.stage in NOT_ADMITTED:
                raise WrongStage(act="information", stage=seat.attempt.stage.value)
            if seat.exam.kind is Kind.TEST:
                return await booklet_information(unit, seat, seat.attempt, self.rules)
            return await information_of(unit, seat, seat.attempt)


@dataclass(frozen=True, slots=True)
class BeginExam:
    """The proctor begins the exam before the first admission."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Begin; a second tap changes nothing."""
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            if found.stage is ExamStage.RUNNING:
                return
            began = found.take(ExamAct.BEGIN, found.roles_of(actor), at=now)
            await keep_exam(unit, actor, found, began, ExamAct.BEGIN.value, at=now)
            await unit.commit()
