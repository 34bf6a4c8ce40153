"""Somebody writes messages, the deliverer brings them to a strict Telegram."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from aiogram import Bot

from bot.background import Nursery
from bot.clock import SystemClock
from bot.deliver import Deliverer
from bot.messenger import Messenger
from bot.pacing import Pacing
from exams.domain.delivery import Priority
from exams.domain.ids import ChatId, Digest, ExamId, GroupId
from exams.domain.people import Group, Locale, Person, Role
from exams.notices.base import Notice
from exams.notices.trouble import Done, FromProctor
from exams.records.outbox import Envelope
from exams.records.people import NEW_GROUP, NEW_PERSON
from sandbox.telegram import FakeTelegram, Phone
from storage.database import Database
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from templates.renderer import Renderer
from vision.drawn.results import DrawnResults

EXAM = ExamId(1)
Until = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


class Shifted(SystemClock):
    """The real time, but some of it may be skipped."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


class Post:
    """Somebody writes messages, the deliverer brings them."""

    def __init__(self, database: Database, telegram: FakeTelegram, bot: Bot) -> None:
        self.units = SqlUnits(database)
        self.queue = OutboxQueue(database)
        self.telegram = telegram
        self.messenger = Messenger(bot, Renderer(), self.fetch, DrawnResults())
        self.clock = Shifted()
        self.migrated: list[tuple[ChatId, ChatId]] = []
        self.lost: list[ChatId] = []
        self.letters = 0
        self.people = 0

    async def fetch(self, digest: Digest) -> bytes:
        if digest != "ics":
            raise KeyError(digest)
        return b"BEGIN:VCALENDAR"

    async def person(self, *, start: bool = True) -> tuple[Person, Phone]:
        self.people += 1
        phone = self.telegram.add_person(first_name=f"Student {self.people}")
        if start:
            await phone.start()
        async with self.units() as unit:
            person = await unit.people.add(
                Person(
                    id=NEW_PERSON,
                    name=f"Student {self.people}",
                    number=f"N{self.people}",
                    roles=frozenset({Role.STUDENT}),
                    locale=Locale.EN,
                    account=ChatId(phone.id),
                )
            )
            await unit.commit()
        return person, phone

    async def group(self, chat: int, name: str = "CS-21") -> GroupId:
        async with self.units() as unit:
            group = await unit.groups.add(
                Group(id=NEW_GROUP, name=name, faculty="IT", chat_id=ChatId(chat))
            )
            await unit.commit()
        return group.id

    async def put(self, *envelopes: Envelope) -> None:
        async with self.units() as unit:
            for envelope in envelopes:
                assert await unit.outbox.put(envelope)
            await unit.commit()

    def letter(self, to: Person, text: str = "", *, notice: Notice | None = None) -> Envelope:
        self.letters += 1
        notice = notice or FromProctor(exam=EXAM, text=text or f"Letter {self.letters}")
        return Envelope(
            notice=notice, to=to.id, key=f"letter {self.letters}", priority=Priority.REMINDER
        )

    def to_group(self, group: GroupId) -> Envelope:
        self.letters += 1
        return Envelope(
            notice=Done(what="published"),
            chat=group,
            key=f"letter {self.letters}",
            priority=Priority.RESULT,
        )

    async def chat_migrated(self, old: ChatId, new: ChatId) -> None:
        self.migrated.append((old, new))
        async with self.units() as unit:
            group = await unit.groups.by_chat(old)
            assert group is not None
            await unit.groups.save(replace(group, chat_id=new))
            await unit.commit()

    async def chat_lost(self, chat: ChatId) -> None:
        self.lost.append(chat)

    def deliverer(self, pacing: Pacing, nursery: Nursery) -> Deliverer:
        return Deliverer(
            queue=self.queue,
            messenger=self.messenger,
            pacing=pacing,
            clock=self.clock,
            nursery=nursery,
            chat_migrated=self.chat_migrated,
            chat_lost=self.chat_lost,
        )


def shown(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages() if message.from_bot]
