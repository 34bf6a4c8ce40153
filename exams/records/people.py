"""The roster and its groups."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from exams.domain.ids import ChatId, GroupId, PersonId
from exams.domain.people import Group, Person, Role

NEW_PERSON = PersonId(0)
NEW_GROUP = GroupId(0)
"""Ids of what is not stored yet; `add` returns the same with its own id."""


class People(Protocol):
    """The roster."""

    async def get(self, person: PersonId) -> Person | None:
        """Return a person by id."""

    async def many(self, people: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Return those of the ids that exist."""

    async def by_account(self, account: ChatId) -> Person | None:
        """Return the person to whom a Telegram account is bound."""

    async def by_number(self, number: str) -> Person | None:
        """Return the person with a student or staff number."""

    async def by_phone(self, phone: str) -> tuple[Person, ...]:
        """Return everybody on the roster with a phone number (digits with country code)."""

    async def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody who holds a role for the whole university."""

    async def of_group(self, group: GroupId) -> tuple[Person, ...]:
        """Return a group's students, by name."""

    async def add(self, person: Person) -> Person:
        """Store somebody new."""

    async def add_all(self, people: Sequence[Person]) -> None:
        """Store many new people at once; they are read again for their ids."""

    async def save(self, person: Person) -> None:
        """Write a changed person."""


class Groups(Protocol):
    """Academic groups."""

    async def get(self, group: GroupId) -> Group | None:
        """Return a group by id."""

    async def by_name(self, name: str) -> Group | None:
        """Return a group by its name."""

    async def by_chat(self, chat: ChatId) -> Group | None:
        """Return the group to which a chat is linked."""

    async def all(self) -> tuple[Group, ...]:
        """Return every group, by name."""

    async def add(self, group: Group) -> Group:
        """Store a new group."""

    async def save(self, group: Group) -> None:
        """Write a changed group."""
