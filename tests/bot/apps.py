"""The whole process, and somebody whom it knows."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.app import build
from bot.process import App
from bot.settings import Settings
from exams.domain.ids import ChatId
from exams.domain.people import Locale, Person, Role
from exams.records.people import NEW_PERSON
from sandbox.telegram import Phone
from storage.database import Database
from storage.unit import SqlUnits

Make = Callable[..., Settings]


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[App]:
    app = await build(settings)
    async with app:
        yield app


async def known(database: Database, phone: Phone, locale: Locale = Locale.EN) -> Person:
    async with SqlUnits(database)() as unit:
        person = await unit.people.add(
            Person(
                id=NEW_PERSON,
                name="Сәрсен Айгерім",
                number="S1",
                roles=frozenset({Role.STUDENT}),
                locale=locale,
                account=ChatId(phone.id),
            )
        )
        await unit.commit()
    return person
