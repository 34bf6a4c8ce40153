"""A computer test under way: students who tap, and a bot that can be killed."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.clock import SystemClock
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.booklet import Booklet, BookletRules, write
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Exam, Kind, Room
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ChatId, ExamId, PersonId
from exams.domain.people import Locale, Person, Role
from exams.domain.questions import Question, QuestionKind
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_PERSON
from exams.records.unit import Unit
from handlers.buttons.computer_test import PickButton
from sandbox.bench.bot_process import BotProcess
from sandbox.bench.crowd import FASTEST, LINK, people, something_to_tap
from sandbox.sample_bank import sample_bank
from sandbox.telegram import UNPACED, FakeTelegram, Phone
from storage.database import Database
from storage.tables import computer_tests
from storage.unit import SqlUnits
from templates.renderer import Renderer

HEARD: Final = Renderer().label("mark.heard", Locale.KK)
EVERY: Final = 20.0  # seconds between two answers of one student
PATIENCE: Final = 60.0  # real seconds
BEGINNING: Final = 300.0  # real seconds in which a busy computer has started the bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """An answer that was acknowledged: when it was tapped, and when "saved" came; seconds."""

    begun: float
    saved: float

    @property
    def wait(self) -> float:
        """Return how long "saved" took, in milliseconds."""
        return (self.saved - self.begun) * 1000


@dataclass(slots=True, kw_only=True)
class Taker:
    """One student who answers.

    Attributes:
        singles: places of questions with one answer.
        saved: how often each option was acknowledged as saved, by place and option.
    """

    phone: Phone
    attempt: AttemptId
    singles: tuple[int, ...]
    saved: Counter[tuple[int, int]] = field(default_factory=Counter)


@dataclass(slots=True, kw_only=True)
class Hall:
    """A test under way, on a disk that outlives every bot."""

    database: Database
    units: SqlUnits
    bot: BotProcess
    exam: ExamId
    takers: tuple[Taker, ...]
    taps: list[Tap] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    async def answer(
        self, taker: Taker, turn: int, *, timed: bool, patience: float = PATIENCE
    ) -> None:
        """Tap an option and wait for "saved"."""
        place = taker.singles[turn % len(taker.singles)]
        option = turn % 4
        pick = PickButton(exam=self.exam, place=place, option=option, on=True, line=0)
        begun = time.perf_counter()
        message = something_to_tap(taker.phone)
        answer = await taker.phone.press_data(message, pick.pack(), timeout=patience)
        if answer is None or answer.alert or answer.text in {"", HEARD}:
            return
        taker.saved[place, option] += 1
        if timed:
            self.taps.append(Tap(begun=begun, saved=time.perf_counter()))

    async def deadlines(self) -> dict[AttemptId, datetime | None]:
        """Return until when each student may answer, as it is stored."""
        async with self.units.reading() as unit:
            found = await unit.attempts.of_exam(self.exam)
        return {one.id: one.clock.deadline(SystemClock().now()) for one in found}

    async def lost(self) -> int:
        """Count acknowledged answers that were never stored; later ones may have replaced them.

        A student's neighbouring answers to a question differ, so each is stored on its own.
        """
        answers = computer_tests.answers.c
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(answers.attempt_id, answers.place, answers.chosen)
            )
            stored = Counter((row.attempt_id, row.place, tuple(row.chosen)) for row in rows)
        return sum(
            max(times - stored[taker.attempt, place, (option,)], 0)
            for taker in self.takers
            for (place, option), times in taker.saved.items()
        )


@asynccontextmanager
async def open_hall(students: int) -> AsyncIterator[Hall]:
    """Seat so many students before a test that runs; the bot is not started yet."""
    with tempfile.TemporaryDirectory(prefix="emtihan-bench-") as folder:
        async with FakeTelegram(clock=SystemClock(), limits=UNPACED) as telegram:
            bot = BotProcess(telegram=telegram, folder=Path(folder), messages_per_second=FASTEST)
            database = await asyncio.to_thread(bot.connected)
            phones = people(telegram, students)
            units = SqlUnits(database)
            async with units() as unit:
                exam, takers = await _seat(unit, phones)
                await unit.commit()
            hall = Hall(
                database=database,
                units=units,
                bot=bot,
                exam=exam,
                takers=takers,
            )
            try:
                yield hall
            finally:
                await bot.kill()
                await database.close()


async def awake(hall: Hall) -> None:
    """Wait until the bot answers."""
    for taker in hall.takers[:3]:
        await hall.answer(taker, -1, timed=False, patience=BEGINNING)


async def beat(hall: Hall, seconds: float, every: float, *, timed: bool, first: int = 0) -> None:
    """Let each student answer every so often, evenly spread; wait for the last.

    Args:
        hall: whose students.
        seconds: how long.
        every: seconds between two answers of one student.
        timed: whether it is noted how long "saved" takes.
        first: turn from which to go on, so that nobody gives the same answer twice running.
    """
    count = len(hall.takers)
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as taps:
        for number in range(int(seconds / every * count)):
            due = begun + number * every / count
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            turn = first + number // count
            taps.create_task(hall.answer(hall.takers[number % count], turn, timed=timed))


async def _seat(unit: Unit, phones: tuple[Phone, ...]) -> tuple[ExamId, tuple[Taker, ...]]:
    now = SystemClock().now()
    proctor = await unit.people.add(
        Person(id=NEW_PERSON, name="Проктор", number="T-001", roles=frozenset())
    )
    exam = await unit.exams.add(
        Exam(
            id=NEW_EXAM,
            subject="Дерекқорлар жүйесі",
            kind=Kind.TEST,
            starts_at=now - timedelta(minutes=1),
            groups=(),
            proctors=(proctor.id,),
            chief=None,
            stage=ExamStage.RUNNING,
            began_at=now - timedelta(minutes=1),
            room=Room(id="1", host="", join_url=LINK),
        )
    )
    await unit.questions.lay_in(exam.id, sample_bank(Locale.KK.value))
    bank = await unit.questions.of(exam.id)
    return exam.id, tuple([await _taker(unit, exam, bank, one) for one in phones])


async def _taker(unit: Unit, exam: Exam, bank: tuple[Question, ...], phone: Phone) -> Taker:
    person = await unit.people.add(
        Person(
            id=NEW_PERSON,
            name=f"Студент {phone.id}",
            number=f"{phone.id}",
            roles=frozenset({Role.STUDENT}),
            locale=Locale.KK,
            account=ChatId(phone.id),
        )
    )
    clock = ClockLedger(allowed=timedelta(hours=2), started_at=exam.starts_at)
    attempt = await unit.attempts.add(
        Attempt(
            id=NEW_ATTEMPT,
            exam_id=exam.id,
            student_id=PersonId(person.id),
            clock=clock,
            stage=Stage.RUNNING,
        )
    )
    booklet: Booklet = write(attempt.id, bank, str(phone.id), BookletRules())
    await unit.booklets.add(booklet)
    places = enumerate(booklet.items, start=1)
    kinds = {question.id: question.kind for question in bank}
    singles = tuple(n for n, one in places if kinds[one.question] is QuestionKind.SINGLE)
    return Taker(phone=phone, attempt=attempt.id, singles=singles)
