"""What stands in the chats, so that Telegram is never asked for a change it must refuse.

An answer to a tap takes the place of the tapped message, and the outbox may be deleting that very
message just then: the live lists move below everything else. Here the two meet: an edit waits for
a deletion under way and the other way round, and what was deleted is not edited any more. Nor is
what stands there already: a second tap on the same button, a list in which nothing moved.

Only what this process did is known here. Whatever another one did, or an earlier one, Telegram
refuses as before, and the answer goes out below or is there already.
"""

import asyncio
from collections import OrderedDict
from typing import Any, Final, cast
from weakref import WeakValueDictionary

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, EditMessageText, Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InlineKeyboardMarkup, Message

KEPT: Final = 10_000  # messages of each kind that are remembered
NOT_FOUND: Final = "Bad Request: message to edit not found"

Place = tuple[int, int]
"""Chat and message id."""

Face = tuple[str, str]
"""Text and buttons."""


class Standing(BaseRequestMiddleware):
    """Knows which messages are gone and how the others look; stands nearest to the network."""

    def __init__(self) -> None:
        self._gone: OrderedDict[Place, None] = OrderedDict()
        self._faces: OrderedDict[Place, Face] = OrderedDict()
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Call, unless nothing would change or there is nothing to change.

        Raises:
            TelegramBadRequest: the message to edit is gone, in Telegram's own words.
        """
        place = _place_of(method)
        if place is not None:
            async with self._turns.setdefault(place, asyncio.Lock()):
                return await self._change(place, make_request, bot, method)
        sent = await make_request(bot, method)
        if isinstance(method, SendMessage) and isinstance(sent, Message):
            _keep(self._faces, (sent.chat.id, sent.message_id), _face_of(method))
        return sent

    async def _change(
        self,
        place: Place,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if isinstance(method, DeleteMessage):
            _keep(self._gone, place, None)  # before the call: its answer may be lost
        elif place in self._gone:
            raise TelegramBadRequest(method=method, message=NOT_FOUND)
        face = _face_of(method) if isinstance(method, EditMessageText) else None
        # Forgotten until Telegram has answered: who knows how it looks if that fails.
        if self._faces.pop(place, None) == face and face is not None:
            _keep(self._faces, place, face)
            return cast("Response[TelegramType]", True)  # noqa: FBT003 - as Telegram may answer
        changed = await make_request(bot, method)
        if face is not None:
            _keep(self._faces, place, face)
        return changed


def _keep(kept: OrderedDict[Place, Any], place: Place, what: Any) -> None:
    kept[place] = what
    if len(kept) > KEPT:
        kept.popitem(last=False)


def _face_of(method: SendMessage | EditMessageText) -> Face:
    markup = method.reply_markup
    buttons = markup.model_dump_json() if isinstance(markup, InlineKeyboardMarkup) else ""
    return method.text or "", buttons


def _place_of(method: TelegramMethod[Any]) -> Place | None:
    name = method.__api_method__
    if name != "deleteMessage" and not name.startswith("edit"):
        return None
    chat, message = getattr(method, "chat_id", None), getattr(method, "message_id", None)
    return (chat, message) if isinstance(chat, int) and isinstance(message, int) else None
