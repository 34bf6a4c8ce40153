"""A tap is acknowledged once: by the handler, or before it where it has to wait."""

from collections import OrderedDict
from typing import Final

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, Response, TelegramMethod
from aiogram.methods.base import TelegramType

KEPT: Final = 10_000  # taps that are remembered; they are too old for an answer long before
TOO_OLD: Final = (
    "Bad Request: query is too old and response timeout expired or query ID is invalid"
)


class AcknowledgedOnce(BaseRequestMiddleware):
    """Refuses a second acknowledgement as Telegram would, without asking it."""

    def __init__(self) -> None:
        self._taps: OrderedDict[str, None] = OrderedDict()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Call, unless the tap has its answer, or is getting it.

        Raises:
            TelegramBadRequest: it has.
        """
        tap = method.callback_query_id if isinstance(method, AnswerCallbackQuery) else None
        if tap is None:
            return await make_request(bot, method)
        if tap in self._taps:
            raise TelegramBadRequest(method=method, message=TOO_OLD)
        self._taps[tap] = None
        if len(self._taps) > KEPT:
            self._taps.popitem(last=False)
        try:
            return await make_request(bot, method)
        except BaseException:
            self._taps.pop(tap, None)
            raise
