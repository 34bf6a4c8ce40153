"""Group chats: linked to an academic group, lost, moved (S27, D6)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from exams.domain.delivery import Priority
from exams.domain.ids import ChatId, GroupId
from exams.domain.people import SYSTEM, Actor, Group, Role
from exams.domain.refusals.people import ChatTaken, Unknown
from exams.notices.group import GroupLinked, GroupLost, LinkGroup
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.people.entrance import UNIVERSITY

LINKERS = (Role.PROCTOR, Role.REGISTRAR, Role.ADMIN)


class Offering(Protocol):
    """Offers to somebody what a chat that was just linked does not have."""

    async def __call__(self, unit: Unit, actor: Actor, group: Group, *, at: datetime) -> None:
        """Put the offer on its way, if there is one."""


@dataclass(frozen=True, slots=True)
class OfferGroups:
    """A proctor or registrar wants to link a group chat, from inside it."""

    units: Units

    async def __call__(self, actor: Actor, chat: ChatId) -> LinkGroup:
        """Return the groups that have no chat yet.

        Raises:
            ChatTaken: this chat belongs to a group already.
        """
        actor.require(*LINKERS)
        async with self.units.reading() as unit:
            owner = await unit.groups.by_chat(chat)
            groups = await unit.groups.all()
        if owner is not None:
            raise ChatTaken(group=owner.name)
        free = tuple((int(g.id), g.name) for g in groups if g.chat_id is None)
        return LinkGroup(groups=free)


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """A proctor or registrar chose the academic group of a chat.

    Attributes:
        offer: what the chat does not have of the group's results.
    """

    units: Units
    clock: Clock
    offer: Offering

    async def __call__(self, actor: Actor, chat: ChatId, group: GroupId) -> GroupLinked:
        """Link them; a second tap changes nothing.

        What the chat does not have of the group's results is offered, in private, to be posted.

        Raises:
            ChatTaken: the chat belongs to another group.
            Unknown: there is no such group, or it has another chat.
        """
        actor.require(*LINKERS)
        async with self.units() as unit:
            owner = await unit.groups.by_chat(chat)
            if owner is not None and owner.id != group:
                raise ChatTaken(group=owner.name)
            found = await unit.groups.get(group)
            if found is None or found.chat_id not in {None, chat}:
                raise Unknown
            if owner is None:
                now = self.clock.now()
                linked = replace(found, chat_id=chat, locale=actor.locale)
                await unit.groups.save(linked)
                await unit.events.append(
                    Happening(
                        exam_id=UNIVERSITY,
                        at=now,
                        sent_at=actor.sent_at,
                        actor=actor.id,
                        role=next(role for role in LINKERS if role in actor.roles),
                        act="link_group",
                        facts={"group": int(group), "chat": int(chat)},
                    )
                )
                await self.offer(unit, actor, linked, at=now)
                await unit.commit()
        return GroupLinked(group=found.name)


@dataclass(frozen=True, slots=True)
class ChatLost:
    """The bot was removed from a group chat, or may not write there any more."""

    units: Units
    clock: Clock

    async def __call__(self, chat: ChatId) -> None:
        """Unlink the group and alert the dean's office before anything must be published."""
        now = self.clock.now()
        async with self.units() as unit:
            group = await unit.groups.by_chat(chat)
            if group is None:
                return
            await unit.groups.save(replace(group, chat_id=None))
            await unit.events.append(
                Happening(
                    exam_id=UNIVERSITY,
                    at=now,
                    actor=SYSTEM.id,
                    role=Role.SYSTEM,
                    act="unlink_group",
                    facts={"group": int(group.id), "chat": int(chat)},
                )
            )
            deans = await unit.people.with_role(Role.DEAN)
            own = {dean.id for dean in deans if dean.faculty in {"", group.faculty}}
            office = own | {one.id for one in await unit.people.with_role(Role.REGISTRAR)}
            for person in sorted(office):
                await unit.outbox.put(
                    Envelope(
                        notice=GroupLost(group=group.name),
                        to=person,
                        key=f"group_lost:{group.id}:{now.timestamp()}:{person}",
                        priority=Priority.ANSWER,
                    )
                )
            await unit.commit()


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """A group became a supergroup and has a new chat id."""

    units: Units

    async def __call__(self, old: ChatId, new: ChatId) -> None:
        """Follow it."""
        async with self.units() as unit:
            group = await unit.groups.by_chat(old)
            taken = await unit.groups.by_chat(new)
            if group is not None and taken is None:
                await unit.groups.save(replace(group, chat_id=new))
                await unit.commit()
