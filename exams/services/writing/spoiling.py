"""A ticket that cannot be worked on: spoiled, in the wrong language (rules, edge cases)."""

from dataclasses import dataclass, replace

from exams.domain import writing
from exams.domain.attempt_table import Act
from exams.domain.delivery import Priority
from exams.domain.exam import Kind
from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.notices.proctor import StudentCard
from exams.notices.writing import TicketSpoiled
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.cards import card_of
from exams.services.doors import seat_of
from exams.services.keeping import done_already, keep
from exams.services.telling import tell
from exams.services.writing.decks import own_deck


@dataclass(frozen=True, slots=True)
class SpoilTicket:
    """The chief proctor takes a ticket back; the student chooses another one."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """Burn the ticket, and let the two hours begin anew with the next one.

        Raises:
            NotAllowed: not the chief proctor.
            NoTickets: no card is left to take instead.
            ReasonMissing: no word why.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.SPOIL_TICKET):
                return await card_of(unit, seat, seat.attempt, now=now)
            spoiled = writing.spoil_ticket(seat.attempt, seat.held, reason=reason)
            if seat.exam.kind is Kind.ORAL:
                spoiled = replace(spoiled, pick_from=now)  # three minutes to choose anew
            deck = await own_deck(unit, seat)
            _, card = deck.burn(seat.student.id)
            await unit.decks.burn(deck, card)
            act = Act.SPOIL_TICKET.value
            facts = {"ticket": int(card.number), "position": card.position}
            after = await keep(unit, seat, spoiled, act, at=now, reason=reason, facts=facts)
            notice = TicketSpoiled(exam=seat.exam.id, ticket=card.number, reason=reason.strip())
            await tell(unit, seat, notice, key=f"{after.version}", priority=Priority.TICKET)
            shown = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return shown
