"""A morning in real time: all exams of a university begin at once, and everybody checks in."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Final

from bot.background import Nursery
from bot.clock import SystemClock
from exams.domain.attempt_table import Stage
from exams.domain.exam import EQUIPMENT, LINK_LEAD, REMINDERS
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Locale
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam, RulesButton
from sandbox.bench.bot_process import BotProcess
from sandbox.bench.crowd import LINK, ROOM, enrol, people, plan, something_to_tap
from sandbox.bench.figures import Figure, figure
from sandbox.telegram import FakeTelegram, Message, Phone
from storage.unit import SqlUnits
from templates.renderer import Renderer

STUDENTS: Final = 30
MANY: Final = 3000
WITHIN: Final = 20.0  # seconds in which all say "I'm here"
MANY_WITHIN: Final = 600.0
LINKS: Final = 20.0  # a second: so long before T-15 the first of them leaves
READING: Final = 3.0  # seconds between an answer and the next tap
OPENING: Final = 45.0  # seconds before the first link, in which the rooms are opened
OUR_PACE: Final = 28.0
PATIENCE: Final = 2400.0  # real seconds
SPINS: Final = 60.0  # so long a button waits on the phone for its acknowledgement
ADMITTED_WITHIN: Final = 60.0
MEMORY: Final = 500.0  # megabytes of the bot
MEGABYTE: Final = 1024 * 1024
TOO_MANY: Final = 429
REMINDED: Final = frozenset(
    {EQUIPMENT, *(f"reminder_{int(one.total_seconds()) // 3600}" for one in REMINDERS)}
)
_figure = partial(figure, bench="morning")


@dataclass(slots=True, kw_only=True)
class Waits:
    """Seconds that people waited, by kind.

    Attributes:
        links: of each student, from T-15 to the own link; negative where it came before.
        heard: from a student's tap until the button stops waiting.
        students: from a student's tap to its answer.
        proctors: the same of a proctor's.
        admitted: from the proctor's last tap until the student reads it.
    """

    links: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    students: list[float] = field(default_factory=list)
    proctors: list[float] = field(default_factory=list)
    admitted: list[float] = field(default_factory=list)
    unheard: int = 0


@dataclass(slots=True, kw_only=True)
class Room:
    """One exam: a proctor, and students who queue at the door."""

    exam: ExamId
    proctor: Phone
    students: tuple[tuple[Phone, AttemptId], ...]
    door: asyncio.Queue[tuple[Phone, AttemptId]] = field(default_factory=asyncio.Queue)


@dataclass(slots=True, kw_only=True)
class Morning:
    """Everybody's taps, and how long they waited.

    Attributes:
        opens_at: T-15 of all exams.
        reading: seconds between an answer and the next tap.
        ended: seconds from T-15 until the last one read that they are admitted.
    """

    telegram: FakeTelegram
    opens_at: datetime
    rooms: tuple[Room, ...]
    reading: float = READING
    waits: Waits = field(default_factory=Waits)
    ended: float = 0.0

    @property
    def late(self) -> float:
        """Return the seconds since the check-in opened."""
        return (SystemClock().now() - self.opens_at).total_seconds()

    async def play(self, within: float) -> None:
        """Let everybody come evenly within so many seconds, until all read that they are in."""
        count = sum(len(room.students) for room in self.rooms)
        turn = 0
        async with asyncio.TaskGroup() as acts:
            for place in range(ROOM):
                for room in self.rooms:
                    if place < len(room.students):
                        after = turn * within / count
                        acts.create_task(self._come(room, *room.students[place], after))
                        turn += 1
            for room in self.rooms:
                acts.create_task(self._invigilate(room))
        self.ended = self.late

    async def _come(self, room: Room, phone: Phone, attempt: AttemptId, after: float) -> None:
        """Read the link, check in, read and agree to the rules, stand at the door."""
        link = await phone.wait_for(_is_link, PATIENCE)
        self.waits.links.append(self.late)
        await asyncio.sleep(max(after - self.late, 0) + 1)  # not before the door opens
        exam = room.exam
        here = ExamButton(do=OfExam.HERE, exam=exam).pack()
        page = RulesButton(exam=exam, page=2).pack()
        agree = ExamButton(do=OfExam.AGREE, exam=exam).pack()
        rules = await self._tap(phone, link, here, page)
        await asyncio.sleep(self.reading)
        await self._tap(phone, rules, page, agree)
        await asyncio.sleep(self.reading)
        await self._tap(phone, rules, agree, here)
        room.door.put_nowait((phone, attempt))

    async def _tap(self, phone: Phone, message: Message, data: str, then: str) -> Message:
        """Tap, and return the answer: the next message with a certain button."""
        mark, begun = phone.mark, time.perf_counter()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._hear(phone, message, data, begun))
            answer = await phone.wait_for(lambda one: _offers(one, then), PATIENCE, since=mark)
            self.waits.students.append(time.perf_counter() - begun)
        return answer

    async def _hear(self, phone: Phone, message: Message, data: str, begun: float) -> None:
        answer = await phone.press_data(message, data, timeout=SPINS)
        self.waits.heard.append(time.perf_counter() - begun)
        if answer is None:
            self.waits.unheard += 1

    async def _invigilate(self, room: Room) -> None:
        """Open the card of who came first, identify, admit; then the next one's."""
        async with asyncio.TaskGroup() as readers:
            for _ in room.students:
                phone, attempt = await room.door.get()
                card = something_to_tap(room.proctor)
                for do in (OfAttempt.CARD, OfAttempt.IDENTIFY):
                    act = AttemptButton(do=do, attempt=attempt).pack()
                    await self._press(room.proctor, card, act)
                readers.create_task(self._read(room, phone, phone.mark, time.perf_counter()))
                admit = AttemptButton(do=OfAttempt.ADMIT_IN_ORDER, attempt=attempt).pack()
                await self._press(room.proctor, card, admit)

    async def _press(self, phone: Phone, card: Message, data: str) -> None:
        """Tap on a card and wait until it has changed; then look at it for a while."""
        mark, begun = phone.mark, time.perf_counter()
        async with asyncio.TaskGroup() as both:
            both.create_task(phone.press_data(card, data, timeout=SPINS))
            await phone.wait_for(lambda one: one.id == card.id, PATIENCE, since=mark)
            self.waits.proctors.append(time.perf_counter() - begun)
        await asyncio.sleep(self.reading)

    async def _read(self, room: Room, phone: Phone, mark: int, begun: float) -> None:
        tickets = ExamButton(do=OfExam.TO_TICKETS, exam=room.exam).pack()
        await phone.wait_for(lambda one: _offers(one, tickets), PATIENCE, since=mark)
        self.waits.admitted.append(time.perf_counter() - begun)

    def doubled(self) -> int:
        """Return how many links and admissions stand in a chat more often than once."""
        extra = 0
        for room in self.rooms:
            tickets = ExamButton(do=OfExam.TO_TICKETS, exam=room.exam).pack()
            for phone, _ in room.students:
                shown = phone.messages()
                extra += sum(map(_is_link, shown)) - 1
                extra += sum(_offers(one, tickets) for one in shown) - 1
        return extra

    def repeated(self) -> int:
        """Return how many messages are marked as repeated."""
        said = Renderer().label("mark.repeated", Locale.KK)
        phones = (phone for room in self.rooms for phone, _ in room.students)
        return sum(said in one.text for phone in phones for one in phone.messages())


async def measure(
    students: int = STUDENTS, within: float = WITHIN, reading: float = 1.0
) -> tuple[Figure, ...]:
    """Play a morning of one room in a minute."""
    return await _played(students, within, reading)


async def measure_long() -> tuple[Figure, ...]:
    """Play a morning of three thousand, which takes a quarter of an hour."""
    return await _played(MANY, MANY_WITHIN, READING)


async def _played(students: int, within: float, reading: float) -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory(prefix="emtihan-bench-") as name:
        async with FakeTelegram(clock=SystemClock()) as telegram:
            bot = BotProcess(telegram=telegram, folder=Path(name), messages_per_second=OUR_PACE)
            database = await asyncio.to_thread(bot.connected)
            units = SqlUnits(database)
            async with Nursery() as nursery:
                nursery.start(bot.watch(), name="what the bot takes")
                await bot.start()
                try:
                    await _awake(telegram)
                    begun = time.perf_counter()
                    opens_at = SystemClock().now() + timedelta(seconds=students / LINKS + OPENING)
                    rooms = await _planned(units, telegram, students, opens_at)
                    morning = Morning(
                        telegram=telegram, opens_at=opens_at, rooms=rooms, reading=reading
                    )
                    before = bot.seconds
                    await morning.play(within)
                    bot.look()
                    took, used = time.perf_counter() - begun, bot.seconds - before
                finally:
                    await bot.kill()
            async with units.reading() as unit:
                stages = [
                    attempt.stage
                    for room in rooms
                    for attempt in await unit.attempts.of_exam(room.exam)
                ]
            await database.close()
    figures = _figures(morning, lost=len(stages) - stages.count(Stage.ADMITTED))
    return (
        *figures,
        _figure("processor time of the bot", used, "s", "all that time", took),
        _figure(
            "most memory of the bot", bot.memory / MEGABYTE, "MB", "limit", MEMORY, most=MEMORY
        ),
    )


async def _awake(telegram: FakeTelegram) -> None:
    """Wait until the bot answers somebody."""
    (stranger,) = people(telegram, 1)
    await stranger.text("/start")
    await stranger.wait_for(lambda message: message.from_bot, PATIENCE)


async def _planned(
    units: SqlUnits, telegram: FakeTelegram, students: int, opens_at: datetime
) -> tuple[Room, ...]:
    """Publish exams whose check-in opens then, each with a room full and a proctor."""
    phones = people(telegram, students)
    seated = await enrol(units, phones)
    proctors = people(telegram, -(-students // ROOM))
    staff = await enrol(units, proctors, first=students)
    rooms = []
    async with units() as unit:
        for number, proctor in enumerate(proctors):
            inside = slice(number * ROOM, (number + 1) * ROOM)
            exam = await plan(
                unit,
                seated[inside],
                stage=ExamStage.PUBLISHED,
                starts_at=opens_at + LINK_LEAD,
                seated=Stage.SCHEDULED,
                proctor=staff[number],
                done=REMINDED,
            )
            attempts = {one.student_id: one.id for one in await unit.attempts.of_exam(exam)}
            students_here = zip(phones[inside], seated[inside], strict=True)
            rooms.append(
                Room(
                    exam=exam,
                    proctor=proctor,
                    students=tuple((phone, attempts[who]) for phone, who in students_here),
                )
            )
        await unit.commit()
    return tuple(rooms)


def _is_link(message: Message) -> bool:
    return any(button.get("url") == LINK for row in message.buttons for button in row)


def _offers(message: Message, data: str) -> bool:
    return any(button.get("callback_data") == data for row in message.buttons for button in row)


def _figures(morning: Morning, *, lost: int) -> tuple[Figure, ...]:
    waits, telegram = morning.waits, morning.telegram
    kinds = (
        ("the own link, after T-15", waits.links, None),
        ("a student's button stops waiting", waits.heard, None),
        ("a student's tap is answered", waits.students, None),
        ("a proctor's tap is answered", waits.proctors, None),
        ("who is admitted reads so", waits.admitted, ADMITTED_WITHIN),
    )
    refused = sum(one.code == TOO_MANY for one in telegram.refusals)
    sent = telegram.messages_sent
    return (
        *(figure for kind in kinds for figure in _spread(*kind)),
        _figure(
            "taps that were never acknowledged", waits.unheard, "taps", "of", len(waits.heard)
        ),
        _figure(
            "until all are admitted, after T-15",
            morning.ended,
            "s",
            f"{sent} new messages take Telegram",
            sent / OUR_PACE,
        ),
        _none("not admitted", lost, "students"),
        _none("links and admissions that came twice", morning.doubled(), "messages"),
        _none("marked as repeated", morning.repeated(), "messages"),
        _none("refused with 429", refused, "messages"),
    )


def _spread(what: str, waits: list[float], most: float | None) -> Iterator[Figure]:
    """Yield half of them and 95 of 100, beside the longest."""
    marks = quantiles(waits, n=20, method="inclusive")
    for share, value in (("half", marks[9]), ("95 of 100", marks[18])):
        yield _figure(f"{what}: {share} within", value, "s", "the last", max(waits), most=most)


def _none(what: str, count: int, unit: str) -> Figure:
    return _figure(what, count, unit, "wanted", 0.0, most=0.0)
