"""The running process: how it begins, what it waits for, how it ends."""

import asyncio
import gc
import logging
import signal
import socket
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from aiogram import Bot, Dispatcher
from aiohttp import web

from bot.again import unless_stale
from bot.background import Nursery, describe, faults_of
from bot.binding import SheetBinder
from bot.conferences import add_webhook
from bot.deliver import Deliverer
from bot.heap import give_back_large
from bot.inbox import Intake
from bot.messenger import Messenger
from bot.pacing import Pacing
from bot.pages import add_pages
from bot.polling import Poller
from bot.settings import Settings
from bot.telegram import introduce
from bot.timers import Timers
from exams.ports.clock import Clock
from exams.ports.conferences import ConferencesUnavailable
from exams.services import UseCases
from exams.services.apart import PartFailed
from storage.database import Database
from templates.renderer import Renderer
from vision.faces.matcher import PooledFaceMatcher
from vision.inspector import PooledSheetInspector
from web.app import build as build_web
from web.draw import add_draw_page
from web.telegram import PATH, add_telegram_webhook

logger = logging.getLogger(__name__)

FAREWELL: Final = 10.0  # seconds for what is under way when the process is asked to end
GRADES_EVERY: Final = 5.0  # seconds between two looks for grades to be sent
ROOMS_PAUSE: Final = 5.0  # seconds until a conference service that failed is asked again
LONGEST_PAUSE: Final = 60.0  # even if it asks for more: an exam waits
BACKLOG_WITHIN: Final = 10.0  # seconds for Telegram to hand over what came before the start
ANSWERS_WITHIN: Final = 10.0  # seconds for the database to answer, else it is not there
TICKS_MISSED: Final = 30.0  # seconds for a tick that is due, then the process is not ready


@dataclass(slots=True, kw_only=True)
class App:
    """The whole process, ready to run; use it as an async context, or call `run`.

    Attributes:
        use: the use cases, as handlers, clock and web call them.
        door: a socket to listen on which is bound already; else one as the settings say.
        listening: the port on which it listens, once it runs.
    """

    settings: Settings
    clock: Clock
    database: Database
    bot: Bot
    use: UseCases
    words: Renderer
    pacing: Pacing
    messenger: Messenger
    dispatcher: Dispatcher
    intake: Intake
    deliverer: Deliverer
    timers: Timers
    nursery: Nursery
    pools: tuple[PooledSheetInspector | SheetBinder | PooledFaceMatcher, ...]
    door: socket.socket | None = None
    listening: int = 0
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        """Begin: first what an earlier process left, then what is new.

        Raises:
            OSError: the port is taken; nothing was begun.
        """
        self._stack.push_async_callback(self._close)
        try:
            await self._begin()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def _begin(self) -> None:
        # The port comes first: a second process ends here, and before it takes what the first
        # one is just sending for left behind.
        door = self.door or _door(self.settings)
        self._stack.callback(door.close)
        self.nursery.keep(self.deliverer.run, name="deliverer")
        self.nursery.keep(self._send_grades, name="grades")
        self.nursery.keep(self._keep_rooms, name="rooms")
        self._stack.push_async_callback(self._farewell)
        await self.intake.begin()
        await self._listen(door)
        self._stack.push_async_callback(self.timers.stop)
        inlet = await self._stack.enter_async_context(Nursery())
        await self._receive(inlet)
        # The clock comes last: no time is over before what was sent in time has come.
        self.timers.start()
        logger.info("running", extra={"webhook": self.settings.uses_webhook})

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End: take in nothing more, finish what is under way, close."""
        await self._stack.aclose()

    async def run(self) -> None:
        """Run until the process is asked to end."""
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, asked.set)
        async with self:
            # What is loaded stays: the collector, which stands still for a seventh of a second
            # to look through it all, need not look again.
            gc.collect()
            gc.freeze()
            give_back_large()
            await asked.wait()
            logger.info("ending")

    async def ready(self) -> dict[str, bool]:
        """Say what the process needs, and whether it is there."""
        database = False
        with suppress(Exception):  # whatever is wrong with it: it is not there
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self.deliverer.queue.anything_due(self.clock.now())
                database = True
        clock = self.timers.age < self.settings.tick_seconds + TICKS_MISSED
        return {"database": database, "clock": clock, "updates": self.intake.keeps}

    async def _send_grades(self) -> None:
        """Trade with the university's own system, for ever, beside the clock."""
        while True:
            await unless_stale(self.use.send_grades)
            await unless_stale(self.use.collect_arrivals)
            await asyncio.sleep(GRADES_EVERY)

    async def _keep_rooms(self) -> None:
        """Trade with the conference service, for ever, beside the clock: it may be slow."""
        while True:
            pause = self.settings.tick_seconds
            try:
                await unless_stale(self.use.keep_rooms)
            except ConferencesUnavailable as trouble:
                pause = min(max(trouble.retry_after or 0, ROOMS_PAUSE), LONGEST_PAUSE)
                logger.warning(
                    "conferences unavailable",
                    extra={"error": type(trouble).__name__, "pause": pause},
                )
            except PartFailed as failed:
                pause = ROOMS_PAUSE
                for fault in faults_of(failed):
                    logger.error("part of a round of rooms failed", extra={"error": fault})  # noqa: TRY400
            await asyncio.sleep(pause)

    async def _listen(self, door: socket.socket) -> None:
        app = build_web(self.ready, describe)
        add_draw_page(app)
        if self.settings.uses_webhook:
            secret = self.settings.webhook_secret.get_secret_value()
            add_telegram_webhook(app, secret=secret, take=self.intake.take)
        add_webhook(app, self.settings, self.clock, self.use.conference_event)
        if self.use.test_page.base:
            watch = add_pages(app, self.settings, self.clock, self.use, self.words)
            self.nursery.keep(watch.run, name="pages")
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=FAREWELL)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, door).start()
        self.listening = int(runner.addresses[0][1])

    async def _receive(self, inlet: Nursery) -> None:
        await introduce(self.bot, self.words)
        allowed = sorted({*self.dispatcher.resolve_used_update_types(), "my_chat_member"})
        if self.settings.uses_webhook:
            await self.bot.set_webhook(
                self.settings.webhook_url + PATH,
                secret_token=self.settings.webhook_secret.get_secret_value(),
                allowed_updates=allowed,
            )
            return
        await self.bot.delete_webhook()
        poller = Poller(
            base_url=self.settings.telegram_url,
            token=self.bot.token,
            take=self.intake.take,
            allowed=allowed,
        )
        inlet.keep(poller.run, name="poller")
        with suppress(TimeoutError):
            async with asyncio.timeout(BACKLOG_WITHIN):
                await poller.caught_up.wait()

    async def _farewell(self) -> None:
        await self.deliverer.stop(FAREWELL)
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL):
                while len(self.intake):  # noqa: ASYNC110 - at the very end, once
                    await asyncio.sleep(0.05)

    async def _close(self) -> None:
        await self.nursery.close()
        for pool in self.pools:
            await pool.close()
        await self.bot.session.close()
        await self.database.close()


def _door(settings: Settings) -> socket.socket:
    """Take the port on which the settings let the process listen."""
    host = settings.listen_host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, settings.listen_port), family=family)
