"""The product's own client talks to the sandbox as to Telegram itself."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonWebApp,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    WebAppInfo,
)
from aiogram.types import Message as Incoming
from aiogram.utils.web_app import safe_parse_webapp_init_data
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from PIL import Image

from sandbox.clock import SimulatedClock
from sandbox.telegram import FakeTelegram, Phone

Painter = Callable[..., bytes]

DRAW = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Билет алу", callback_data="draw:1")]]
)


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
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 0
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


async def test_files_go_both_ways(
    bot: Bot, aigerim: Phone, picture: Painter, telegram: FakeTelegram
) -> None:
    whole = picture(3000, 2000)

    photo = await bot.send_photo(aigerim.id, BufferedInputFile(whole, "a.jpg"), caption="А4")
    document = await bot.send_document(aigerim.id, BufferedInputFile(whole, "парақ.jpg"))
    voice = await bot.send_voice(aigerim.id, BufferedInputFile(b"OggS", "v.ogg"), duration=4)

    assert photo.photo is not None
    assert [max(size.width, size.height) for size in photo.photo] == [90, 320, 800, 1280]
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == (
        "парақ.jpg",
        "image/jpeg",
    )
    assert voice.voice is not None
    assert voice.voice.duration == 4
    seen = aigerim.messages()
    assert aigerim.file_of(seen[-2]) == whole
    with Image.open(io.BytesIO(aigerim.file_of(seen[-3]))) as shown:
        assert shown.size == (1280, 853)

    sent = await aigerim.document(whole, "бет.jpg")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.message_id == sent.id
    fetched = await bot.download(update.message.document)
    assert fetched is not None
    assert fetched.read() == whole
    assert telegram.refusals == []


async def test_a_known_file_is_sent_again_by_its_id(
    bot: Bot, aigerim: Phone, picture: Painter
) -> None:
    first = await bot.send_photo(aigerim.id, BufferedInputFile(picture(), "a.jpg"))
    assert first.photo is not None

    again = await bot.send_photo(aigerim.id, first.photo[0].file_id)

    assert again.photo == first.photo


async def test_an_album_of_the_bot(bot: Bot, aigerim: Phone, picture: Painter) -> None:
    pages = [
        InputMediaPhoto(media=BufferedInputFile(picture(), f"{n}.jpg"), caption=f"бет {n}")
        for n in range(3)
    ]

    sent = await bot.send_media_group(aigerim.id, [*pages])

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.text for message in aigerim.messages()[-3:]] == ["бет 0", "бет 1", "бет 2"]


async def test_every_kind_of_edit(bot: Bot, aigerim: Phone, picture: Painter) -> None:
    photo = await bot.send_photo(aigerim.id, BufferedInputFile(picture(), "a.jpg"), caption="бір")
    seen = aigerim.messages()[-1]

    await bot.edit_message_caption(
        chat_id=aigerim.id, message_id=photo.message_id, caption="<i>екі</i>", parse_mode="HTML"
    )
    assert seen.html == "<i>екі</i>"
    await bot.edit_message_reply_markup(
        chat_id=aigerim.id, message_id=photo.message_id, reply_markup=DRAW
    )
    assert seen.labels == ["Билет алу"]
    await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"%PDF-1.7", "a.pdf")),
        chat_id=aigerim.id,
        message_id=photo.message_id,
    )
    assert aigerim.file_of(seen) == b"%PDF-1.7"
    assert seen.labels == []


async def test_deleting_pinning_and_reacting(bot: Bot, aigerim: Phone) -> None:
    first = await bot.send_message(aigerim.id, "бірінші", protect_content=True)
    second = await bot.send_message(
        aigerim.id,
        "екінші",
        reply_parameters=ReplyParameters(message_id=first.message_id),
    )
    assert second.reply_to_message is not None
    seen = aigerim.messages()[-2]

    await bot.pin_chat_message(aigerim.id, first.message_id)
    await bot.set_message_reaction(
        aigerim.id, first.message_id, reaction=[ReactionTypeEmoji(emoji="👍")]
    )
    assert (seen.pinned, seen.protected) == (True, True)
    assert seen.reactions == [{"type": "emoji", "emoji": "👍"}]
    await bot.unpin_chat_message(aigerim.id)
    assert not seen.pinned
    await bot.delete_messages(aigerim.id, [first.message_id, 999])
    await bot.delete_message(aigerim.id, second.message_id)
    assert all(not message.from_bot for message in aigerim.messages())


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


async def test_what_the_bot_tells_about_itself(bot: Bot, aigerim: Phone) -> None:
    me = await bot.get_me()
    assert me.username == "emtihan_bot"
    await bot.set_my_commands([BotCommand(command="exams", description="Емтихандар")])
    assert [one.command for one in await bot.get_my_commands()] == ["exams"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    assert await bot.set_my_description("Емтихан боты", language_code="kk")
    assert await bot.set_my_short_description("Емтихан")
    assert await bot.send_chat_action(aigerim.id, "typing")
    assert (await bot.get_chat(aigerim.id)).first_name == "Айгерім"


async def test_a_mini_app_gets_signed_data(
    bot: Bot, aigerim: Phone, clock: SimulatedClock
) -> None:
    app = WebAppInfo(url="https://exams.example.kz/board")
    await bot.set_chat_menu_button(menu_button=MenuButtonWebApp(text="Тақта", web_app=app))
    await bot.send_message(
        aigerim.id,
        "Тест",
        reply_markup=InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text="Ашу", web_app=app)]]
        ),
    )

    for opened in (await aigerim.open_app(), await aigerim.open_app("Ашу")):
        data = safe_parse_webapp_init_data(bot.token, opened.init_data)
        assert data.user is not None
        assert data.user.id == aigerim.id
        assert data.auth_date == clock.now()
        assert opened.url.startswith("https://exams.example.kz/board#tgWebAppData=")

    with pytest.raises(ValueError, match="Invalid init data"):
        safe_parse_webapp_init_data(f"{bot.id}:another", (await aigerim.open_app()).init_data)


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


async def test_messages_carry_the_simulated_time(
    bot: Bot, aigerim: Phone, clock: SimulatedClock
) -> None:
    clock.step(timedelta(hours=3))

    sent = await bot.send_message(aigerim.id, "уақыт")

    assert sent.date == clock.now()


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


async def test_a_copy_and_a_forward(bot: Bot, aigerim: Phone, picture: Painter) -> None:
    source = await bot.send_photo(
        aigerim.id, BufferedInputFile(picture(), "a.jpg"), caption="түпнұсқа"
    )

    copied = await bot.copy_message(aigerim.id, aigerim.id, source.message_id, caption="көшірме")
    forwarded = await bot.forward_message(aigerim.id, aigerim.id, source.message_id)

    assert aigerim.chat.messages[copied.message_id].text == "көшірме"
    assert forwarded.forward_origin is not None
