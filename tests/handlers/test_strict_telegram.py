"""A strict Telegram takes every message with its buttons."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from exams.domain.ids import ChatId, Digest
from exams.domain.people import Locale
from exams.notices import ALL
from handlers.keyboards.by_notice import keyboard
from handlers.outgoing import outgoing, send
from sandbox.clock import SimulatedClock
from sandbox.telegram import UNPACED, FakeTelegram
from tests import make
from tests.handlers.chats import PlainWords
from tests.handlers.samples import variants

WORDS = PlainWords()


async def no_file(digest: Digest) -> bytes:
    raise KeyError(digest)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    clock = SimulatedClock(make.START, rate=0)
    async with FakeTelegram(clock=clock, limits=UNPACED) as running:
        yield running


@pytest.mark.parametrize("locale", Locale)
async def test_every_keyboard_is_accepted(telegram: FakeTelegram, locale: Locale) -> None:
    phone = telegram.add_person(first_name="Айгерім")
    await phone.start()
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    sent = 0
    async with Bot(telegram.token, session=session).context() as bot:
        for kind in ALL.values():
            if kind.figure is not None:
                continue  # a drawn picture is sent by the same call as a sheet
            for notice in variants(kind):
                markup = keyboard(notice, locale, WORDS)
                what = await outgoing(notice, locale, WORDS, no_file, markup=markup)
                await send(bot, ChatId(phone.id), what)
                sent += 1
    assert sent > len(ALL)
