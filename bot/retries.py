"""A second and a third try where Telegram stumbled and surely did nothing."""

import asyncio
import logging
from typing import Final

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError

from bot.lanes import Lane, lane

logger = logging.getLogger(__name__)

PAUSES: Final = (0.5, 1.0, 2.0)  # seconds


class TriedAgain(BaseRequestMiddleware):
    """Repeats the calls of handlers; the outbox has its own, longer patience."""

    def __init__(self, pauses: tuple[float, ...] = PAUSES) -> None:
        self._pauses = pauses

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Call, and call again after a pause."""
        if lane.get() is not Lane.ANSWER:
            return await make_request(bot, method)
        for pause in self._pauses:
            try:
                return await make_request(bot, method)
            except TelegramAPIError as error:
                if not did_nothing(error):
                    raise
                logger.warning("telegram stumbled", extra={"method": method.__api_method__})
            await asyncio.sleep(pause)
        return await make_request(bot, method)


def did_nothing(error: TelegramAPIError) -> bool:
    """Say whether a failed call left no trace: refused by a broken server, or never sent."""
    if isinstance(error, TelegramNetworkError):
        return isinstance(error.__cause__, ClientConnectorError)
    return isinstance(error, TelegramServerError)
