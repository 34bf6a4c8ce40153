"""A bot small enough to be killed twenty times in a test: each update leaves one event.

It is the engine itself (poller, inbox, once) without the product's handlers. Called with: address
of Telegram, token, database URL. For each line on its input it forks a bot, whose modules are
loaded already, and prints its process id.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.background import Nursery
from bot.clock import SystemClock
from bot.inbox import Intake
from bot.polling import Poller
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Role
from exams.records.events import Happening
from storage.database import connect
from storage.inbox import Inbox
from storage.once import OnceUnits

AT = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)


async def main(url: str, token: str, database_url: str) -> None:
    database = connect(database_url)
    units = OnceUnits(database)

    async def handle(update: Mapping[str, Any]) -> None:
        message = update["message"]
        async with units() as unit:
            await unit.events.append(
                Happening(
                    exam_id=ExamId(message["from"]["id"]),
                    at=AT,
                    actor=PersonId(int(message["text"])),
                    role=Role.STUDENT,
                    act="wrote",
                )
            )
            await unit.commit()
        await asyncio.sleep(0.02)  # as long as an answer to the person takes

    async with Nursery() as nursery:
        intake = Intake(box=Inbox(database), handle=handle, clock=SystemClock(), nursery=nursery)
        await intake.begin()
        poller = Poller(
            base_url=url, token=token, take=intake.take, allowed=["message"], patience=5
        )
        await poller.run()


def serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who is killed leaves no zombie
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(main(*sys.argv[1:]))
        print(child, flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    serve()
