"""A desk at which updates are handled in tests: slowly, badly, or not at all."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.background import Nursery
from bot.clock import SystemClock
from bot.inbox import Intake
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Role
from exams.records.events import Happening
from storage.database import Database
from storage.inbox import Inbox
from storage.once import OnceUnits

AT = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)
Update = Mapping[str, Any]


def tap(number: int, person: int = 7) -> dict[str, Any]:
    return {
        "update_id": number,
        "callback_query": {"id": str(number), "from": {"id": person}, "data": "card:1"},
    }


class Desk:
    """Handles updates by writing an event each, and can be told to fail."""

    def __init__(self, database: Database, nursery: Nursery) -> None:
        self.units = OnceUnits(database)
        self.handled: list[int] = []
        self.given_up: list[int] = []
        self.resumed: list[int] = []
        self.fail_before: dict[int, int] = {}
        self.fail_after: set[int] = set()
        self.pause: dict[int, float] = {}
        self.after: dict[int, int] = {}
        self.wakings = 0
        self.only_look: set[int] = set()
        self.answered = False
        self.told = asyncio.Event()
        self.hold: dict[int, asyncio.Event] = {}
        self.intake = Intake(
            box=Inbox(database),
            handle=self.handle,
            give_up=self.give_up,
            resume=self.resume,
            worked_off=self.wake,
            clock=SystemClock(),
            nursery=nursery,
            first_pause=0.01,
        )

    async def handle(self, update: Update) -> None:
        number = update["update_id"]
        await asyncio.sleep(self.pause.get(number, 0))
        if number in self.hold:
            await self.hold[number].wait()
        first = self.after.get(number)
        while first is not None and first not in self.handled:  # noqa: ASYNC110 - set by others
            await asyncio.sleep(0.01)
        if self.fail_before.get(number, 0) > 0:
            self.fail_before[number] -= 1
            raise RuntimeError("the text of a person")
        if number in self.only_look:
            self.handled.append(number)
            return
        async with self.units() as unit:
            await unit.events.append(
                Happening(
                    exam_id=ExamId(0), at=AT, actor=PersonId(number), role=Role.STUDENT, act="tap"
                )
            )
            await unit.commit(answered=self.answered)
        self.handled.append(number)
        if number in self.fail_after:
            raise RuntimeError("Telegram did not take the answer")

    async def give_up(self, update: Update) -> None:
        self.given_up.append(update["update_id"])

    async def resume(self, update: Update) -> None:
        self.resumed.append(update["update_id"])

    def wake(self) -> None:
        self.wakings += 1

    async def effects(self) -> list[int]:
        async with self.units.reading() as unit:
            return [int(event.actor) for event in await unit.events.of(ExamId(0))]

    async def quiet(self) -> bool:
        return len(self.intake) == 0
