"""The roster and the academic groups, in SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, String, insert, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import ChatId, GroupId, PersonId
from exams.domain.people import Group, Person, Role
from storage.names import alphabetical
from storage.rows import first_come, new_id, require_one, values_of
from storage.tables import roster

NO_ID = frozenset({"id"})


@dataclass(frozen=True, slots=True)
class SqlPeople:
    """People in the `people` table."""

    connection: AsyncConnection

    async def get(self, person: PersonId) -> Person | None:
        """Return a person by id."""
        return await self._one(roster.people.c.id == person)

    async def many(self, people: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Return those of the ids that exist."""
        ids = sorted(set(people))
        if not ids:
            return {}
        return {person.id: person for person in await self._all(roster.people.c.id.in_(ids))}

    async def by_account(self, account: ChatId) -> Person | None:
        """Return the person to whom a Telegram account is bound."""
        return await self._one(roster.people.c.account == account)

    async def by_number(self, number: str) -> Person | None:
        """Return the person with a student or staff number."""
        return await self._one(roster.people.c.number == number)

    async def by_phone(self, phone: str) -> tuple[Person, ...]:
        """Return everybody on the roster with a phone number (digits with country code)."""
        return await self._all(roster.people.c.phone == phone)

    async def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody who holds a role for the whole university."""
        return await self._all(_holds(role))

    async def of_group(self, group: GroupId) -> tuple[Person, ...]:
        """Return a group's students, by name."""
        return await self._all((roster.people.c.group_id == group) & _holds(Role.STUDENT))

    async def add(self, person: Person) -> Person:
        """Store somebody new.

        Raises:
            Stale: the number or the account is somebody's already.
        """
        with first_come():
            done = await self.connection.execute(
                insert(roster.people), values_of(person, without=NO_ID)
            )
        return replace(person, id=new_id(done))

    async def add_all(self, people: Sequence[Person]) -> None:
        """Store many new people at once.

        Raises:
            Stale: a number or an account is somebody's already.
        """
        if people:
            with first_come():
                rows = [values_of(person, without=NO_ID) for person in people]
                await self.connection.execute(insert(roster.people), rows)

    async def save(self, person: Person) -> None:
        """Write a changed person.

        Raises:
            Stale: there is no such person, or the number or the account is another's.
        """
        with first_come():
            done = await self.connection.execute(
                update(roster.people)
                .where(roster.people.c.id == person.id)
                .values(values_of(person, without=NO_ID))
            )
        require_one(done)

    async def _one(self, where: ColumnElement[bool]) -> Person | None:
        rows = await self.connection.execute(select(roster.people).where(where))
        row = rows.mappings().one_or_none()
        return None if row is None else Person(**row)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Person, ...]:
        rows = await self.connection.execute(select(roster.people).where(where))
        people = (Person(**row) for row in rows.mappings())
        return tuple(sorted(people, key=lambda person: (alphabetical(person.name), person.id)))


@dataclass(frozen=True, slots=True)
class SqlGroups:
    """Academic groups in the `groups` table."""

    connection: AsyncConnection

    async def get(self, group: GroupId) -> Group | None:
        """Return a group by id."""
        return await self._one(roster.groups.c.id == group)

    async def by_name(self, name: str) -> Group | None:
        """Return a group by its name."""
        return await self._one(roster.groups.c.name == name)

    async def by_chat(self, chat: ChatId) -> Group | None:
        """Return the group to which a chat is linked."""
        return await self._one(roster.groups.c.chat_id == chat)

    async def all(self) -> tuple[Group, ...]:
        """Return every group, by name."""
        rows = await self.connection.execute(select(roster.groups))
        groups = (Group(**row) for row in rows.mappings())
        return tuple(sorted(groups, key=lambda group: alphabetical(group.name)))

    async def add(self, group: Group) -> Group:
        """Store a new group.

        Raises:
            Stale: the name or the chat is another group's already.
        """
        with first_come():
            done = await self.connection.execute(
                insert(roster.groups), values_of(group, without=NO_ID)
            )
        return replace(group, id=new_id(done))

    async def save(self, group: Group) -> None:
        """Write a changed group.

        Raises:
            Stale: there is no such group, or the name or the chat is another's.
        """
        with first_come():
            done = await self.connection.execute(
                update(roster.groups)
                .where(roster.groups.c.id == group.id)
                .values(values_of(group, without=NO_ID))
            )
        require_one(done)

    async def _one(self, where: ColumnElement[bool]) -> Group | None:
        rows = await self.connection.execute(select(roster.groups).where(where))
        row = rows.mappings().one_or_none()
        return None if row is None else Group(**row)


def _holds(role: Role) -> ColumnElement[bool]:
    return type_coerce(roster.people.c.roles, String).like(f"% {role.value} %")
