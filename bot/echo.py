"""A bare aiogram bot that echoes: the peer beside which the benchmarks measure the product."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message

from bot.background import Nursery


async def echo_text(message: Message) -> None:
    """Say what was said."""
    await message.answer(message.text or "")


async def echo_tap(call: CallbackQuery) -> None:
    """Say what the tapped button carries, and let it stop waiting."""
    if isinstance(call.message, Message):
        await call.message.answer(call.data or "")
    await call.answer()


@asynccontextmanager
async def echoing(url: str, token: str) -> AsyncIterator[Bot]:
    """Poll a Bot API server and echo, as long as the context lasts."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo_text)
    dispatcher.callback_query.register(echo_tap)
    async with Nursery() as nursery, Bot(token, session=session) as bot:
        polling = nursery.start(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False),
            name="echo",
        )
        yield bot
        await dispatcher.stop_polling()
        await polling
