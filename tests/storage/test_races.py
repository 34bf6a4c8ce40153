"""Many draw at once, in one process and in two: one ticket has one winner."""

import asyncio
from collections import Counter
from pathlib import Path

from exams.domain.ids import ExamId, PersonId
from exams.domain.refusals.base import Stale
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from storage.unit import SqlUnits
from tests import make
from tests.storage.scripts import start
from tests.storage.university import University, happening


async def draw(units: SqlUnits, exam: ExamId, student: PersonId, position: int = 1) -> str:
    """Turn a card as the use case does, and tell how it ended."""
    try:
        async with units() as unit:
            deck = await unit.decks.of(exam)
            _, card = deck.turn_over(position, by=student)
            await unit.decks.take(deck, card)
            await unit.events.append(happening(exam, student))
            await unit.commit()
    except (Stale, TicketTaken, NoTickets) as refusal:
        return type(refusal).__name__
    return "won"


async def one_ticket(units: SqlUnits, university: University, students: int) -> ExamId:
    exam, _ = await university.seated(students)
    async with units() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(1))
        await unit.commit()
    return exam.id


async def students_of(units: SqlUnits, exam: ExamId) -> list[PersonId]:
    async with units.reading() as unit:
        return [attempt.student_id for attempt in await unit.attempts.of_exam(exam)]


async def test_thirty_students_one_ticket_one_winner(
    units: SqlUnits, university: University
) -> None:
    exam = await one_ticket(units, university, 30)
    students = await students_of(units, exam)
    ends = Counter(await asyncio.gather(*(draw(units, exam, student) for student in students)))
    assert ends == {"won": 1, "NoTickets": 29}
    async with units.reading() as unit:
        assert await unit.decks.taken(exam) == 1
        assert len(await unit.events.of(exam)) == 1


async def test_who_read_the_same_deck_is_beaten_on_the_disk(
    units: SqlUnits, university: University
) -> None:
    exam = await one_ticket(units, university, 30)
    students = await students_of(units, exam)
    async with units.reading() as unit:
        deck = await unit.decks.of(exam)

    async def take(student: PersonId) -> str:
        try:
            async with units() as unit:
                await unit.decks.take(deck, deck.turn_over(1, by=student)[1])
                await unit.commit()
        except Stale:
            return "stale"
        return "won"

    ends = Counter(await asyncio.gather(*map(take, students)))
    assert ends == {"won": 1, "stale": 29}


async def test_one_student_on_two_phones_draws_one_ticket(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    async with units() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(*range(1, 11)))
        await unit.commit()
    async with units.reading() as unit:
        deck = await unit.decks.of(exam.id)

    async def take(position: int) -> str:
        try:
            async with units() as unit:
                await unit.decks.take(deck, deck.turn_over(position, by=attempt.student_id)[1])
                await unit.commit()
        except Stale:
            return "stale"
        return "won"

    ends = Counter(await asyncio.gather(*(take(position) for position in range(1, 11))))
    assert ends == {"won": 1, "stale": 9}


RACER = """
import asyncio, sys
from exams.domain.exam import ASTANA
from exams.domain.ids import ExamId
from exams.domain.refusals.base import Stale
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from storage.database import connect
from storage.unit import SqlUnits

async def draw(units, student):
    try:
        async with units() as unit:
            deck = await unit.decks.of(ExamId(1))
            await unit.decks.take(deck, deck.turn_over(1, by=student)[1])
            await unit.commit()
    except (Stale, TicketTaken, NoTickets) as refusal:
        return type(refusal).__name__
    return "won"

async def main(file, students):
    database = connect(f"sqlite+aiosqlite:///{file}")
    units = SqlUnits(database)
    print("ready", flush=True)
    sys.stdin.readline()
    print(*await asyncio.gather(*(draw(units, int(student)) for student in students)))
    await database.close()

asyncio.run(main(sys.argv[1], sys.argv[2:]))
"""


async def test_two_processes_one_ticket_one_winner(
    units: SqlUnits, university: University, file: Path
) -> None:
    exam = await one_ticket(units, university, 30)
    students = await students_of(units, exam)
    racers = [start(RACER, file, *students[half::2]) for half in (0, 1)]
    for racer in racers:
        assert racer.stdout is not None
        assert await asyncio.to_thread(racer.stdout.readline) == "ready\n"
    runs = (asyncio.to_thread(racer.communicate, "go\n", 300) for racer in racers)
    ends = Counter(" ".join([out for out, _ in await asyncio.gather(*runs)]).split())
    assert ends == {"won": 1, "NoTickets": 29}
    async with units.reading() as unit:
        assert await unit.decks.taken(exam) == 1
