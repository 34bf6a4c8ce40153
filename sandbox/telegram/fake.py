"""The whole fake Telegram: state, Bot API, phones and their page, on one loopback port."""

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.background import Nursery
from exams.ports.clock import Clock
from sandbox.telegram.faults import Faults
from sandbox.telegram.limits import Limits
from sandbox.telegram.page_api import PageApi
from sandbox.telegram.phones import Phone
from sandbox.telegram.refused import Refusal
from sandbox.telegram.server import BotApi
from sandbox.telegram.state import FIRST_PERSON, World
from sandbox.telegram.things import Account, Bot, Chat

BOT_ID = 7_000_000_001
LOOPBACK = "127.0.0.1"


class FakeTelegram:
    """A Telegram that runs on this computer.

    Use it as an async context, or call `start` and `stop`::

        async with FakeTelegram(clock=clock) as telegram:
            bot = ...  # any client of the Bot API at telegram.url, with telegram.token
            aigerim = telegram.add_person(first_name="Айгерім")
            await aigerim.start("invite")
            await aigerim.wait_for("Қош келдіңіз")
    """

    def __init__(
        self,
        *,
        clock: Clock,
        limits: Limits | None = None,
        token: str = "",
        username: str = "emtihan_bot",
        port: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
        pace: Callable[[], float] | None = None,
    ) -> None:
        """Make a Telegram without people.

        Args:
            clock: stamps messages and launches.
            limits: Telegram's own by default.
            token: of the bot; one is made up if empty.
            username: of the bot, without the at sign.
            port: of the server; 0 takes a free one.
            monotonic: real seconds, by which rates and ages are counted.
            pace: other seconds for the rates.
        """
        self.world = World(
            bot=Bot(id=BOT_ID, username=username, name="Емтихан"),
            token=token or f"{BOT_ID}:{secrets.token_urlsafe(26)}",
            clock=clock,
            limits=limits or Limits(),
            monotonic=monotonic,
            pace=pace or monotonic,
        )
        self.phones: dict[int, Phone] = {}
        self._port = port
        self._api = BotApi(self.world)
        self._page = PageApi(self.world, self.phones)
        self._stack = AsyncExitStack()

    @property
    def url(self) -> str:
        """Where the Bot API answers, for the bot's client."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def refusals(self) -> list[Refusal]:
        """Every request that was refused by the bot's own fault."""
        return self.world.refusals

    @property
    def faults(self) -> Faults:
        """The switchboard of faults."""
        return self.world.faults

    @property
    def messages_sent(self) -> int:
        """How many messages the bot sent."""
        return self.world.messages_sent

    # -- running ------------------------------------------------------------

    def routes(self) -> list[web.RouteDef]:
        """Return all routes, to be mounted into another application."""
        return self._api.routes() + self._page.routes()

    async def start(self) -> None:
        """Answer from now on."""
        app = web.Application(client_max_size=self._api.request_limit)
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, LOOPBACK, self._port)
        await site.start()
        self._port = int(runner.addresses[0][1])
        nursery = await self._stack.enter_async_context(Nursery())
        nursery.start(self._api.courier.run(nursery), name="telegram webhook")
        self._stack.callback(self._page.close)
        self._stack.callback(self.world.updates.close)

    async def stop(self) -> None:
        """Close every connection; the state stays readable."""
        await self._stack.aclose()

    def hang_up(self) -> None:
        """End the streams to pages, so that another server which has them can stop at once."""
        self._page.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        await self.stop()

    # -- people and groups ----------------------------------------------------

    def add_person(
        self,
        *,
        first_name: str,
        last_name: str = "",
        phone: str = "",
        language_code: str = "kk",
        username: str = "",
    ) -> Phone:
        """Give somebody a Telegram; they have not pressed Start yet."""
        number = FIRST_PERSON + len(self.world.people)
        account = Account(
            id=number,
            first_name=first_name,
            last_name=last_name,
            username=username,
            phone=phone or f"+7701{number % 10_000_000:07d}",
            language_code=language_code,
        )
        self.world.people[number] = account
        phone_of = self.phones[number] = Phone(self.world, account)
        self.world.changed("people")
        return phone_of

    def add_group(
        self,
        *,
        title: str,
        members: Sequence[Phone] = (),
        bot: str = "left",
        supergroup: bool = False,
    ) -> Chat:
        """Make a group; the first member is its creator.

        Args:
            title: its name.
            members: who is in it.
            bot: the bot's status; "left" means that somebody has yet to add it.
            supergroup: with message ids of its own.
        """
        roles = ["creator", *["member"] * (len(members) - 1)][: len(members)]
        chat = self.world.new_group(title, supergroup=supergroup)
        chat.members = {member.id: role for member, role in zip(members, roles, strict=True)}
        chat.bot = bot
        self.world.changed("chat", chat)
        return chat
