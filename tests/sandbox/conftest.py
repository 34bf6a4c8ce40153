"""A fake Telegram with a frozen clock, a real aiogram bot, and people."""

import io
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Protocol

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from PIL import Image

from sandbox.clock import SimulatedClock
from sandbox.telegram import UNPACED, FakeTelegram, Phone

MORNING = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
DRAW = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Билет алу", callback_data="draw:1")]]
)

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(MORNING, rate=0)


@pytest.fixture
async def telegram(clock: SimulatedClock) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=clock, limits=UNPACED) as running:
        yield running


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    async with Bot(telegram.token, session=session).context() as running:
        yield running


@pytest.fixture
async def aigerim(telegram: FakeTelegram) -> Phone:
    phone = telegram.add_person(first_name="Айгерім", last_name="Сейітқызы", phone="+77011234567")
    await phone.start()
    telegram.world.updates.drop()
    return phone


@pytest.fixture
async def call(telegram: FakeTelegram) -> AsyncIterator[Call]:
    """Call a method by raw HTTP with a JSON body; the answer is returned as it came."""
    async with aiohttp.ClientSession() as session:

        async def send(method: str, /, token: str = "", **parameters: Any) -> dict[str, Any]:
            url = f"{telegram.url}/bot{token or telegram.token}/{method}"
            async with session.post(url, json=parameters) as answer:
                body: dict[str, Any] = await answer.json()
                assert answer.status == body.get("error_code", 200)
                return body

        yield send


class Painter(Protocol):
    """Makes an encoded picture."""

    def __call__(self, width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
        """Draw a picture of the given size that does not compress to nothing."""


@pytest.fixture
def picture() -> Painter:
    def draw(width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
        target = io.BytesIO()
        drawn = Image.effect_mandelbrot((width, height), (-2, -1.5, 1, 1.5), 20)
        drawn.save(target, kind)
        return target.getvalue()

    return draw
