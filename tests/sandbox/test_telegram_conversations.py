"""A bot and people talk through the sandbox: by polling, by webhook, in a group."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram.types import Message as Incoming
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox.telegram import FakeTelegram, Phone
from tests.sandbox.conftest import DRAW, Painter


@pytest.fixture
def dispatcher() -> Dispatcher:
    router = Dispatcher()

    @router.message(CommandStart(deep_link=True))
    async def welcome(message: Incoming, command: CommandObject) -> None:
        await message.answer(f"Қош келдіңіз: <b>{command.args}</b>", parse_mode="HTML")

    @router.message(F.text == "билет")
    async def offer(message: Incoming) -> None:
        await message.answer("Таңдаңыз", reply_markup=DRAW)

    @router.callback_query()
    async def drawn(query: CallbackQuery) -> None:
        if query.data == "draw:1" and isinstance(query.message, Incoming):
            await query.message.edit_text("Билет № 7")
            await query.answer("Сәттілік!")
        else:
            await query.answer("Бұл батырма ескірген", show_alert=True)

    @router.message(F.photo | F.document)
    async def sheet(message: Incoming) -> None:
        await message.answer(f"парақ {message.media_group_id or '-'}")

    return router


@pytest.fixture
async def polling(bot: Bot, dispatcher: Dispatcher) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(
            dispatcher.start_polling(
                bot, handle_signals=False, close_bot_session=False, polling_timeout=1
            )
        )
        yield
        await dispatcher.stop_polling()
        await running


@pytest.mark.usefixtures("polling")
async def test_a_conversation_by_long_polling(telegram: FakeTelegram) -> None:
    phone = telegram.add_person(first_name="Айгерім")

    await phone.start("invite-7")
    welcome = await phone.wait_for("invite-7")
    assert welcome.html == "Қош келдіңіз: <b>invite-7</b>"

    await phone.text("билет")
    board = await phone.wait_for("Таңдаңыз")
    answer = await phone.press("Билет алу")
    assert answer is not None
    assert (answer.text, answer.alert) == ("Сәттілік!", False)
    assert board.text == "Билет № 7"
    assert board.edited
    assert board.buttons == []

    forged = await phone.press_data(board, "draw:2")
    assert forged is not None
    assert forged.alert
    assert telegram.refusals == []


async def test_a_conversation_by_webhook(
    telegram: FakeTelegram, bot: Bot, dispatcher: Dispatcher
) -> None:
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token="s3cret").register(app, path="/hook")
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    phone = telegram.add_person(first_name="Болат")

    await phone.start("by-hook")
    await phone.wait_for("by-hook")
    await phone.text("билет")
    await phone.wait_for("Таңдаңыз")
    answer = await phone.press("Билет алу")

    assert answer is not None
    assert answer.text == "Сәттілік!"
    while (await bot.get_webhook_info()).pending_update_count:  # noqa: ASYNC110 - not the bot's
        await asyncio.sleep(0.01)
    await bot.delete_webhook()
    await runner.cleanup()


@pytest.mark.usefixtures("polling")
async def test_an_album_arrives_as_several_updates_of_one_group(
    telegram: FakeTelegram, picture: Painter
) -> None:
    phone = telegram.add_person(first_name="Айгерім")

    sent = await phone.album(
        [picture(300 + n, 200) for n in range(12)], order=[*range(11, -1, -1)]
    )

    assert len({one.album for one in sent}) == 2
    for message in sent:
        assert message.album is not None
        await phone.wait_for(message.album)
    answers = [one.text for one in phone.messages() if one.from_bot]
    while len(answers) < 12:
        await asyncio.sleep(0.01)
        answers = [one.text for one in phone.messages() if one.from_bot]
    assert [answers.count(f"парақ {album}") for album in {one.album for one in sent}] in (
        [10, 2],
        [2, 10],
    )


async def test_a_reply_keyboard_shares_the_contact(bot: Bot, aigerim: Phone) -> None:
    keys = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Нөмірімді жіберу", request_contact=True)]],
        one_time_keyboard=True,
    )
    await bot.send_message(aigerim.id, "Танысайық", reply_markup=keys)

    await aigerim.key("Нөмірімді")

    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.contact is not None
    assert update.message.contact.user_id == aigerim.id
    assert update.message.contact.phone_number == "77011234567"
    assert aigerim.chat.keyboard is None
    await bot.send_message(aigerim.id, "Рақмет", reply_markup=ReplyKeyboardRemove())


async def test_a_group_through_its_life(telegram: FakeTelegram, bot: Bot, aigerim: Phone) -> None:
    bolat = telegram.add_person(first_name="Болат")
    group = telegram.add_group(title="ЕТ-21", members=[aigerim])

    await aigerim.add_bot(group, status="administrator")
    await bolat.join(group)
    await aigerim.text("жай сөз", chat=group)
    updates = await bot.get_updates(
        allowed_updates=["message", "my_chat_member", "chat_member", "callback_query"]
    )
    told = [update.event_type for update in updates]
    assert told == ["my_chat_member", "message", "message", "message"]
    await bot.send_message(group.id, "Нәтижелер", reply_markup=DRAW)
    assert (await bolat.wait_for("Нәтижелер", chat=group)).labels == ["Билет алу"]
    leaders = await bot.get_chat_administrators(group.id)
    assert {one.user.id for one in leaders} == {aigerim.id, bot.id}
    assert (await bot.get_chat_member(group.id, bolat.id)).status == "member"
    assert (await bot.create_chat_invite_link(group.id)).invite_link

    moved = await aigerim.migrate(group)
    with pytest.raises(TelegramMigrateToChat) as told_where:
        await bot.send_message(group.id, "Тағы")
    assert told_where.value.migrate_to_chat_id == moved.id
    first = await bot.send_message(moved.id, "Тағы")
    assert first.message_id < 5  # a supergroup counts its own messages

    await aigerim.remove_bot(moved)
    with pytest.raises(TelegramForbiddenError, match="kicked from the supergroup"):
        await bot.send_message(moved.id, "Естисіз бе?")


async def test_a_bot_that_is_no_administrator_hears_only_what_is_meant_for_it(
    telegram: FakeTelegram, bot: Bot, aigerim: Phone
) -> None:
    group = telegram.add_group(title="ЕТ-21", members=[aigerim], bot="member")
    post = await bot.send_message(group.id, "Сұрақ бар ма?")

    await aigerim.text("өзара сөз", chat=group)
    await aigerim.text("/results", chat=group)
    await aigerim.text("/results@other_bot", chat=group)
    await aigerim.text("бар", chat=group, reply_to=group.messages[post.message_id])

    heard = [update.message.text for update in await bot.get_updates() if update.message]
    assert heard == ["/results", "бар"]


async def test_blocking_is_told_and_felt(bot: Bot, aigerim: Phone) -> None:
    await aigerim.block()

    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(aigerim.id, "Сәлем")
    await aigerim.start()

    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


@pytest.mark.usefixtures("aigerim")
async def test_voice_sticker_and_video_reach_the_bot(telegram: FakeTelegram, bot: Bot) -> None:
    (phone,) = telegram.phones.values()

    await phone.voice(b"OggS")
    await phone.sticker(b"RIFF")
    await phone.video(b"ftyp")
    await phone.edit(await phone.text("қате"), "түзетілді")

    kinds = [
        (update.event_type, event.content_type)
        for update in await bot.get_updates()
        if (event := update.message or update.edited_message)
    ]
    assert kinds == [
        ("message", "voice"),
        ("message", "sticker"),
        ("message", "video"),
        ("message", "text"),
        ("edited_message", "text"),
    ]
