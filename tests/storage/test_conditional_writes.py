"""Of two changes to the same stored value, the one that read an older version is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from exams.domain.appeal import Appeal
from exams.domain.arrival import Arrival
from exams.domain.attempt import Attempt
from exams.domain.commission import Commission, Way
from exams.domain.gradebook import GradeRow
from exams.domain.marking import SECRET_LENGTH, MarkingPlan
from exams.domain.page import PageSession
from exams.domain.photographs import Photographs
from exams.domain.refusals.base import Stale
from exams.records.unit import Unit
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import START, University


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How one kind of value is stored, changed and read again.

    Attributes:
        first: makes the value that is stored first.
        change: what two people change at once, each in an own way.
    """

    first: Callable[[Attempt], Any]
    add: Callable[[Unit, Any], Awaitable[Any]]
    save: Callable[[Unit, Any], Awaitable[None]]
    read: Callable[[Unit, Any], Awaitable[Any]]
    change: tuple[dict[str, Any], dict[str, Any]]


async def the_only_row(unit: Unit, row: GradeRow) -> GradeRow:
    (found,) = await unit.gradebook.of_attempt(row.attempt_id)
    return found


KINDS: Final[dict[str, Kept]] = {
    "appeal": Kept(
        first=lambda one: Appeal(
            attempt_id=one.id,
            exam_id=one.exam_id,
            text="Қараңызшы",
            against=70,
            marked_by=one.student_id,
            filed_at=START,
            decide_by=START,
            remind_at=START,
        ),
        add=lambda unit, new: unit.appeals.add(new),
        save=lambda unit, changed: unit.appeals.save(changed),
        read=lambda unit, old: unit.appeals.of(old.attempt_id),
        change=({"points": 75}, {"points": 80}),
    ),
    "grade row": Kept(
        first=lambda one: GradeRow(
            attempt_id=one.id,
            exam_id=one.exam_id,
            student_id=one.student_id,
            revision=1,
            points=70,
            letter="C+",
            gpa="2.33",
            final=None,
            final_letter="",
            corrects=None,
            published_at=START,
            due_at=START,
        ),
        add=lambda unit, new: unit.gradebook.add(new),
        save=lambda unit, changed: unit.gradebook.save(changed),
        read=the_only_row,
        change=({"tries": 1}, {"tries": 2}),
    ),
    "page session": Kept(
        first=lambda one: PageSession(
            attempt_id=one.id, token_hash="0" * 64, device="phone", opened_at=START
        ),
        add=lambda unit, new: unit.pages.put(new, first=True),
        save=lambda unit, changed: unit.pages.put(changed),
        read=lambda unit, old: unit.pages.of(old.attempt_id),
        change=({"moves": 1}, {"leaves": 1}),
    ),
    "photographs": Kept(
        first=lambda one: Photographs(attempt_id=one.id, consent_version=1, consented_at=START),
        add=lambda unit, new: unit.photographs.add(new),
        save=lambda unit, changed: unit.photographs.save(changed),
        read=lambda unit, old: unit.photographs.of(old.attempt_id),
        change=({"pictures": 1}, {"pictures": 2}),
    ),
    "marking plan": Kept(
        first=lambda one: MarkingPlan(exam_id=one.exam_id, secret=bytes(SECRET_LENGTH)),
        add=lambda unit, new: unit.marking.put_plan(new),
        save=lambda unit, changed: unit.marking.put_plan(changed),
        read=lambda unit, old: unit.marking.plan(old.exam_id),
        change=({"secret": b"1" * SECRET_LENGTH}, {"secret": b"2" * SECRET_LENGTH}),
    ),
    "commission": Kept(
        first=lambda one: Commission(exam_id=one.exam_id, members=(one.student_id,)),
        add=lambda unit, new: unit.commissions.put(new),
        save=lambda unit, changed: unit.commissions.put(changed),
        read=lambda unit, old: unit.commissions.of(old.exam_id),
        change=({"way": Way.AGREED}, {"way": Way.AVERAGED}),
    ),
    "arrival": Kept(
        first=lambda _: Arrival(
            id=0, key="b-1", name="people.csv", digest=make.digest(1), came_at=START
        ),
        add=lambda unit, new: unit.arrivals.add(new),
        save=lambda unit, changed: unit.arrivals.save(changed),
        read=lambda unit, _: unit.arrivals.get(1),
        change=({"name": "a.csv"}, {"name": "b.csv"}),
    ),
}


async def added(units: SqlUnits, university: University, kept: Kept) -> Any:
    """Store the first value of a kind; return it."""
    _, (attempt,) = await university.seated(1)
    new = kept.first(attempt)
    async with units() as unit:
        await kept.add(unit, new)
        await unit.commit()
    return new


@pytest.mark.parametrize("kind", KINDS)
async def test_who_read_an_older_version_overwrites_nothing(
    units: SqlUnits, university: University, kind: str
) -> None:
    kept = KINDS[kind]
    new = await added(units, university, kept)
    async with units.reading() as unit:
        stored = await kept.read(unit, new)
    one, other = (replace(stored, **change) for change in kept.change)

    async with units() as unit:
        await kept.save(unit, one)
        await unit.commit()
    with pytest.raises(Stale):
        async with units() as unit:
            await kept.save(unit, other)

    async with units.reading() as unit:
        assert await kept.read(unit, new) == replace(one, version=stored.version + 1)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_first_value_is_stored_once(
    units: SqlUnits, university: University, kind: str
) -> None:
    kept = KINDS[kind]
    new = await added(units, university, kept)

    with pytest.raises(Stale):
        async with units() as unit:
            await kept.add(unit, new)
