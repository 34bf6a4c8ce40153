"""A university of any size with the very bot running, ready to be measured."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from bot.app import build
from bot.process import App
from bot.settings import Settings
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.deck import Ticket
from exams.domain.exam import ASTANA, WRITING_TIME, Exam, Kind, Room
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ChatId, ExamId, PersonId, TicketNumber
from exams.domain.people import Locale, Person, Role
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_PERSON
from exams.records.unit import Unit
from sandbox.clock import SimulatedClock
from sandbox.telegram import UNPACED, FakeTelegram, Limits, Message, Phone
from storage.seal import new_key
from storage.unit import SqlUnits

NOW: Final = datetime(2026, 12, 9, 10, 0, tzinfo=ASTANA)
ROOM: Final = 30
"""Students in one exam."""

CARDS: Final = 33
FASTEST: Final = 1000.0  # messages a second; the most that the settings take
PATIENCE: Final = 120.0  # real seconds
POLL: Final = 0.01
BEFORE: Final = frozenset({"room", "links"})
"""What the clock has done for an exam that runs."""

LINK: Final = "https://meet.example/exam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Students with phones in hand, and the bot that serves them."""

    clock: SimulatedClock
    telegram: FakeTelegram
    app: App
    units: SqlUnits
    students: tuple[PersonId, ...]
    phones: tuple[Phone, ...]

    async def idle(self) -> None:
        """Wait until the bot has worked off what came and sent what it had to say.

        Raises:
            TimeoutError: it does not come to rest.
        """
        async with asyncio.timeout(PATIENCE):
            while not await self._idle():  # noqa: ASYNC110 - another process would be asked too
                await asyncio.sleep(POLL)

    async def _idle(self) -> bool:
        if len(self.telegram.world.updates) or len(self.app.intake):
            return False
        return await self.app.deliverer.idle()


@asynccontextmanager
async def gather(
    students: int,
    *,
    limits: Limits = UNPACED,
    messages_per_second: float = FASTEST,
    tick_seconds: float = 1.0,
) -> AsyncIterator[Crowd]:
    """Run the bot for so many students, who all have pressed Start.

    Args:
        students: how many.
        limits: which the fake Telegram enforces; by default no rates.
        messages_per_second: how fast the bot may send.
        tick_seconds: between two looks at the clock.
    """
    clock = SimulatedClock(NOW)
    with tempfile.TemporaryDirectory(prefix="emtihan-bench-") as folder:
        async with FakeTelegram(clock=clock, limits=limits) as telegram:
            settings = Settings(
                token=SecretStr(telegram.token),
                telegram_url=telegram.url,
                database_url=f"sqlite+aiosqlite:///{Path(folder) / 'emtihan.db'}",
                files_folder=Path(folder) / "files",
                tickets_key=SecretStr(new_key()),
                listen_port=0,
                conference_link=LINK,
                messages_per_second=messages_per_second,
                tick_seconds=tick_seconds,
            )
            async with await build(settings, clock=clock) as app:
                units = SqlUnits(app.database)
                phones = people(telegram, students)
                yield Crowd(
                    clock=clock,
                    telegram=telegram,
                    app=app,
                    units=units,
                    students=await enrol(units, phones),
                    phones=phones,
                )


def people(telegram: FakeTelegram, count: int) -> tuple[Phone, ...]:
    """Give so many people a Telegram on which the bot was started."""
    phones = tuple(telegram.add_person(first_name=f"Студент {one}") for one in range(count))
    for phone in phones:
        phone.account.started = True
        telegram.world.private(phone.account)
    return phones


async def answered(telegram: FakeTelegram, messages: int) -> None:
    """Wait until the bot has sent so many messages in all.

    Raises:
        TimeoutError: it does not.
    """
    pulse = telegram.world.pulse
    async with asyncio.timeout(PATIENCE):
        while telegram.messages_sent < messages:
            await pulse.after(pulse.count, PATIENCE)


def something_to_tap(phone: Phone) -> Message:
    """Put a message of the bot's on a phone; its buttons are what the tapper says they are."""
    return phone.world.add_message(phone.chat, None, {"text": "Билеттер"})


async def enrol(
    units: SqlUnits, phones: tuple[Phone, ...], *, first: int = 0
) -> tuple[PersonId, ...]:
    """Store somebody for each phone, whose account is bound already; numbers go on from `first`.

    Whom an exam names as its proctor is one there, though a student otherwise.
    """
    async with units() as unit:
        enrolled = [
            await unit.people.add(
                Person(
                    id=NEW_PERSON,
                    name=f"Студент {place:04}",
                    number=f"2100{place:04}",
                    roles=frozenset({Role.STUDENT}),
                    locale=Locale.KK,
                    account=ChatId(phone.id),
                )
            )
            for place, phone in enumerate(phones, first)
        ]
        await unit.commit()
    return tuple(person.id for person in enrolled)


async def plan(
    unit: Unit,
    students: tuple[PersonId, ...],
    *,
    stage: ExamStage,
    starts_at: datetime,
    seated: Stage,
    writing_since: datetime | None = None,
    proctor: PersonId | None = None,
    done: frozenset[str] = frozenset(),
) -> ExamId:
    """Store an exam with its cards and its students, at any stage.

    Args:
        unit: of the transaction.
        students: who sit it.
        stage: of the exam.
        starts_at: when it begins.
        seated: the stage of each student.
        writing_since: when the clocks began to run.
        proctor: who invigilates; None for somebody without a phone.
        done: what the clock has done for it already, if it does not run.
    """
    exam = await unit.exams.add(
        Exam(
            id=NEW_EXAM,
            subject="Дерекқорлар жүйесі",
            kind=Kind.WRITTEN,
            starts_at=starts_at,
            groups=(),
            proctors=(proctor or await _proctor(unit),),
            chief=None,
            stage=stage,
            began_at=starts_at if stage is ExamStage.RUNNING else None,
            room=Room(id="1", host="", join_url=LINK) if stage is ExamStage.RUNNING else None,
            done=BEFORE if stage is ExamStage.RUNNING else done,
        )
    )
    tickets = [
        Ticket(number=TicketNumber(number), questions=("Бірінші сұрақ", "Екінші сұрақ"))
        for number in range(1, CARDS + 1)
    ]
    await unit.decks.lay_out(exam.id, tickets)
    for student in students:
        await unit.attempts.add(
            Attempt(
                id=NEW_ATTEMPT,
                exam_id=exam.id,
                student_id=student,
                clock=ClockLedger(allowed=WRITING_TIME, started_at=writing_since),
                stage=seated,
                link=LINK if stage is ExamStage.RUNNING else None,
            )
        )
    return exam.id


async def _proctor(unit: Unit) -> PersonId:
    number = "T-001"
    known = await unit.people.by_number(number)
    if known is None:
        known = await unit.people.add(
            Person(id=NEW_PERSON, name="Проктор", number=number, roles=frozenset())
        )
    return known.id


async def running_exams(crowd: Crowd) -> tuple[ExamId, ...]:
    """Seat every student of the crowd before face-down cards, and let the clock's work be done.

    Returns:
        The exam of each student.
    """
    async with crowd.units() as unit:
        rooms = [
            crowd.students[first : first + ROOM] for first in range(0, len(crowd.students), ROOM)
        ]
        exams = [
            await plan(
                unit,
                students,
                stage=ExamStage.RUNNING,
                starts_at=crowd.clock.now() - timedelta(minutes=5),
                seated=Stage.PICKING,
            )
            for students in rooms
        ]
        await unit.commit()
    await crowd.app.use.tick_clock()
    await crowd.idle()
    return tuple(exam for exam, students in zip(exams, rooms, strict=True) for _ in students)
