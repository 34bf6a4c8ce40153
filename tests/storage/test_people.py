"""People and groups come back as they were stored."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from exams.domain.ids import ChatId, GroupId, PersonId
from exams.domain.people import Group, Locale, Person, Role
from exams.domain.refusals.base import Stale
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.records.unit import Units
from storage.unit import SqlUnits
from tests.storage.university import University


def test_the_units_are_what_the_use_cases_ask_for(units: SqlUnits) -> None:
    asked: Units = units
    assert asked is units


async def test_a_person_comes_back_whole(units: SqlUnits) -> None:
    async with units() as unit:
        group = await unit.groups.add(Group(id=NEW_GROUP, name="ИС-21", faculty="IT"))
        asel = await unit.people.add(
            Person(
                id=NEW_PERSON,
                name="Әсел Ұлықбек",
                number="S1",
                roles=frozenset({Role.STUDENT, Role.REGISTRAR}),
                faculty="IT",
                group_id=group.id,
                phone="77010000001",
                locale=Locale.RU,
                account=ChatId(7_000_000_001),
                reachable=False,
                extra_time=25,
            )
        )
        await unit.commit()
    async with units.reading() as unit:
        assert await unit.people.get(asel.id) == asel
        assert await unit.people.by_account(ChatId(7_000_000_001)) == asel
        assert await unit.people.by_number("S1") == asel
        assert await unit.people.by_phone("77010000001") == (asel,)
        assert await unit.people.many([asel.id, PersonId(99)]) == {asel.id: asel}
        assert await unit.people.many([]) == {}
        assert await unit.people.with_role(Role.REGISTRAR) == (asel,)
        assert await unit.people.with_role(Role.DEAN) == ()
        assert await unit.people.of_group(group.id) == (asel,)
        assert await unit.people.get(PersonId(99)) is None


async def test_a_changed_person_is_written(units: SqlUnits, university: University) -> None:
    async with units() as unit:
        student = await university.student(unit, 1)
        changed = replace(student, account=ChatId(5), locale=Locale.EN, reachable=False)
        await unit.people.save(changed)
        assert await unit.people.get(student.id) == changed


async def test_people_are_ordered_by_the_kazakh_alphabet(
    units: SqlUnits, university: University
) -> None:
    names = ["Алма", "Әсел", "Бек", "қанат", "Құат", "Леня", "Ұлы", "Үміт", "Яна"]
    async with units() as unit:
        group = await unit.groups.add(Group(id=NEW_GROUP, name="g", faculty=""))
        for place, name in enumerate(reversed(names)):
            person = await university.student(unit, place, name=name)
            await unit.people.save(replace(person, group_id=group.id))
        assert [person.name for person in await unit.people.of_group(group.id)] == names


@pytest.mark.parametrize("taken", [{"number": "S00001"}, {"account": ChatId(5)}])
async def test_what_belongs_to_one_person_is_refused_to_another(
    units: SqlUnits, university: University, taken: dict[str, object]
) -> None:
    async with units() as unit:
        first = await university.student(unit, 1)
        await unit.people.save(replace(first, account=ChatId(5)))
        second = await university.student(unit, 2)
        with pytest.raises(Stale):
            await unit.people.save(replace(second, **taken))  # type: ignore[arg-type]
        with pytest.raises(Stale):
            await unit.people.add(replace(second, **({"number": "S3"} | taken)))  # type: ignore[arg-type]


async def test_nobody_belongs_to_a_group_that_is_not_there(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        student = await university.student(unit, 1)
        with pytest.raises(IntegrityError):
            await unit.people.save(replace(student, group_id=GroupId(99)))


async def test_saving_somebody_unknown_is_stale(units: SqlUnits) -> None:
    stranger = Person(id=PersonId(99), name="x", number="x", roles=frozenset())
    async with units() as unit:
        with pytest.raises(Stale):
            await unit.people.save(stranger)
        with pytest.raises(Stale):
            await unit.groups.save(Group(id=GroupId(99), name="x", faculty=""))


async def test_a_group_comes_back_and_its_chat_is_its_own(units: SqlUnits) -> None:
    async with units() as unit:
        physics = await unit.groups.add(Group(id=NEW_GROUP, name="Ф-1", faculty="Ф"))
        algebra = await unit.groups.add(Group(id=NEW_GROUP, name="А-1", faculty="М"))
        linked = replace(physics, chat_id=ChatId(-1_000_000_000_001))
        await unit.groups.save(linked)
        assert await unit.groups.get(physics.id) == linked
        assert await unit.groups.by_name("Ф-1") == linked
        assert await unit.groups.by_chat(ChatId(-1_000_000_000_001)) == linked
        assert await unit.groups.by_chat(ChatId(-2)) is None
        assert await unit.groups.all() == (algebra, linked)
        with pytest.raises(Stale):
            await unit.groups.save(replace(algebra, chat_id=linked.chat_id))
        with pytest.raises(Stale):
            await unit.groups.add(Group(id=NEW_GROUP, name="А-1", faculty=""))
