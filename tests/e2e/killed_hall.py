"""An exam under way on a disk that outlives every bot."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import SystemClock
from exams.domain.attempt import UPLOAD_TIME, Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.delivery import DeliveryState, Priority
from exams.domain.exam import WRITING_TIME, Exam
from exams.domain.ids import ChatId, PersonId, TicketNumber
from exams.domain.people import Locale, Person, Role
from exams.notices.trouble import FromProctor
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.outbox import Envelope
from exams.records.people import NEW_GROUP, NEW_PERSON
from sandbox.telegram.fake import FakeTelegram
from sandbox.telegram.phones import Phone
from storage.database import Database
from storage.inbox import Inbox
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from tests import make

CARDS = 8
PATIENCE = 300.0


@dataclass(slots=True, kw_only=True)
class Hall:
    """An exam under way on a disk that outlives every bot.

    Attributes:
        drawers: who are about to draw a ticket, with their people.
        senders: who may send sheets.
        deadlines: of each attempt, as it was when first seen.
    """

    telegram: FakeTelegram
    database: Database
    url: str
    exam: Exam
    drawers: list[tuple[Person, Phone]]
    senders: list[tuple[Person, Phone]]
    photos: dict[PersonId, list[int]] = field(default_factory=dict)
    deadlines: dict[PersonId, datetime] = field(default_factory=dict)
    taps: Counter[int] = field(default_factory=Counter)

    @property
    def units(self) -> SqlUnits:
        """The database as a test reads it."""
        return SqlUnits(self.database)

    async def attempts(self) -> dict[PersonId, Attempt]:
        """Return the attempts by student."""
        async with self.units.reading() as unit:
            return {a.student_id: a for a in await unit.attempts.of_exam(self.exam.id)}

    async def watch_deadlines(self) -> None:
        """Note each deadline that has begun, and hold that none has moved."""
        for student, attempt in (await self.attempts()).items():
            if attempt.clock.started_at is not None:
                deadline = attempt.clock.started_at + attempt.clock.allowed
                assert attempt.clock.extra == attempt.clock.paused == timedelta()
                assert self.deadlines.setdefault(student, deadline) == deadline

    async def idle(self) -> bool:
        """Tell whether everything that came is handled and everything due has gone out."""
        if len(self.telegram.world.updates) or await Inbox(self.database).unfinished():
            return False
        counts = await OutboxQueue(self.database).counts()
        waiting = (DeliveryState.DUE, DeliveryState.CLAIMED, DeliveryState.SENDING)
        return not any(counts.get(state) for state in waiting)


async def seated(
    telegram: FakeTelegram, database: Database, url: str, *, drawers: int, senders: int, notes: int
) -> Hall:
    """Seat students in a running exam: some are about to draw, some to send their sheets.

    To each of those who draw so many notes of the proctor wait when the first bot starts.
    """
    now = SystemClock().now()
    async with SqlUnits(database)() as unit:
        group = await unit.groups.add(replace(make.group(), id=NEW_GROUP))
        proctor = await unit.people.add(
            make.person(make.NURLAN, Role.PROCTOR, id=NEW_PERSON, account=None)
        )
        exam = await unit.exams.add(
            make.exam(
                id=NEW_EXAM,
                starts_at=now - timedelta(minutes=10),
                began_at=now,
                groups=(group.id,),
                proctors=(proctor.id,),
                chief=proctor.id,
                room=None,
            )
        )
        tickets = make.tickets(*range(1, CARDS + 1), questions=("Сұрақ №{}.",))
        await unit.decks.lay_out(exam.id, tickets)
        people: list[tuple[Person, Phone]] = []
        for n in range(drawers + senders):
            phone = telegram.add_person(first_name=f"Student {n}")
            phone.account.started = bool(phone.chat)  # Start was pressed long ago
            person = await unit.people.add(
                make.person(
                    PersonId(101 + n),
                    id=NEW_PERSON,
                    group_id=group.id,
                    account=ChatId(phone.id),
                    locale=Locale.KK,
                )
            )
            people.append((person, phone))
            await unit.attempts.add(seat(person, exam, now, draws=n < drawers))
        for person, _ in people[:drawers]:
            for n in range(notes):
                notice = FromProctor(exam=exam.id, text=f"Хабарлама {n}")
                key = f"note:{person.id}:{n}"
                await unit.outbox.put(
                    Envelope(notice=notice, to=person.id, key=key, priority=Priority.REMINDER)
                )
        await unit.commit()
    return Hall(
        telegram=telegram,
        database=database,
        url=url,
        exam=exam,
        drawers=people[:drawers],
        senders=people[drawers:],
    )


def seat(person: Person, exam: Exam, now: datetime, *, draws: bool) -> Attempt:
    """Make the attempt of somebody who draws, or who has put down the pen just now."""
    begun = now - WRITING_TIME
    plain = make.attempt(Stage.PICKING, student=person.id, exam_id=exam.id, rules_agreed_at=now)
    picking = replace(plain, id=NEW_ATTEMPT, link=None, registrant=None)
    if draws:
        return picking
    return replace(
        picking,
        stage=Stage.UPLOADING,
        clock=ClockLedger(allowed=WRITING_TIME, started_at=begun),
        ticket=TicketNumber(CARDS + 1),
        drawn_at=begun,
        upload_until=now + UPLOAD_TIME,
    )


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.02)
