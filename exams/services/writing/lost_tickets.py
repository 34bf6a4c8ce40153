"""Tickets that were drawn and perhaps never seen: the bot was killed, or an answer got lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.delivery import DeliveryState, Priority
from exams.domain.exam import Exam
from exams.domain.ids import PersonId
from exams.domain.people import Actor
from exams.notices.oral import OralTicket
from exams.notices.writing import TicketShown
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import own_seat
from exams.services.telling import tell
from exams.services.writing.tickets import ShowTicket

TICKETS: Final = (TicketShown.template, OralTicket.template)
# After the tap. Mostly it takes a second; but where 3000 draw at once, Telegram's 30 messages a
# second let the last of them wait for nearly two minutes, and none of those is lost.
ACKNOWLEDGED: Final = timedelta(minutes=3)


async def tickets_sent(unit: Unit, exam: Exam) -> dict[PersonId, DeliveryState]:
    """Return how far each student's ticket came that the outbox sends."""
    sent: dict[PersonId, DeliveryState] = {}
    for template in TICKETS:
        reached = await unit.outbox.reached(template, exam.id)
        sent |= {student: state for (_, student), state in reached.items()}
    return sent


@dataclass(frozen=True, slots=True)
class SendLostTickets:
    """Puts a ticket which nobody has acknowledged into the outbox; then its clock starts.

    If its student has seen it after all, it comes twice, and nobody writes without a clock.
    """

    units: Units
    clock: Clock
    show: ShowTicket

    async def __call__(self, exam: Exam, attempts: Sequence[Attempt]) -> None:
        """Send those of an exam's attempts that are due, once."""
        now = self.clock.now()
        lost = [attempt for attempt in attempts if _lost(attempt, now)]
        if not lost:
            return
        async with self.units.reading() as unit:
            sent = await tickets_sent(unit, exam)
            students = await unit.people.many([attempt.student_id for attempt in lost])
        for person in students.values():
            if person.id not in sent:
                await self._send(person.actor(), exam)

    async def _send(self, student: Actor, exam: Exam) -> None:
        shown = await self.show(student, exam.id)
        async with self.units() as unit:
            seat = await own_seat(unit, student, exam.id)
            if seat.attempt.clock.started_at is None and seat.attempt.ticket == shown.ticket:
                key = f"lost:{seat.attempt.version}"
                await tell(unit, seat, shown, key=key, priority=Priority.TICKET)
                await unit.commit()


def _lost(attempt: Attempt, now: datetime) -> bool:
    drawn = attempt.drawn_at
    return drawn is not None and attempt.clock.started_at is None and now - drawn >= ACKNOWLEDGED
