"""Cases, orders and plans as they are stored: lists, conditional writes, numbers without gaps."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from exams.domain.absence.case import Case
from exams.domain.absence.evidence import Evidence
from exams.domain.absence.order import Order
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.ids import CaseId, ExamId, OrderId, PersonId
from exams.domain.refusals.base import Stale
from exams.records.absence_cases import NEW_CASE, NEW_EVIDENCE
from exams.records.absence_orders import NEW_ORDER
from storage.database import connect
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import START, University

DEANS = 8
ORDERS = 20
FACULTY = "IT"
WAITING = (CaseStage.SUBMITTED, CaseStage.NEEDS_PROOF)


def order(faculty: str = FACULTY, *cases: CaseId, by: int = 1, **changes: object) -> Order:
    plain = Order(
        id=NEW_ORDER,
        faculty=faculty,
        year=2026,
        number=0,
        issued_at=START,
        by=PersonId(by),
        cases=cases,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


async def stored(university: University, count: int, **changes: object) -> list[Case]:
    """Store so many submitted cases, due one minute after the other."""
    exam, attempts = await university.seated(count)
    made = []
    async with university.units() as unit:
        for place, attempt in enumerate(attempts):
            plain = make.case(
                CaseStage.SUBMITTED,
                id=NEW_CASE,
                attempt_id=attempt.id,
                exam_id=exam.id,
                student_id=attempt.student_id,
                faculty=FACULTY,
                decide_by=START + timedelta(minutes=place),
                **changes,
            )
            made.append(await unit.cases.add(plain))
        await unit.commit()
    return made


async def test_a_case_comes_back_as_it_was_stored(units: SqlUnits, university: University) -> None:
    case, *_ = await stored(university, 1)
    page = Evidence(
        id=NEW_EVIDENCE, case_id=case.id, order=(7, 1), picture=make.digest(3), received_at=START
    )
    async with units() as unit:
        for _ in range(2):  # the same page of the same message again
            await unit.cases.add_evidence(page)
        await unit.commit()

    async with units.reading() as unit:
        assert await unit.cases.get(case.id) == case
        assert await unit.cases.of_attempt(case.attempt_id) == case
        assert await unit.cases.of_student(case.student_id) == (case,)
        assert await unit.cases.many([case.id]) == (case,)
        assert await unit.cases.counts() == {CaseStage.SUBMITTED: 1}
        (kept,) = await unit.cases.evidence(case.id)
    assert replace(kept, id=NEW_EVIDENCE) == page


async def test_a_picture_that_is_a_sheet_too_is_not_given_up(
    units: SqlUnits, university: University
) -> None:
    case, *_ = await stored(university, 1)
    plain = Evidence(
        id=NEW_EVIDENCE, case_id=case.id, order=(7, 0), picture=make.digest(3), received_at=START
    )
    sheet = make.sheet(attempt_id=case.attempt_id, picture=make.digest(4))
    async with units() as unit:
        await unit.cases.add_evidence(plain)
        await unit.cases.add_evidence(replace(plain, order=(8, 0), picture=make.digest(4)))
        await unit.sheets.add(sheet)
        kept = await unit.cases.evidence(case.id)
        assert await unit.cases.forget(kept) == (make.digest(3),)
        assert await unit.cases.forget(()) == ()
        assert await unit.cases.evidence(case.id) == ()


async def test_an_attempt_has_one_case(units: SqlUnits, university: University) -> None:
    case, *_ = await stored(university, 1)

    with pytest.raises(Stale):
        async with units() as unit:
            await unit.cases.add(replace(case, id=NEW_CASE))


async def test_who_decides_second_is_overtaken(units: SqlUnits, university: University) -> None:
    case, *_ = await stored(university, 1)
    async with units() as unit:
        await unit.cases.save(replace(case, stage=CaseStage.APPROVED))
        await unit.commit()

    with pytest.raises(Stale):
        async with units() as unit:
            await unit.cases.save(replace(case, stage=CaseStage.REFUSED))


async def test_the_list_comes_in_parts_and_what_is_due_first_stands_on_top(
    units: SqlUnits, university: University
) -> None:
    made = await stored(university, 5)

    async with units.reading() as unit:
        first = await unit.cases.listed(WAITING, faculty=FACULTY, limit=2)
        rest = await unit.cases.listed(WAITING, faculty=FACULTY, limit=9, offset=2)
        other = await unit.cases.listed(WAITING, faculty="Заң", limit=9)
        found = await unit.cases.listed(WAITING, words="student 004", limit=9)
        later = await unit.cases.listed(WAITING, since=make.at(21), limit=9)
    assert [line.case.id for line in (*first, *rest)] == [case.id for case in made]
    assert (other, later) == ((), ())
    assert [(line.name, line.subject, line.pages) for line in found] == [
        ("Student 004", "Алгебра", 0)
    ]


async def test_what_is_due_is_a_question(units: SqlUnits, university: University) -> None:
    case, *_ = await stored(university, 1)
    assert case.decide_by is not None

    async with units.reading() as unit:
        assert await unit.cases.due(case.decide_by - timedelta(hours=4)) == ()
        assert await unit.cases.due(case.decide_by - timedelta(hours=2)) == (case,)


async def test_orders_are_numbered_by_faculty_and_year(
    units: SqlUnits, university: University
) -> None:
    case, *_ = await stored(university, 1)
    async with units() as unit:
        numbers = [
            (await unit.orders.issue(given)).number
            for given in (
                order(FACULTY, case.id),
                order(),
                order("Заң"),
                order(year=2027),
                order(),
            )
        ]
        await unit.commit()

    assert numbers == [1, 2, 1, 1, 3]
    async with units.reading() as unit:
        latest = await unit.orders.latest(faculty=FACULTY, limit=9)
        assert [(one.year, one.number) for one in latest] == [
            (2026, 3), (2027, 1), (2026, 2), (2026, 1)
        ]  # fmt: skip
        assert latest[-1].cases == (case.id,)
        assert len(await unit.orders.without_paper()) == 5
        assert await unit.orders.between(START, START, faculty=FACULTY) == ()


async def test_an_order_is_cancelled_once_and_has_one_paper(
    units: SqlUnits, university: University
) -> None:
    await stored(university, 1)
    async with units() as unit:
        first = await unit.orders.issue(order())
        second = await unit.orders.issue(order(cancels=first.id))
        await unit.orders.set_cancelled(replace(first, cancelled_by=second.id))
        await unit.orders.set_paper(replace(first, paper=make.digest(1)))
        await unit.commit()

    for again in ("set_cancelled", "set_paper"):
        with pytest.raises(Stale):
            async with units() as unit:
                await getattr(unit.orders, again)(replace(first, cancelled_by=OrderId(9)))


async def test_eight_deans_at_once_leave_no_gap_in_the_numbers(
    file: Path, university: University
) -> None:
    """Each dean has a connection of one's own to the same file, as processes would."""
    await stored(university, 1)
    databases = [connect(f"sqlite+aiosqlite:///{file}") for _ in range(DEANS)]

    async def issue(dean: SqlUnits) -> list[int]:
        numbers = []
        for count in range(ORDERS):
            async with dean() as unit:
                issued = await unit.orders.issue(order())
                if count % 5 == 4:
                    continue  # thought better of it: nothing is committed
                await unit.commit()
            numbers.append(issued.number)
        return numbers

    issued = await asyncio.gather(*(issue(SqlUnits(database)) for database in databases))
    for database in databases:
        await database.close()

    kept = sorted(number for numbers in issued for number in numbers)
    assert kept == list(range(1, DEANS * ORDERS * 4 // 5 + 1))


async def test_a_plan_is_saved_once(units: SqlUnits, university: University) -> None:
    exam, attempts = await university.seated(1)
    plan = make.plan(
        exam_id=exam.id, missed_id=exam.id, faculty=FACULTY, proposed_by=attempts[0].student_id
    )
    async with units() as unit:
        await unit.plans.add(plan)
        await unit.plans.save(replace(plan, stage=PlanStage.APPROVED))
        await unit.commit()

    async with units.reading() as unit:
        assert await unit.plans.get(ExamId(exam.id + 1)) is None
        (kept,) = await unit.plans.in_stages([PlanStage.APPROVED], faculty=FACULTY)
        assert kept.version == 1
    with pytest.raises(Stale):
        async with units() as unit:
            await unit.plans.save(plan)
