"""Rows of people become the roster: who there is, in which group, of which language."""

from dataclasses import dataclass, field, replace
from typing import Final

from exams.domain import cells
from exams.domain.ids import GroupId, PersonId
from exams.domain.people import Actor, Group, Locale, Person, Role
from exams.domain.spelling import alike, joined
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.records.unit import Unit
from exams.services.office.by_name import ByName
from exams.services.office.lines import Line, Taken
from exams.services.people.entrance import normal_phone

MOST_EXTRA: Final = 200  # percent
STUDENT: Final = frozenset({Role.STUDENT})


@dataclass(slots=True, kw_only=True)
class RosterRows:
    """Takes people row by row, and stores the new ones once all are there.

    Attributes:
        by_number: everybody; a row is looked up here, for thousands of queries would keep every
            other writer waiting.
        groups: all, by name.
        moved: students who came from another group, and their group now.
        grown: groups whose students may have no attempt yet, or another time allowed.
        told: the language of study which the rows so far give a group.
    """

    unit: Unit
    actor: Actor
    by_number: ByName[Person] = field(default_factory=ByName)
    groups: ByName[Group] = field(default_factory=ByName)
    newcomers: list[Person] = field(default_factory=list)
    moved: dict[PersonId, GroupId | None] = field(default_factory=dict)
    grown: set[GroupId] = field(default_factory=set)
    told: dict[GroupId, Locale] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    async def read(self) -> None:
        """Read everybody, and the groups, as they are stored."""
        for group in await self.unit.groups.all():
            self.groups.put(group.name, group)
        await self._read_people()

    async def store(self) -> None:
        """Store the newcomers, so that they have ids."""
        await self.unit.people.add_all(self.newcomers)
        await self._read_people()

    async def _read_people(self) -> None:
        for role in Role:
            for one in await self.unit.people.with_role(role):
                self.by_number.put(joined(one.number), one)

    async def take(self, line: Line) -> Taken:
        """Take somebody in; of a student the group, and its language, too."""
        number = line.read("number", cells.number)
        line.once(self.seen, "number", alike(number))
        old = self.by_number.find(number)
        name = line.read("name", cells.words)
        # What a row leaves out, stays: a list of phones takes nobody's role away.
        plain = old or Person(id=NEW_PERSON, name=name, number=number, roles=STUDENT)
        roles = line.maybe("roles", cells.roles) or plain.roles
        if Role.ADMIN in roles ^ plain.roles and Role.ADMIN not in self.actor.roles:
            raise line.fault("roles", "not_yours")  # only an admin makes admins, or unmakes them
        faculty = line.maybe("faculty", cells.words) or plain.faculty
        region = line.maybe("region", cells.words) or plain.region
        phone = line.maybe("phone", cells.phone)
        extra = line.maybe("extra_time", lambda cell: cells.whole(cell, low=0, high=MOST_EXTRA))
        conditions = line.maybe("conditions", cells.conditions)
        person = replace(
            plain,
            name=name,
            roles=roles,
            faculty=faculty,
            region=region,
            group_id=await self._academic_group(line, plain) if Role.STUDENT in roles else None,
            phone=normal_phone(phone) if phone else plain.phone,
            extra_time=plain.extra_time if extra is None else extra,
            conditions=plain.conditions if conditions is None else conditions,
        )
        learned = await self._learns(line, person.group_id)
        if person == old:
            return Taken.CHANGED if learned else Taken.SAME
        if person.group_id is not None:
            self.grown.add(person.group_id)
        if old is not None and old.group_id not in {None, person.group_id}:
            self.moved[person.id] = person.group_id
        if old is None:
            self.newcomers.append(person)
            return Taken.NEW
        await self.unit.people.save(person)
        return Taken.CHANGED

    async def _academic_group(self, line: Line, person: Person) -> GroupId:
        name = line.maybe("group", cells.words)
        if name is None and person.group_id is not None:
            return person.group_id
        name = line.read("group", cells.words)
        faculty = line.maybe("faculty", cells.words) or ""
        group = self.groups.find(name)
        if group is None:
            made = Group(id=NEW_GROUP, name=name, faculty=faculty)
            group = await self.unit.groups.add(made)
            self.groups.put(name, group)
        elif faculty and not group.faculty:
            await self._change(replace(group, faculty=faculty))
        return group.id

    async def _change(self, group: Group) -> None:
        self.groups.put(group.name, group)
        await self.unit.groups.save(group)

    async def _learns(self, line: Line, group_id: GroupId | None) -> bool:
        """Take in which language a group studies; return whether that is news."""
        language = line.maybe("language", cells.language)
        group = next((one for one in self.groups.exact.values() if one.id == group_id), None)
        if language is None or group is None:
            return False
        if self.told.setdefault(group.id, language) is not language:
            raise line.fault("language", "two_languages")
        if group.language is language:
            return False
        await self._change(replace(group, language=language))
        return True
