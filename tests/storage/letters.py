"""Messages for the outbox, put in and taken out as the deliverer does it."""

from datetime import datetime, timedelta

from exams.domain.delivery import Priority
from exams.domain.ids import PersonId
from exams.notices.before import ExamCancelled
from exams.records.outbox import Delivery, Envelope
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from tests.storage.university import START

MINUTE = timedelta(minutes=1)
LEASE = MINUTE


def cancelled(person: PersonId, key: str = "k", subject: str = "Алгебра") -> Envelope:
    return Envelope(
        notice=ExamCancelled(subject=subject, starts_at=START),
        to=person,
        key=key,
        priority=Priority.REMINDER,
    )


async def put(units: SqlUnits, *envelopes: Envelope) -> list[bool]:
    async with units() as unit:
        stored = [await unit.outbox.put(envelope) for envelope in envelopes]
        await unit.commit()
    return stored


async def claim(queue: OutboxQueue, now: datetime = START, limit: int = 4) -> tuple[Delivery, ...]:
    """Take so many, one recipient's too, as if each were in hand no longer."""
    taken: list[Delivery] = []
    while more := await queue.claim("w", now, limit=limit - len(taken), lease=LEASE):
        taken += more
    return tuple(taken)


async def begun(queue: OutboxQueue, now: datetime = START) -> Delivery:
    (delivery,) = await claim(queue, now)
    assert await queue.sending(delivery, now)
    return delivery
