"""Which messages still stand, so that Telegram is never asked to change one that is gone.

An answer to a tap takes the place of the tapped message, and the outbox may be deleting that very
message just then: the live lists move below everything else. Here the two meet: an edit waits for
a deletion under way and the other way round, and what was deleted is not edited any more.
"""

import asyncio
from collections import OrderedDict
from typing import Any, Final
from weakref import WeakValueDictionary

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, Response, TelegramMethod
from aiogram.methods.base import TelegramType

KEPT: Final = 10_000  # deleted messages remembered; a tap on an older one is refused by Telegram

Place = tuple[int, int]
"""Chat and message id."""


class Standing(BaseRequestMiddleware):
    """Keeps edits and deletions of one message apart; stands nearest to the network."""

    def __init__(self) -> None:
        self._gone: OrderedDict[Place, None] = OrderedDict()
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Call, unless the message to edit is known to be gone.

        Raises:
            TelegramBadRequest: it is, in Telegram's own words.
        """
        place = _place_of(method)
        if place is None:
            return await make_request(bot, method)
        turn = self._turns.setdefault(place, asyncio.Lock())
        async with turn:
            if isinstance(method, DeleteMessage):
                self._forget(place)
            elif place in self._gone:
                raise TelegramBadRequest(method=method, message=NOT_FOUND)
            return await make_request(bot, method)

    def _forget(self, place: Place) -> None:
        # Noted before the call: if its answer is lost, the message is gone all the same.
        self._gone[place] = None
        if len(self._gone) > KEPT:
            self._gone.popitem(last=False)


NOT_FOUND: Final = "Bad Request: message to edit not found"


def _place_of(method: TelegramMethod[Any]) -> Place | None:
    name = method.__api_method__
    if name != "deleteMessage" and not name.startswith("edit"):
        return None
    chat, message = getattr(method, "chat_id", None), getattr(method, "message_id", None)
    return (chat, message) if isinstance(chat, int) and isinstance(message, int) else None
