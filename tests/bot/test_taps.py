"""A tap that waits is acknowledged before its answer, and nothing said with it is lost."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramServerError
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery

from bot.taps import AcknowledgedOnce
from bot.waiting import TellOfTap
from exams.domain.people import Locale
from handlers.reply import acknowledge, pass_over
from sandbox.telegram import FakeTelegram, Phone
from templates.renderer import Renderer

WORDS = Renderer()


class Tapped:
    """A tap under way on a phone, and the same tap as the bot has it."""

    def __init__(self, phone: Phone, bot: Bot) -> None:
        self.phone = phone
        message = phone.world.add_message(phone.chat, None, {"text": "Билеттер"})
        self.query = phone.world.new_query(phone.account, message)
        self.call = CallbackQuery.model_validate(
            {
                "id": self.query.id,
                "from": phone.account.to_api(),
                "message": phone.world.to_api(message),
                "chat_instance": "1",
                "data": "x",
            },
            context={"bot": bot},
        )
        self.update = {"callback_query": {"id": self.query.id, "from": {"id": phone.id}}}


@pytest.fixture
async def tapped(telegram: FakeTelegram, bot: Bot) -> Tapped:
    bot.session.middleware.register(AcknowledgedOnce())
    phone = telegram.add_person(first_name="Aigerim")
    await phone.start()
    return Tapped(phone, bot)


def hear(bot: Bot, locale: Locale) -> TellOfTap:
    person = SimpleNamespace(actor=lambda: SimpleNamespace(locale=locale))

    async def person_of(_: object) -> Any:
        return person

    use: Any = SimpleNamespace(person_of=person_of)
    return TellOfTap(bot, use, WORDS)


@pytest.mark.parametrize("locale", Locale)
async def test_it_is_said_in_the_own_language_and_the_answer_asks_telegram_no_more(
    telegram: FakeTelegram, bot: Bot, tapped: Tapped, locale: Locale
) -> None:
    await hear(bot, locale)(tapped.update)

    assert tapped.query.answer is not None
    assert tapped.query.answer["text"] == WORDS.label("mark.heard", locale)
    assert await acknowledge(tapped.call, "Ticket 7 is taken") is False
    assert telegram.refusals == []


async def test_what_a_tap_would_have_been_told_is_then_written_into_the_chat(
    bot: Bot, tapped: Tapped
) -> None:
    await hear(bot, Locale.EN)(tapped.update)
    await pass_over(tapped.call, "Ticket 7 is taken", alert=True)

    assert [one.text for one in tapped.phone.messages() if one.from_bot][-1] == "Ticket 7 is taken"


async def test_a_tap_that_was_answered_meanwhile_is_let_be(
    telegram: FakeTelegram, bot: Bot, tapped: Tapped
) -> None:
    await pass_over(tapped.call, "Ticket 7 is taken")
    await hear(bot, Locale.EN)(tapped.update)

    assert tapped.query.answer is not None
    assert tapped.query.answer["text"] == "Ticket 7 is taken"
    assert "Ticket 7 is taken" not in [one.text for one in tapped.phone.messages()]
    assert telegram.refusals == []


async def test_an_acknowledgement_that_failed_can_be_tried_again(bot: Bot) -> None:
    once, method, asked = AcknowledgedOnce(), AnswerCallbackQuery(callback_query_id="1"), 0

    async def stumble(_: Bot, method: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise TelegramServerError(method=method, message="Bad Gateway")

    stumbling: Any = stumble
    with pytest.raises(TelegramServerError):
        await once(stumbling, bot, method)
    await once(stumbling, bot, method)
    with pytest.raises(TelegramBadRequest):
        await once(stumbling, bot, method)
    assert asked == 2
