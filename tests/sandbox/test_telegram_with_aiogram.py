"""The product's own client calls the sandbox's methods as it would Telegram's."""

import io
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MenuButtonWebApp,
    ReactionTypeEmoji,
    ReplyParameters,
    WebAppInfo,
)
from aiogram.utils.web_app import safe_parse_webapp_init_data
from PIL import Image

from sandbox.clock import SimulatedClock
from sandbox.telegram import FakeTelegram, Phone
from tests.sandbox.conftest import DRAW, Painter


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


async def test_messages_carry_the_simulated_time(
    bot: Bot, aigerim: Phone, clock: SimulatedClock
) -> None:
    clock.step(timedelta(hours=3))

    sent = await bot.send_message(aigerim.id, "уақыт")

    assert sent.date == clock.now()


async def test_a_copy_and_a_forward(bot: Bot, aigerim: Phone, picture: Painter) -> None:
    source = await bot.send_photo(
        aigerim.id, BufferedInputFile(picture(), "a.jpg"), caption="түпнұсқа"
    )

    copied = await bot.copy_message(aigerim.id, aigerim.id, source.message_id, caption="көшірме")
    forwarded = await bot.forward_message(aigerim.id, aigerim.id, source.message_id)

    assert aigerim.chat.messages[copied.message_id].text == "көшірме"
    assert forwarded.forward_origin is not None
