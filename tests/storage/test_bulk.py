"""Many rows at once: as if each had been stored by itself, or none."""

from dataclasses import replace

import pytest

from exams.domain.people import Role
from exams.domain.refusals.base import Stale
from exams.records.people import NEW_PERSON
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import University


async def test_many_people_are_stored_as_one_would_be(units: SqlUnits) -> None:
    people = [replace(make.person(who), id=NEW_PERSON, group_id=None) for who in make.STUDENTS]

    async with units() as unit:
        await unit.people.add_all(people)
        await unit.people.add_all([])
        await unit.commit()

    async with units.reading() as unit:
        stored = await unit.people.with_role(Role.STUDENT)
    assert {replace(one, id=NEW_PERSON) for one in stored} == set(people)
    assert len({one.id for one in stored}) == len(people)


async def test_one_number_that_is_taken_refuses_them_all(units: SqlUnits) -> None:
    people = [
        replace(make.person(who), id=NEW_PERSON, group_id=None, number="same")
        for who in make.STUDENTS[:2]
    ]

    async with units() as unit:
        with pytest.raises(Stale):
            await unit.people.add_all(people)

    async with units.reading() as unit:
        assert await unit.people.by_number("same") is None


async def test_many_attempts_are_stored_as_one_would_be(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        students = [await university.student(unit, place) for place in range(3)]
        exam = await university.exam(unit)
        one = await university.attempt(unit, exam, students[0])
        others = [replace(one, id=type(one.id)(0), student_id=s.id) for s in students[1:]]
        await unit.attempts.add_all(others)
        await unit.attempts.add_all([])
        await unit.commit()

    async with units.reading() as unit:
        stored = await unit.attempts.of_exam(exam.id)
    assert [replace(a, id=one.id, student_id=one.student_id) for a in stored] == [one] * 3
    assert {a.student_id for a in stored} == {s.id for s in students}


async def test_a_second_attempt_at_an_exam_is_refused(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        one = await university.attempt(unit, exam, await university.student(unit, 1))
        with pytest.raises(Stale):
            await unit.attempts.add_all([one])
