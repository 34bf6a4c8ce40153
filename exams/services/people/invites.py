"""Invites for a group, printed as QR cards; unbinding an account."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from exams.domain.cells import LONGEST_NUMBER
from exams.domain.ids import GroupId, PersonId
from exams.domain.people import Actor, Person, Role
from exams.domain.refusals.people import NobodyBound, Unknown
from exams.notices.base import Media
from exams.notices.office import GroupList, Invites
from exams.notices.trouble import Done
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.invites import InviteCard, InvitePrinter
from exams.records.entrance import Invite
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.people.entrance import UNIVERSITY, code_hash

INVITERS: Final = (Role.REGISTRAR, Role.ADMIN)
CODE_LENGTH: Final = 10  # base32: 50 bits; guessing is limited to 5 an hour
STAFF_GROUP: Final = GroupId(0)
"""Stands for everybody who is in no academic group."""


@dataclass(frozen=True, slots=True)
class ListGroups:
    """A registrar looks at the groups and how many of their people have come in."""

    units: Units

    async def __call__(self, actor: Actor) -> GroupList:
        """Return the staff as group 0 with an empty name, then every academic group."""
        actor.require(*INVITERS)
        async with self.units.reading() as unit:
            staff = await _staff(unit)
            lines = [(int(STAFF_GROUP), "", len(staff), _bound(staff))]
            for group in await unit.groups.all():
                students = await unit.people.of_group(group.id)
                lines.append((int(group.id), group.name, len(students), _bound(students)))
        return GroupList(groups=tuple(lines))


def _bound(people: Sequence[Person]) -> int:
    return sum(person.account is not None for person in people)


async def _staff(unit: Unit) -> tuple[Person, ...]:
    found: dict[PersonId, Person] = {}
    for role in (Role.PROCTOR, Role.DEAN, Role.DEPUTY, Role.REGISTRAR, Role.ADMIN):
        found |= {person.id: person for person in await unit.people.with_role(role)}
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class MakeInvites:
    """A registrar prints invites for a group; those who have come in need none."""

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    printer: InvitePrinter
    bot_name: str

    async def __call__(self, actor: Actor, group: GroupId) -> Invites:
        """Make a new invite for each unbound person; earlier unused ones are withdrawn.

        Raises:
            Unknown: there is no such group.
        """
        actor.require(*INVITERS)
        cards = []
        now = self.clock.now()
        async with self.units() as unit:
            found = await unit.groups.get(group)
            if found is None and group != STAFF_GROUP:
                raise Unknown
            people = await _staff(unit) if found is None else await unit.people.of_group(group)
            name = found.name if found else ""
            for person in people:
                if person.account is None:
                    code = self.shuffler.code(CODE_LENGTH)
                    invite = Invite(hash=code_hash(code), person_id=person.id, made_at=now)
                    await unit.invites.put(invite)
                    url = f"https://t.me/{self.bot_name}?start={code}"
                    cards.append(InviteCard(name=person.name, group=name, url=url))
            await unit.events.append(
                Happening(
                    exam_id=UNIVERSITY,
                    at=now,
                    sent_at=actor.sent_at,
                    actor=actor.id,
                    role=next(role for role in INVITERS if role in actor.roles),
                    act="make_invites",
                    facts={"group": int(group), "count": len(cards)},
                )
            )
            await unit.commit()
        if not cards:
            return Invites(group=name, count=0)
        digest = await self.files.put(await self.printer.cards(cards))
        media = Media(kind="document", digest=digest, name=f"invites-{group}.pdf")
        return Invites(group=name, count=len(cards), media=(media,))


@dataclass(frozen=True, slots=True)
class Unbind:
    """A registrar frees a person from a lost or wrong account."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, number: str) -> Done:
        """Unbind the person with this student or staff number.

        Raises:
            NobodyBound: nobody has the number, or no account is bound.
        """
        actor.require(*INVITERS)
        given = number.strip()
        async with self.units() as unit:
            person = await unit.people.by_number(given)
            if person is None or person.account is None:
                raise NobodyBound(given=given[:LONGEST_NUMBER])
            await unit.people.save(replace(person, account=None))
            await unit.pages.close_of(person.id)
            await unit.events.append(
                Happening(
                    exam_id=UNIVERSITY,
                    at=self.clock.now(),
                    sent_at=actor.sent_at,
                    actor=actor.id,
                    role=next(role for role in INVITERS if role in actor.roles),
                    act="unbind",
                    facts={"person": int(person.id)},
                )
            )
            await unit.commit()
        return Done(what="unbound")
