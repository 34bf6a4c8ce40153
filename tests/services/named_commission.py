"""A commission of one proctor and two others, named for an oral exam."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from exams.domain.exam import Exam, Kind
from exams.domain.ids import ChatId
from exams.records.people import NEW_PERSON
from tests.make import START
from tests.services.conftest import University
from tests.services.day import numbers, published
from tests.services.remembered import remembered

DAY = START - timedelta(hours=24)
HOUR = START - timedelta(hours=1)
THREE = ("Nurlan", "Stranger", "Examiner")
OUTSIDE = ["Examiner", "Stranger"]
"""Members who are not of the exam's staff."""


async def join(uni: University) -> None:
    """Let a second examiner into the university who invigilates nothing."""
    async with uni.units() as unit:
        plain = uni.people["Stranger"]
        another = replace(plain, id=NEW_PERSON, number="T900", name="Оспанова Әлия", account=None)
        added = await unit.people.add(another)
        await unit.people.save(replace(added, account=ChatId(added.id + 5_000)))
        stored = await unit.people.get(added.id)
        assert stored is not None
        uni.people["Examiner"] = stored
        await unit.commit()


async def name(uni: University, exam: Exam, *names: str, by: str = "Serik") -> None:
    members = numbers(uni, *names) or "-"
    await uni.use.name_commission(uni.actor(by), exam.id, members=members)


@remembered
async def named(uni: University) -> Exam:
    """Come to where a commission of one proctor and two others is named."""
    await join(uni)
    exam = await published(uni, kind=Kind.ORAL)
    await uni.outbox()
    await name(uni, exam, *THREE)
    return exam


async def lost(uni: University, who: str, **changes: object) -> None:
    """Let no message reach somebody."""
    async with uni.units() as unit:
        person = await unit.people.get(uni.people[who].id)
        assert person is not None
        await unit.people.save(replace(person, **(changes or {"account": None})))  # type: ignore[arg-type]
        await unit.commit()


@asynccontextmanager
async def nobody_told(uni: University) -> AsyncIterator[None]:
    await uni.outbox()
    yield
    assert not await uni.outbox()
