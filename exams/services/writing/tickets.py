"""Closed tickets and the two hours: the board, the draw, the clock, pens down."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain import interruptions, writing
from exams.domain.attempt import WRITING_DONE, Attempt
from exams.domain.attempt_table import OVER, Act, Stage
from exams.domain.deck import Card, Deck, Ticket
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, Kind
from exams.domain.ids import ExamId
from exams.domain.oral import draw as draw_oral
from exams.domain.oral import queue_of
from exams.domain.people import SYSTEM, Actor
from exams.domain.refusals.base import Stale
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.tickets import TicketTaken
from exams.notices.base import Media
from exams.notices.oral import OralTicket
from exams.notices.trouble import WelcomeBack
from exams.notices.writing import Board, FinishWriting, PensDown, TicketShown, WritingStarted
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import deadline_of, minutes_left
from exams.services.doors import Seat, own_seat
from exams.services.keeping import keep
from exams.services.telling import tell
from exams.services.writing.decks import drawn_from, find_deck, own_deck
from exams.services.writing.faces import DrawFace
from exams.services.writing.picking import board_shown

ASSIGNED: Final = "assigned"
"""Why a ticket was drawn which its student has not chosen."""
NOTHING_TO_ANSWER = WRITING_DONE | OVER | {Stage.ANSWERED}


async def ticket_of(
    unit: Unit, seat: Seat, attempt: Attempt, deck: Deck, card: Card, *, at: datetime
) -> TicketShown | OralTicket:
    """Return a drawn ticket as its owner sees it."""
    ticket = await unit.decks.ticket(deck, card)
    media = pictures_of(ticket)
    pictured = tuple(place for place, one in enumerate(ticket.pictures, 1) if one is not None)
    over = attempt.goes_on_at in NOTHING_TO_ANSWER
    if seat.exam.kind is Kind.ORAL:
        return OralTicket(
            exam=seat.exam.id,
            position=card.position,
            ticket=card.number,
            questions=ticket.questions,
            pictured=pictured,
            media=media,
            over=over,
            by_chance=await _by_chance(unit, attempt),
        )
    allowed = attempt.clock.allowed + attempt.clock.extra
    return TicketShown(
        exam=seat.exam.id,
        position=card.position,
        ticket=card.number,
        questions=ticket.questions,
        pictured=pictured,
        media=media,
        minutes=int(allowed.total_seconds()) // 60,
        deadline=attempt.clock.deadline(at),
        over=over,
    )


async def _by_chance(unit: Unit, attempt: Attempt) -> bool:
    """Return whether the ticket which a student holds was not chosen."""
    draws = await unit.events.of_attempt(attempt.exam_id, attempt.id, {Act.DRAW_ORAL.value})
    return bool(draws) and draws[-1].reason == ASSIGNED


def pictures_of(ticket: Ticket) -> tuple[Media, ...]:
    """Return the pictures of a ticket's questions as they go with a message."""
    return tuple(
        Media(kind="photo", digest=digest, name=f"ticket-{ticket.number}-{place}.jpg")
        for place, digest in enumerate(ticket.pictures, start=1)
        if digest is not None
    )


async def next_turn(unit: Unit, exam: Exam) -> int:
    """Return the place in the queue of whoever draws next (S23)."""
    return queue_of(exam, await unit.attempts.of_exam(exam.id)).last_turn + 1


@dataclass(frozen=True, slots=True)
class OpenBoard:
    """A student goes on from the information window to the closed tickets (S20)."""

    units: Units
    clock: Clock
    face: DrawFace

    async def __call__(self, actor: Actor, exam: ExamId) -> Board | TicketShown | OralTicket:
        """Show the cards face down; whoever has drawn sees the own ticket instead.

        Raises:
            TooEarly: the exam has not begun, or it is not the student's time to draw.
            PickingNotOpen: the proctor has not laid out the tickets of an oral exam.
            NoDeck: no ticket is in the student's language.
            WrongStage: not admitted yet, or the writing is over.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            attempt = seat.attempt
            deck = await own_deck(unit, seat)
            held = deck.card_of(actor.id)
            shown = None
            if held is not None:
                shown = await ticket_of(unit, seat, attempt, deck, held, at=now)
            elif attempt.stage is not Stage.PICKING:
                opened = writing.open_board(attempt, seat.exam, seat.held, at=now)
                attempt = await keep(unit, seat, opened, Act.OPEN_BOARD.value, at=now)
                await unit.commit()
        if shown is not None:
            return await self.face(shown, seat, attempt.drawn_at or now)
        return board_shown(exam, deck, attempt)


@dataclass(frozen=True, slots=True)
class DrawTicket:
    """A student turns over one of the closed tickets (S20, D3)."""

    units: Units
    clock: Clock
    face: DrawFace

    async def __call__(
        self, actor: Actor, exam: ExamId, position: int
    ) -> TicketShown | OralTicket:
        """Turn over the card at `position` (from 1); a second tap shows the same ticket.

        Raises:
            TicketTaken: another student was quicker.
            NoTickets: no card is free.
            WrongStage: the board is not open.
            PickTimeOver: in an oral exam, after the three minutes.
        """
        now = self.clock.now()
        shown, seat, attempt = await self._drawn(actor, exam, position, at=now)
        return await self.face(shown, seat, attempt.drawn_at or now)

    async def _drawn(
        self, actor: Actor, exam: ExamId, position: int, *, at: datetime
    ) -> tuple[TicketShown | OralTicket, Seat, Attempt]:
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            deck = await own_deck(unit, seat)
            held = deck.card_of(actor.id)
            if held is not None:
                shown = await ticket_of(unit, seat, seat.attempt, deck, held, at=at)
                return shown, seat, seat.attempt
            _, card = deck.turn_over(position, by=actor.id)
            drawn, act = await _drawn(unit, seat, card, at=at)
            try:
                await unit.decks.take(deck, card)
            except Stale as gone:
                raise TicketTaken(position=position) from gone
            attempt = await keep(
                unit,
                seat,
                drawn,
                act.value,
                at=at,
                facts={"ticket": card.number, "position": position, **drawn_from(deck)},
            )
            shown = await ticket_of(unit, seat, attempt, deck, card, at=at)
            await unit.commit()
        return shown, seat, attempt


async def _drawn(unit: Unit, seat: Seat, card: Card, *, at: datetime) -> tuple[Attempt, Act]:
    if seat.exam.kind is not Kind.ORAL:
        return writing.draw(seat.attempt, card.number, seat.held, at=at), Act.DRAW
    turn = await next_turn(unit, seat.exam)
    drawn = draw_oral(seat.attempt, card.number, seat.held, at=at, turn=turn)
    return drawn, Act.DRAW_ORAL


@dataclass(frozen=True, slots=True)
class ShowTicket:
    """A student wants to see the ticket again."""

    units: Units
    clock: Clock
    face: DrawFace

    async def __call__(self, actor: Actor, exam: ExamId) -> TicketShown | OralTicket:
        """Return the drawn ticket.

        Raises:
            WrongStage: none was drawn.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            deck = await find_deck(unit, seat)
            card = deck.card_of(actor.id) if deck else None
            if deck is None or card is None:
                raise WrongStage(act="ticket", stage=seat.attempt.stage.value)
            now = self.clock.now()
            shown = await ticket_of(unit, seat, seat.attempt, deck, card, at=now)
        return await self.face(shown, seat, seat.attempt.drawn_at or now)


@dataclass(frozen=True, slots=True)
class TicketArrived:
    """The messenger acknowledged the message with the ticket: the clock starts (S24)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Start the two hours; a second acknowledgement changes nothing."""
        async with self.units() as unit:
            if await ticket_arrived(unit, await own_seat(unit, actor, exam), at=self.clock.now()):
                await unit.commit()


async def ticket_arrived(unit: Unit, seat: Seat, *, at: datetime) -> bool:
    """Start the clock of a ticket that the messenger has acknowledged, once.

    In an oral exam the same moment begins the preparation; the queue tells about the turn.
    """
    if seat.attempt.clock.started_at is not None:
        return False
    started = writing.show_ticket(seat.attempt, at=at)
    if seat.exam.suspended_at is not None:  # since the tap; no minute is lost by it
        started = interruptions.stand_still(started, at=at)
    attempt = await keep(unit, seat, started, "show_ticket", at=at)
    deadline = attempt.clock.deadline(at)
    if deadline is not None and seat.exam.kind is Kind.WRITTEN:
        notice = WritingStarted(exam=seat.exam.id, deadline=deadline)
        await tell(unit, seat, notice, key=f"{attempt.ticket}")
    return True


@dataclass(frozen=True, slots=True)
class AskFinish:
    """A student wants to end the writing early."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> FinishWriting:
        """Ask back: it cannot be undone.

        Raises:
            WrongStage: not writing.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
        if seat.attempt.stage is not Stage.WRITING:
            raise WrongStage(act=Act.PENS_DOWN.value, stage=seat.attempt.stage.value)
        left = minutes_left(seat.exam, seat.attempt, self.clock.now())
        return FinishWriting(exam=exam, minutes_left=left or 0)


def pens_down_of(exam: ExamId, attempt: Attempt) -> PensDown:
    """Return the message that ends the writing.

    Raises:
        WrongStage: the pens are not down, so no sheets are taken.
    """
    if attempt.upload_until is None:
        raise WrongStage(act=Act.START_UPLOAD.value, stage=attempt.stage.value)
    return PensDown(exam=exam, until=attempt.upload_until, phone=attempt.on_phone)


async def end_writing(unit: Unit, seat: Seat, *, at: datetime) -> Attempt:
    """Put the pens down whose time is over, and tell the student; others write on.

    The clock does so, and whoever reads an attempt before the clock has come by.
    """
    attempt = seat.attempt
    deadline = attempt.clock.deadline(at)
    if attempt.stage is not Stage.WRITING or deadline is None or at < deadline:
        return attempt
    clock_seat = replace(seat, actor=SYSTEM, held=SYSTEM.roles)
    down = writing.put_pens_down(attempt, SYSTEM.roles, at=at)
    after = await keep(unit, clock_seat, down, Act.PENS_DOWN.value, at=at)
    notice = pens_down_of(seat.exam.id, after)
    await tell(unit, seat, notice, key="1", priority=Priority.TICKET)
    return after


@dataclass(frozen=True, slots=True)
class FinishWritingNow:
    """A student is done before the time."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> PensDown:
        """Put the pen down; a second tap shows the same."""
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.stage in {Stage.PENS_DOWN, Stage.UPLOADING}:
                return pens_down_of(exam, seat.attempt)
            down = writing.put_pens_down(seat.attempt, seat.held, at=now)
            attempt = await keep(unit, seat, down, Act.PENS_DOWN.value, at=now)
            await unit.commit()
        return pens_down_of(exam, attempt)


def welcome_back(
    seat: Seat, attempt: Attempt, now: datetime, *, since: str = "outage"
) -> WelcomeBack:
    """Return the message with which a student goes on."""
    return WelcomeBack(
        exam=seat.exam.id,
        deadline=deadline_of(seat.exam, attempt, now),
        until=attempt.upload_until,
        since=since,
        stage=attempt.stage.value,
    )
