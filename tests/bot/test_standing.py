"""What happens to a message while a tap on it is answered costs no refusal."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import standing
from bot.standing import Standing
from exams.domain.ids import ChatId
from exams.records.outbox import SentMessage
from handlers.outgoing import Outgoing, send
from sandbox.telegram import FakeTelegram, FaultKind, Phone


@pytest.fixture
async def aigerim(telegram: FakeTelegram) -> Phone:
    phone = telegram.add_person(first_name="Айгерім")
    await phone.start()
    return phone


@pytest.fixture
def careful(bot: Bot) -> Bot:
    bot.session.middleware.register(Standing())
    return bot


async def sent(bot: Bot, phone: Phone) -> SentMessage:
    return await send(bot, ChatId(phone.id), Outgoing(texts=("1 sheet",)))


async def test_an_answer_in_place_of_a_deleted_message_is_sent_anew_and_refused_nothing(
    telegram: FakeTelegram, careful: Bot, aigerim: Phone
) -> None:
    tapped = await sent(careful, aigerim)
    await careful.delete_message(tapped.chat, tapped.message_id)

    now = await send(careful, tapped.chat, Outgoing(texts=("All sent?",)), instead_of=tapped)

    assert now != tapped
    assert [m.text for m in aigerim.messages() if m.from_bot] == ["All sent?"]
    assert telegram.refusals == []


async def test_deleting_and_editing_at_once_is_refused_nothing(
    telegram: FakeTelegram, careful: Bot, aigerim: Phone
) -> None:
    tapped = await sent(careful, aigerim)

    await asyncio.gather(
        careful.delete_message(tapped.chat, tapped.message_id),
        *(
            send(careful, tapped.chat, Outgoing(texts=(f"Page {n}",)), instead_of=tapped)
            for n in range(2)
        ),
    )

    assert telegram.refusals == []
    assert sorted(m.text for m in aigerim.messages() if m.from_bot) == ["Page 0", "Page 1"]


async def test_what_stands_is_edited_in_place(careful: Bot, aigerim: Phone) -> None:
    tapped = await sent(careful, aigerim)

    assert (
        await send(careful, tapped.chat, Outgoing(texts=("2 sheets",)), instead_of=tapped)
        == tapped
    )
    assert [m.text for m in aigerim.messages() if m.from_bot] == ["2 sheets"]


async def test_a_second_tap_that_changes_nothing_does_not_reach_telegram(
    telegram: FakeTelegram, careful: Bot, aigerim: Phone
) -> None:
    buttons = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Refresh", callback_data="r")]]
    )
    same, other = Outgoing(texts=("1 sheet",), markup=buttons), Outgoing(texts=("1 sheet",))
    tapped = await send(careful, ChatId(aigerim.id), same)

    for what, buttons_now in ((same, 1), (other, 0), (other, 0), (same, 1), (same, 1)):
        assert await send(careful, tapped.chat, what, instead_of=tapped) == tapped
        assert len(aigerim.messages()[-1].buttons) == buttons_now

    assert telegram.refusals == []


async def test_an_edit_whose_answer_was_lost_is_made_again(
    telegram: FakeTelegram, careful: Bot, aigerim: Phone
) -> None:
    tapped = await sent(careful, aigerim)
    telegram.faults.switch_on(FaultKind.TIME_OUT, times=1, seconds=0.05)
    with pytest.raises(TelegramNetworkError):
        await send(careful, tapped.chat, Outgoing(texts=("2 sheets",)), instead_of=tapped)

    await send(careful, tapped.chat, Outgoing(texts=("1 sheet",)), instead_of=tapped)
    await send(careful, tapped.chat, Outgoing(texts=("2 sheets",)), instead_of=tapped)

    assert aigerim.messages()[-1].text == "2 sheets"
    assert [one.description[:36] for one in telegram.refusals] == [
        "Bad Request: message is not modified"  # the first time only Telegram could know
    ]


async def test_only_the_newest_deletions_are_remembered(
    telegram: FakeTelegram, careful: Bot, aigerim: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "KEPT", 1)
    first, second = await sent(careful, aigerim), await sent(careful, aigerim)
    for one in (first, second):
        await careful.delete_message(one.chat, one.message_id)

    for one in (first, second):
        with pytest.raises(TelegramBadRequest, match="message to edit not found"):
            await careful.edit_message_text("?", chat_id=one.chat, message_id=one.message_id)

    assert len(telegram.refusals) == 1  # the older one had to be asked for
