"""What the chief proctor does about tickets: assigned at random, chosen again."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import oral, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.deck import Card, Deck
from exams.domain.delivery import Priority
from exams.domain.exam import Kind
from exams.domain.ids import AttemptId
from exams.domain.people import Actor, Role, require
from exams.domain.refusals.base import Stale
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from exams.notices.oral import OralTicket
from exams.notices.proctor import StudentCard
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import card_of
from exams.services.doors import Seat, seat_of
from exams.services.keeping import keep
from exams.services.telling import tell
from exams.services.writing.decks import drawn_from, own_deck
from exams.services.writing.faces import DrawFace
from exams.services.writing.picking import board_shown, board_slot
from exams.services.writing.tickets import ASSIGNED, next_turn, ticket_of


def _at_random(deck: Deck, shuffler: Shuffler) -> Card:
    free = tuple(card for card in deck.cards if card.free)
    if not free:
        raise NoTickets
    return shuffler.shuffled(free)[0]


@dataclass(frozen=True, slots=True)
class AssignTicket:
    """The chief proctor gives a student who does not choose a ticket at random (rules C2)."""

    units: Units
    clock: Clock
    shuffler: Shuffler
    face: DrawFace

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Draw for the student; whoever holds a ticket keeps it.

        Raises:
            NoTickets: no card is free.
            NoDeck: no ticket is in the student's language.
            WrongStage: the student is not choosing.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt)
            require(seat.held, (Role.CHIEF,))
            if seat.attempt.ticket is not None:
                return await card_of(unit, seat, seat.attempt, now=now)
            deck = await own_deck(unit, seat)
            chosen = _at_random(deck, self.shuffler)
            ticket = await ticket_of(unit, seat, seat.attempt, deck, chosen, at=now)
        if isinstance(ticket, OralTicket):
            ticket = replace(ticket, by_chance=True)
        notice = await self.face(ticket, seat, now)
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if seat.attempt.ticket is not None:
                return await card_of(unit, seat, seat.attempt, now=now)
            after = await self._take(unit, seat, chosen.position, at=now)
            key = f"assigned:{after.version}"
            await tell(unit, seat, notice, key=key, priority=Priority.TICKET)
            shown = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return shown

    async def _take(self, unit: Unit, seat: Seat, position: int, *, at: datetime) -> Attempt:
        deck = await own_deck(unit, seat)
        try:
            _, card = deck.turn_over(position, by=seat.student.id)
        except TicketTaken as gone:
            raise Stale from gone  # chosen anew from those that are left
        if seat.exam.kind is Kind.ORAL:
            turn = await next_turn(unit, seat.exam)
            drawn = oral.draw(seat.attempt, card.number, seat.held, at=at, turn=turn)
            act = Act.DRAW_ORAL
        else:
            drawn = writing.draw(seat.attempt, card.number, seat.held, at=at)
            act = Act.DRAW
        await unit.decks.take(deck, card)
        facts = {"ticket": card.number, "position": card.position, **drawn_from(deck)}
        return await keep(unit, seat, drawn, act.value, at=at, reason=ASSIGNED, facts=facts)


@dataclass(frozen=True, slots=True)
class PickAgain:
    """The chief proctor sends a student who did not choose to the end: three minutes anew."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Lay the tickets before the student again; while time is left a tap changes nothing.

        Raises:
            NotAllowed: not the chief proctor.
            WrongStage: the student is not choosing.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            require(seat.held, (Role.CHIEF,))
            if seat.attempt.stage is Stage.PICKING and not oral.pick_time_over(seat.attempt, now):
                return await card_of(unit, seat, seat.attempt, now=now)
            again = oral.pick_again(seat.attempt, seat.held, at=now)
            after = await keep(unit, seat, again, "pick_again", at=now)
            deck = await own_deck(unit, seat)
            board = board_shown(seat.exam.id, deck, after)
            await tell(
                unit,
                seat,
                board,
                key=f"{after.version}",
                priority=Priority.TICKET,
                slot=board_slot(after),
                fresh=True,
            )
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card
