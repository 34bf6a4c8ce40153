"""The bot is killed in the middle of an exam, again and again, and nothing of the exam is lost."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.log_check import check_log
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
from handlers.buttons.exam import CardButton
from sandbox.drawn_sheets import draw_sheet
from sandbox.telegram.fake import FakeTelegram
from sandbox.telegram.phones import Phone
from sandbox.zoom.server import FakeZoom
from storage import migrations
from storage.database import Database, connect
from storage.inbox import Inbox
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from templates.renderer import Renderer
from tests import make

ROOT = Path(__file__).parents[2]
DRAWERS = 6
SENDERS = 2
CARDS = 8
NOTES = 2
"""Messages of the proctor to each of those who draw, which wait when the first bot starts."""

MOMENTS = (0.0, 0.35, 0.1, 0.7, 0.2)
"""Seconds of work before each kill."""

PATIENCE = 300.0
CRASH_LEFT = ("query is too old", "message to delete not found", "message is not modified",
    "message to edit not found", "Too Many Requests")  # fmt: skip
"""What a new process may be refused, since it cannot know how far the dead one came."""


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


class Bots:
    """Starts one bot after the other, and kills it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.bot = 0

    async def start(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"start\n")
        self.bot = int(await self.process.stdout.readline())

    def kill(self) -> None:
        os.killpg(self.bot, signal.SIGKILL)
        self.bot = 0


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'emtihan.db'}"
    await asyncio.to_thread(migrations.upgrade, url)
    database = connect(url, make.SEAL)
    async with FakeTelegram(clock=SystemClock()) as telegram:
        yield await seated(telegram, database, url)
    await database.close()


@pytest.fixture
async def bots(hall: Hall, tmp_path: Path) -> AsyncIterator[Bots]:
    async with FakeZoom(SystemClock(), hosts=["host@example.kz"]) as zoom:
        settings = {
            "TOKEN": hall.telegram.token,
            "TELEGRAM_URL": hall.telegram.url,
            "DATABASE_URL": hall.url,
            "FILES_FOLDER": str(tmp_path / "files"),
            "LISTEN_PORT": "0",
            "TICK_SECONDS": "0.25",
            "TICKETS_KEY": make.KEY,
            "LOG_LEVEL": "ERROR",
            "ZOOM_ACCOUNT_ID": zoom.credentials.account_id,
            "ZOOM_CLIENT_ID": zoom.credentials.client_id,
            "ZOOM_CLIENT_SECRET": zoom.credentials.client_secret,
            "ZOOM_WEBHOOK_SECRET": zoom.webhook_secret,
            "ZOOM_HOSTS": "host@example.kz",
            "ZOOM_API_URL": zoom.api_url,
            "ZOOM_TOKEN_URL": zoom.token_url,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("forked_bot.py")),
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                **{f"EMTIHAN_{name}": value for name, value in settings.items()},
            },
            cwd=tmp_path,
            stdin=PIPE,
            stdout=PIPE,
        )
        bots = Bots(process)
        yield bots
        if bots.bot:
            with suppress(ProcessLookupError):  # it ended by itself, and the test says so first
                bots.kill()
        await process.communicate(b"")  # nothing more to start


async def seated(telegram: FakeTelegram, database: Database, url: str) -> Hall:
    """Seat students in a running exam: some are about to draw, some to send their sheets."""
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
        for n in range(DRAWERS + SENDERS):
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
            await unit.attempts.add(seat(person, exam, now, draws=n < DRAWERS))
        for person, _ in people[:DRAWERS]:
            for n in range(NOTES):
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
        drawers=people[:DRAWERS],
        senders=people[DRAWERS:],
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


async def burst(hall: Hall, round_: int) -> None:
    """Everybody taps twice at one card and once at another; who hands in sends a sheet."""
    for place, (_, phone) in enumerate(hall.drawers):
        message = hall.telegram.world.add_message(phone.chat, None, {"text": "🂠"})
        contested, other = 1 + round_, 1 + (round_ + place) % CARDS
        for position in (contested, contested, other):
            data = CardButton(exam=hall.exam.id, position=position).pack()
            await phone.press_data(message, data, timeout=0)
            hall.taps[phone.id] += 1
    for person, phone in hall.senders:
        picture = await asyncio.to_thread(draw_sheet, int(person.id), page=round_ + 1)
        sent = await phone.photo(picture)
        hall.photos.setdefault(person.id, []).append(sent.id)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.02)


async def test_an_exam_outlives_its_bot(hall: Hall, bots: Bots) -> None:
    await bots.start()
    for round_, moment in enumerate(MOMENTS):
        await burst(hall, round_)

        async def at_work() -> bool:
            return not len(hall.telegram.world.updates)

        await until(at_work)
        await asyncio.sleep(moment)  # each time it is killed at another moment
        bots.kill()
        await hall.watch_deadlines()
        await bots.start()
    await until(hall.idle)
    await hall.watch_deadlines()
    bots.kill()

    assert (await check_log(hall.url)).whole
    await every_ticket_has_one_student(hall)
    await every_sheet_is_kept_once(hall)
    nothing_came_twice_unmarked(hall)
    assert [
        refusal
        for refusal in hall.telegram.refusals
        if not any(sign in refusal.description for sign in CRASH_LEFT)
    ] == []


async def every_ticket_has_one_student(hall: Hall) -> None:
    attempts = await hall.attempts()
    async with hall.units.reading() as unit:
        deck = await unit.decks.of(hall.exam.id)
        asked = {t.number: t.questions[0] for t in await unit.decks.tickets(deck)}
    held = {card.taken_by: card for card in deck.cards if card.taken_by is not None}
    assert set(held) == {person.id for person, _ in hall.drawers}
    for person, phone in hall.drawers:
        own = held[person.id]
        assert attempts[person.id].stage is Stage.WRITING
        assert attempts[person.id].ticket == own.number
        read = [message.text for message in phone.messages() if message.from_bot]
        shown = {number for number, said in asked.items() for text in read if said in text}
        assert shown <= {own.number}
        # A tap that was being answered at a kill may be answered once more: it changed nothing.
        times = sum(asked[own.number] in text for text in read)
        assert times <= hall.taps[phone.id] + len(MOMENTS)


async def every_sheet_is_kept_once(hall: Hall) -> None:
    attempts = await hall.attempts()
    async with hall.units.reading() as unit:
        for person, _ in hall.senders:
            kept = [sheet.order for sheet in await unit.sheets.of(attempts[person.id].id)]
            assert sorted(kept) == [(message, 0) for message in hall.photos[person.id]]


def nothing_came_twice_unmarked(hall: Hall) -> None:
    """Each waiting message came, and what came again says so."""
    mark = Renderer().label("mark.repeated", Locale.KK)
    for _, phone in hall.drawers:
        read = [message.text for message in phone.messages() if message.from_bot]
        for n in range(NOTES):
            came = [text for text in read if f"Хабарлама {n}" in text]
            assert came
            assert sum(mark not in text for text in came) <= 1
