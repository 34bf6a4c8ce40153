"""A thousand open cases before a dean, and a thousand orders by eight deans at once."""

import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from bot.again import unless_stale
from exams.domain.absence.case import Case, Reason
from exams.domain.absence.order import Order
from exams.domain.absence.table import CaseStage
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.ids import PersonId
from exams.domain.people import Locale, Person, Role
from exams.records.absence_cases import NEW_CASE
from exams.records.absence_orders import NEW_ORDER
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_PERSON
from exams.records.unit import Unit
from exams.services.absence.deciding import IN_SIGHT, OpenQueue
from handlers.keyboards.by_notice import keyboard
from sandbox.bench.figures import Figure
from storage.database import connect
from storage.migrations import upgrade
from storage.unit import SqlUnits
from templates.renderer import Renderer

CASES: Final = 1000
ORDERS: Final = 1000
DEANS: Final = 8
LOOKS: Final = 30
LIMIT: Final = 200.0
"""Milliseconds within which a list seems to be there at once."""
AT: Final = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)
FACULTY: Final = "IT"


async def measure(cases: int = CASES, orders: int = ORDERS) -> tuple[Figure, ...]:
    """Fill a database, open its list page after page, then issue the orders.

    Raises:
        RuntimeError: a case is not in the list, or a number is missing or there twice.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await asyncio.to_thread(upgrade, url)
        database = connect(url)
        units = SqlUnits(database)
        async with units() as unit:
            dean = await _fill(unit, cases)
            await unit.commit()
        few = await _look(units, dean, pages=1)
        many = await _look(units, dean, pages=cases // IN_SIGHT)
        alone = await _issue(url, dean, orders, deans=1, year=2025)
        together = await _issue(url, dean, orders, deans=DEANS, year=2026)
        await database.close()
    return (
        Figure(
            bench="absence",
            what=f"a page of {cases} open cases, worded in three languages, median of {LOOKS}",
            value=median(many) * 1000,
            unit="ms",
            beside="limit",
            peer=LIMIT,
            at_most=LIMIT,
        ),
        Figure(
            bench="absence",
            what="the slowest of them",
            value=max(many) * 1000,
            unit="ms",
            beside="the first page, median",
            peer=median(few) * 1000,
        ),
        Figure(
            bench="absence",
            what=f"{orders} orders by {DEANS} deans at once, consecutive numbers",
            value=orders / together,
            unit="orders/s",
            beside="one dean alone",
            peer=orders / alone,
        ),
    )


async def _fill(unit: Unit, cases: int) -> Person:
    dean = await unit.people.add(_person("D1", Role.DEAN))
    exam = await unit.exams.add(
        Exam(
            id=NEW_EXAM,
            subject="Дерекқорлар жүйесі",
            kind=Kind.WRITTEN,
            starts_at=AT,
            groups=(),
            proctors=(dean.id,),
            chief=None,
            faculty=FACULTY,
        )
    )
    for number in range(cases):
        student = await unit.people.add(_person(f"S{number:05}", Role.STUDENT))
        attempt = await unit.attempts.add(
            Attempt(
                id=NEW_ATTEMPT,
                exam_id=exam.id,
                student_id=student.id,
                clock=ClockLedger(allowed=WRITING_TIME),
                stage=Stage.NO_SHOW,
            )
        )
        await unit.cases.add(_case(attempt, number))
    return dean


def _person(number: str, role: Role) -> Person:
    return Person(
        id=NEW_PERSON,
        name=f"Серікқызы Айгерім {number}",
        number=number,
        roles=frozenset({role}),
        faculty=FACULTY,
    )


def _case(attempt: Attempt, number: int) -> Case:
    return Case(
        id=NEW_CASE,
        attempt_id=attempt.id,
        exam_id=attempt.exam_id,
        student_id=attempt.student_id,
        faculty=FACULTY,
        missed_as=Stage.NO_SHOW,
        by=attempt.student_id,
        opened_at=AT,
        apply_until=AT + timedelta(days=1),
        happened_at=AT,
        stage=CaseStage.SUBMITTED,
        reason=Reason.POWER_CUT,
        submitted_at=AT,
        decide_by=AT + timedelta(days=1, seconds=number),
    )


async def _look(units: SqlUnits, dean: Person, *, pages: int) -> list[float]:
    words, queue = Renderer(), OpenQueue(units)
    took = []
    for look in range(LOOKS):
        begun = time.perf_counter()
        shown = await queue(dean.actor(), look * pages // LOOKS)
        for locale in Locale:
            words.notice_parts(shown, locale)
            keyboard(shown, locale, words)
        took.append(time.perf_counter() - begun)
        if not shown.cases:
            raise RuntimeError("a page of the list is empty")
    return took


async def _issue(url: str, dean: Person, orders: int, *, deans: int, year: int) -> float:
    """Let every dean issue a share of a year's orders over a connection of one's own.

    Returns:
        Seconds for all of them.

    Raises:
        RuntimeError: a number is missing, or there twice.
    """
    databases = [connect(url) for _ in range(deans)]
    begun = time.perf_counter()
    numbers = await asyncio.gather(
        *(
            _one_dean(SqlUnits(database), dean.id, len(range(place, orders, deans)), year)
            for place, database in enumerate(databases)
        )
    )
    seconds = time.perf_counter() - begun
    for database in databases:
        await database.close()
    if sorted(one for some in numbers for one in some) != list(range(1, orders + 1)):
        raise RuntimeError("the numbers of the orders have a gap")
    return seconds


async def _one_dean(units: SqlUnits, dean: PersonId, orders: int, year: int) -> list[int]:
    plain = Order(
        id=NEW_ORDER, faculty=FACULTY, year=year, number=0, issued_at=AT, by=dean, cases=()
    )

    async def issue() -> int:
        async with units() as unit:
            issued = await unit.orders.issue(replace(plain))
            await unit.commit()
        return issued.number

    return [await unless_stale(issue) for _ in range(orders)]
