"""How people come in: invites, shared contacts, language, menu, help."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, Stage
from exams.domain.exam import Exam
from exams.domain.ids import ChatId, ExamId, PersonId
from exams.domain.people import Actor, Locale, Person, Role
from exams.domain.refusals.people import AlreadyBound, ContactRefused, InviteRefused, TooManyTries
from exams.notices.base import Notice
from exams.notices.entrance import ChooseLanguage, Help, Menu, Stranger
from exams.ports.clock import Clock
from exams.records.entrance import Invite
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.doors import Seat
from exams.services.keeping import NOT_HELD
from exams.services.members import tell_parts
from exams.services.telling import alert_staff

TRIES: Final = 5  # wrong invites or contacts an account may try in an hour
TRIES_WINDOW: Final = timedelta(hours=1)
UNIVERSITY: Final = ExamId(0)
"""The chain of events that belong to no exam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpdesk:
    """The registrar's office, as everybody may reach it (S32)."""

    email: str
    phone: str
    whatsapp: str


def code_hash(code: str) -> str:
    """Return what is kept of an invite's code, whatever case it was typed in."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def menu_of(person: Person) -> Menu:
    """Return the greeting of a known person."""
    return Menu(name=person.name, roles=tuple(sorted(role.value for role in person.roles)))


def _greeted(person: Person) -> Menu | ChooseLanguage:
    return menu_of(person) if person.locale else ChooseLanguage()


@dataclass(frozen=True, slots=True)
class PersonOf:
    """Find out who owns a Telegram account."""

    units: Units

    async def __call__(self, account: ChatId) -> Person | None:
        """Return the person bound to the account."""
        async with self.units.reading() as unit:
            return await unit.people.by_account(account)


async def _guard(unit: Unit, clock: Clock, account: ChatId) -> None:
    tried = await unit.invites.tries(account, clock.now() - TRIES_WINDOW)
    if tried >= TRIES:
        raise TooManyTries


async def _note_try(units: Units, clock: Clock, account: ChatId) -> None:
    async with units() as unit:
        await unit.invites.note_try(account, clock.now())
        await unit.commit()


async def _bind(unit: Unit, clock: Clock, person: Person, account: ChatId, way: str) -> None:
    owner = await unit.people.by_account(account)
    if owner is not None and owner.id == person.id:
        return  # a second tap
    if owner is not None or person.account not in {None, account}:
        raise AlreadyBound
    await unit.people.save(replace(person, account=account, reachable=True))
    await unit.events.append(
        Happening(
            exam_id=UNIVERSITY,
            at=clock.now(),
            actor=person.id,
            role=min(person.roles, key=lambda role: role.value),
            act="bind",
            reason=way,
        )
    )
    if person.locale is not None:  # else once it is known in which language
        await tell_parts(unit, person.id, at=clock.now())


def _too_late(invite: Invite, clock: Clock) -> bool:
    return invite.until is not None and clock.now() > invite.until


async def _rebind(unit: Unit, clock: Clock, person: Person, account: ChatId) -> None:
    """Let another account take over; whoever invigilates the person just now is told."""
    await unit.people.save(replace(person, account=account, reachable=True))
    await unit.pages.close_of(person.id)
    now = clock.now()
    await unit.events.append(
        Happening(
            exam_id=UNIVERSITY,
            at=now,
            actor=person.id,
            role=min(person.roles, key=lambda role: role.value),
            act="rebind",
            reason="new_phone",
        )
    )
    found = await _sat(unit, person.id)
    if found is not None:
        exam, attempt = found
        held = frozenset({Role.STUDENT})
        seat = Seat(actor=person.actor(), exam=exam, attempt=attempt, student=person, held=held)
        await alert_staff(unit, seat, "new_phone", at=now, key=f"{now.timestamp()}")


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody pressed Start, with or without an invite."""

    units: Units
    clock: Clock

    async def __call__(self, account: ChatId, code: str) -> Notice:
        """Bind the account to the invited person, or greet whom we know.

        Raises:
            InviteRefused: the code is wrong, used or withdrawn.
            TooManyTries: five wrong codes within an hour.
            AlreadyBound: the account or the person is bound to somebody else.
        """
        async with self.units.reading() as unit:
            known = await unit.people.by_account(account)
        if known is not None:
            return _greeted(known)
        if not code:
            return Stranger()
        try:
            async with self.units() as unit:
                await _guard(unit, self.clock, account)
                invite = await unit.invites.use(code_hash(code), self.clock.now())
                person = await unit.people.get(invite.person_id) if invite else None
                if invite is None or person is None or _too_late(invite, self.clock):
                    raise InviteRefused
                if invite.rebinds:
                    await _rebind(unit, self.clock, person, account)
                else:
                    await _bind(unit, self.clock, person, account, "invite")
                await unit.commit()
        except InviteRefused:
            await _note_try(self.units, self.clock, account)
            raise
        return _greeted(person)


@dataclass(frozen=True, slots=True)
class BindContact:
    """Somebody shared a contact to be recognised by the phone number."""

    units: Units
    clock: Clock

    async def __call__(self, account: ChatId, owner: ChatId | None, phone: str) -> Notice:
        """Bind the account if the contact is its own and the roster has the number once.

        Whom we know already is greeted, whosever contact it is.

        Args:
            account: who sent it.
            owner: whose contact it is, as the messenger says.
            phone: in any writing; only digits count.

        Raises:
            ContactRefused: somebody else's contact, or not exactly one person has this number.
            TooManyTries: five failures within an hour.
            AlreadyBound: the account or the person is bound to somebody else.
        """
        digits = normal_phone(phone)
        async with self.units.reading() as unit:
            known = await unit.people.by_account(account)
        if known is not None:
            return _greeted(known)
        try:
            async with self.units() as unit:
                await _guard(unit, self.clock, account)
                people = await unit.people.by_phone(digits) if owner == account else ()
                if len(people) != 1:
                    raise ContactRefused
                await _bind(unit, self.clock, people[0], account, "contact")
                await unit.commit()
        except ContactRefused:
            await _note_try(self.units, self.clock, account)
            raise
        return ChooseLanguage()


def normal_phone(text: str) -> str:
    """Return the digits of a phone number with country code; a leading 8 becomes 7."""
    digits = "".join(char for char in text if char.isascii() and char.isdigit())
    local = len("87011234567")
    return "7" + digits[1:] if len(digits) == local and digits.startswith("8") else digits


@dataclass(frozen=True, slots=True)
class ChooseLocale:
    """Somebody chose a language; possible at any time."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, locale: Locale) -> Menu:
        """Speak this language from now on.

        Raises:
            InviteRefused: this account is nobody's any more.
        """
        async with self.units() as unit:
            person = await unit.people.get(actor.id)
            if person is None:
                raise InviteRefused
            if person.locale is None:
                await tell_parts(unit, person.id, at=self.clock.now())
            person = replace(person, locale=locale)
            await unit.people.save(person)
            await unit.commit()
        return menu_of(person)


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Somebody wants the main menu."""

    units: Units

    async def __call__(self, actor: Actor) -> Menu:
        """Return the greeting with what the person can do.

        Raises:
            InviteRefused: this account is nobody's any more.
        """
        async with self.units.reading() as unit:
            person = await unit.people.get(actor.id)
        if person is None:
            raise InviteRefused
        return menu_of(person)


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Somebody needs help, also who cannot come in."""

    units: Units
    helpdesk: Helpdesk

    async def __call__(self, actor: Actor | None) -> Help:
        """Return the contacts, and the exam in which the person sits just now."""
        found = None
        if actor is not None:
            async with self.units.reading() as unit:
                found = await _sat(unit, actor.id)
        return Help(
            email=self.helpdesk.email,
            phone=self.helpdesk.phone,
            whatsapp=self.helpdesk.whatsapp,
            exam=found[0].id if found else None,
        )


async def _sat(unit: Unit, student: PersonId) -> tuple[Exam, Attempt] | None:
    """Return the exam in which somebody sits, or is about to, with the attempt."""
    for attempt in await unit.attempts.of_student(student):
        if attempt.stage in ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED, Stage.INVITED}:
            exam = await unit.exams.get(attempt.exam_id)
            if exam is not None and exam.stage not in NOT_HELD:
                return exam, attempt
    return None


@dataclass(frozen=True, slots=True)
class Reachability:
    """Somebody blocked the bot or came back."""

    units: Units
    clock: Clock

    async def __call__(self, account: ChatId, *, reachable: bool) -> None:
        """Note it, so that the proctor's list of unreached students is true."""
        async with self.units() as unit:
            person = await unit.people.by_account(account)
            if person is not None and person.reachable is not reachable:
                await unit.people.save(replace(person, reachable=reachable))
                if reachable:
                    await tell_parts(unit, person.id, at=self.clock.now())
                await unit.commit()
