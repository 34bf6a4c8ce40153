"""Who people are and what each of them may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from exams.domain.ids import ChatId, GroupId, PersonId
from exams.domain.refusals.people import NotAllowed


class Role(Enum):
    """In what capacity somebody acts.

    PROCTOR, CHIEF and EXAMINER are held for one exam (see `Exam.roles_of`), the others for the
    whole university; DEPUTY decides on absences when the dean is silent; SYSTEM is the clock,
    never a person.
    """

    STUDENT = "student"
    PROCTOR = "proctor"
    CHIEF = "chief"
    EXAMINER = "examiner"
    DEAN = "dean"
    DEPUTY = "deputy"
    REGISTRAR = "registrar"
    ADMIN = "admin"
    SYSTEM = "system"


class Condition(Enum):
    """What is agreed on for a student's health, at every exam, besides extra time."""

    NO_ROOM_SCAN = "no_room_scan"
    SCRIBE = "scribe"


class Locale(Enum):
    """A language the product speaks."""

    KK = "kk"
    RU = "ru"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An academic group and the chat in which its results appear.

    Attributes:
        chat_id: the group's common chat, None until somebody links it.
        locale: what the chat reads; the language of whoever linked it.
        language: in which the group studies, None until the roster says it.
    """

    id: GroupId
    name: str
    faculty: str
    chat_id: ChatId | None = None
    locale: Locale = Locale.KK
    language: Locale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the university's roster.

    Attributes:
        number: student or staff number, unique in the university.
        roles: those held for the whole university.
        group_id: the academic group of a student.
        region: where a student sits exams: region, city or village; empty where it is not known.
        phone: digits with country code, for binding by a shared contact.
        locale: None until the person has chosen.
        account: the Telegram account, which is also the private chat; None until bound.
        reachable: False after the messenger said that the person has blocked the bot.
        extra_time: percent of additional time granted for every exam (accommodation).
        conditions: what else is agreed on for every exam.
    """

    id: PersonId
    name: str
    number: str
    roles: frozenset[Role]
    faculty: str = ""
    group_id: GroupId | None = None
    region: str = ""
    phone: str | None = None
    locale: Locale | None = None
    account: ChatId | None = None
    reachable: bool = True
    extra_time: int = 0
    conditions: frozenset[Condition] = frozenset()

    def actor(self) -> "Actor":
        """Return the person as somebody who acts."""
        return Actor(id=self.id, roles=self.roles, locale=self.locale or Locale.KK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is asking: a known person, in the language chosen.

    Attributes:
        sent_at: the messenger's time of what the person sent, where it has one.
    """

    id: PersonId
    roles: frozenset[Role]
    locale: Locale
    sent_at: datetime | None = None

    def said_at(self, now: datetime) -> datetime:
        """Return when it was sent: the person's minute counts, not that of our queue."""
        return min(now, self.sent_at or now)

    def require(self, *roles: Role) -> None:
        """Let through who holds one of the roles.

        Raises:
            NotAllowed: the person holds none of them.
        """
        require(self.roles, roles)


SYSTEM = Actor(id=PersonId(0), roles=frozenset({Role.SYSTEM}), locale=Locale.KK)
"""The clock: reminders, links, deadlines."""


def require(held: Iterable[Role], wanted: Iterable[Role]) -> None:
    """Refuse unless one of the held roles is wanted.

    Raises:
        NotAllowed: none is.
    """
    if not set(held) & set(wanted):
        raise NotAllowed
