"""The phones page with a cast, a scripted bot and a clock, on one loopback port."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.background import Nursery
from sandbox.clock import SimulatedClock
from sandbox.page_server import UPLOADS, Cast, CastMember, mount
from sandbox.telegram import UNPACED, Chat, FakeTelegram, Phone
from tests.browser.scripted_bot import ScriptedBot

MORNING = datetime(2026, 12, 9, 4, 30, tzinfo=UTC)
REMINDER = MORNING + timedelta(minutes=15)
NAME = {"kk": "Еске салу", "ru": "Напоминание", "en": "A reminder"}
PEOPLE = (
    ("student", "Айгерім", "Серікқызы"),
    ("student", "Болат", "Ахметов"),
    ("proctor", "Сәуле", "Төлегенова"),
    ("dean", "Қайрат", "Мұқанов"),
    ("registrar", "Ләззат", "Бекенова"),
)


@dataclass(kw_only=True)
class PageStage:
    """What a browser test needs at hand.

    Attributes:
        url: of the page.
        steps: of the tour; a test may fill it.
    """

    url: str
    telegram: FakeTelegram
    clock: SimulatedClock
    bot: ScriptedBot
    phones: list[Phone]
    runner: web.AppRunner
    group: Chat
    steps: list[dict[str, Any]] = field(default_factory=list)

    def break_connections(self) -> None:
        """Cut every connection that a browser has with the page's server."""
        assert self.runner.server is not None
        for connection in self.runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()


@asynccontextmanager
async def page_stage() -> AsyncIterator[PageStage]:
    """Serve the page, let the bot listen."""
    clock = SimulatedClock(MORNING, rate=0)
    async with (
        FakeTelegram(clock=clock, limits=UNPACED) as telegram,
        aiohttp.ClientSession() as session,
        Nursery() as nursery,
    ):
        phones = [
            telegram.add_person(first_name=first, last_name=last, phone=f"+770100000{number:02}")
            for number, (_, first, last) in enumerate(PEOPLE)
        ]
        group = telegram.add_group(title="ИС-21", members=phones[:3], bot="member")
        bot = ScriptedBot(telegram, session)
        steps: list[dict[str, Any]] = []
        app = _application(telegram, clock, group, steps)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)  # nobody waits for it
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        nursery.start(bot.run(), name="scripted bot")
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield PageStage(
                url=url,
                telegram=telegram,
                clock=clock,
                bot=bot,
                phones=phones,
                runner=runner,
                group=group,
                steps=steps,
            )
        finally:
            await runner.cleanup()


def _application(
    telegram: FakeTelegram, clock: SimulatedClock, group: Chat, steps: list[dict[str, Any]]
) -> web.Application:
    async def next_moment() -> tuple[datetime, dict[str, str]] | None:
        return (REMINDER, NAME) if clock.now() < REMINDER else None

    async def tour() -> Sequence[Mapping[str, Any]]:
        return steps

    async def room(_: web.Request) -> web.StreamResponse:
        return web.Response(text="<h1>Бөлме</h1>", content_type="text/html")

    members = [
        CastMember(id=phone, role=role, name=f"{last} {first}")  # type: ignore[arg-type]
        for phone, (role, first, last) in zip(telegram.phones, PEOPLE, strict=True)
    ]
    app = web.Application(client_max_size=UPLOADS)
    app.router.add_get("/w/1", room)
    cast = Cast(people=members, group=group.id)
    mount(
        app,
        telegram,
        clock,
        next_moment=next_moment,
        tour=tour,
        cast=cast,
        papers=lambda: {"schedule.csv": b"a,b", "tickets.csv": b"c,d"},
    )
    return app
