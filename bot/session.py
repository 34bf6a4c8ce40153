"""The HTTP client of the Bot API."""

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class Session(AiohttpSession):
    """aiogram's client, holding the models by which Telegram's answers are read.

    aiogram asks for such a model with every answer, and pydantic makes it anew whenever nobody
    holds the last one; that took more time than all the rest of a call.
    """

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Read an answer."""
        model_of(method.__returning__)
        return super().check_response(bot, method, status_code, content)


@cache
def model_of(returning: Any) -> type[Response[Any]]:
    """Return the model of an answer, the same one as long as the process lives."""
    return Response[returning]
