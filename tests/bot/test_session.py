"""The HTTP client of the Bot API."""

import gc
import weakref

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetMyName, Response
from aiogram.types import BotName

from bot.session import Session

ANSWER = '{"ok": true, "result": {"name": "Emtihan"}}'


async def test_the_model_of_an_answer_is_made_once() -> None:
    """Of `BotName`, which no other test asks for and nobody else holds."""
    session = Session(api=TelegramAPIServer.from_base("http://127.0.0.1"))
    async with Bot("42:TEST", session=session) as bot:
        answer = session.check_response(bot, GetMyName(), 200, ANSWER)
        model = weakref.ref(type(answer))
        del answer
        gc.collect()
        assert model() is not None
        assert model() is Response[BotName]
