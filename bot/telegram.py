"""The process before Telegram: its client, its name, its commands, who answers an update."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError, TelegramNetworkError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.fsm import FormStorage
from bot.middleware import FirstComeFirst, Flood, LogContext, Who
from bot.pacing import Paced, Pacing
from bot.refusals import sender_of
from bot.retries import TriedAgain
from bot.session import Session
from bot.settings import Settings
from bot.standing import Standing
from bot.taps import AcknowledgedOnce
from exams.domain.people import Locale
from exams.services import UseCases
from handlers import routes
from storage.database import Database
from storage.forms import Forms
from templates.renderer import Renderer
from web.telegram import RawUpdate

logger = logging.getLogger(__name__)

CALL_TIMEOUT: Final = 30.0  # seconds; half of the outbox's lease
FIRST_PAUSE: Final = 1.0  # seconds between two tries to reach Telegram at the start
LONGEST_PAUSE: Final = 30.0
COMMANDS: Final = ("start", "exams", "help", "language", "menu")


def make_bot(settings: Settings, pacing: Pacing) -> Bot:
    """Return the client of the Bot API, with its pace and its patience."""
    api = TelegramAPIServer.from_base(settings.telegram_url)
    session = Session(api=api, timeout=CALL_TIMEOUT)
    session.middleware.register(AcknowledgedOnce())
    session.middleware.register(TriedAgain())
    session.middleware.register(Paced(pacing))
    session.middleware.register(Standing())
    return Bot(settings.token.get_secret_value(), session=session)


async def own_name(bot: Bot) -> str:
    """Ask who we are, until the network answers: a server may start before it has one."""
    pause = FIRST_PAUSE
    while True:
        try:
            return (await bot.get_me()).username or ""
        except TelegramNetworkError:
            logger.warning("telegram not reached")
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def introduce(bot: Bot, words: Renderer) -> None:
    """Tell Telegram the commands, in each language; Kazakh for everybody else."""
    scope = BotCommandScopeAllPrivateChats()
    try:
        for code, locale in [(None, Locale.KK), *((one.value, one) for one in Locale)]:
            commands = [
                BotCommand(command=name, description=words.label(f"command.{name}", locale))
                for name in COMMANDS
            ]
            await bot.set_my_commands(commands, scope=scope, language_code=code)
    except TelegramAPIError as error:
        logger.warning("commands not set", extra={"error": type(error).__name__})


def make_dispatcher(
    use: UseCases, words: Renderer, database: Database, monotonic: Callable[[], float]
) -> Dispatcher:
    """Return aiogram's dispatcher with all handlers and what stands around them."""
    dispatcher = Dispatcher(storage=FormStorage(Forms(database)), use=use, words=words)
    for around in (LogContext(), Flood(monotonic), Who(), FirstComeFirst()):
        dispatcher.update.outer_middleware(around)
    dispatcher.include_router(routes.build())
    return dispatcher


@dataclass(frozen=True, slots=True)
class Handle:
    """Hands an update to the handlers."""

    dispatcher: Dispatcher
    bot: Bot
    use: UseCases

    async def __call__(self, update: RawUpdate) -> None:
        """Handle one update; that somebody has blocked the bot meanwhile is no failure."""
        try:
            await self.dispatcher.feed_raw_update(self.bot, dict(update))
        except TelegramForbiddenError:
            sender = sender_of(update)
            if sender is None:
                raise
            await self.use.reachability(sender[0], reachable=False)
