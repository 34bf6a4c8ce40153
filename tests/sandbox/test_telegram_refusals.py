"""How Telegram refuses messages, buttons and chats, asked by raw HTTP."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from sandbox.clock import SimulatedClock
from sandbox.telegram import UNPACED, FakeTelegram, Message, Phone
from tests.sandbox.conftest import Call
from tests.sandbox.refused import refused

BUTTON = {"text": "Иә", "callback_data": "yes"}


async def test_an_unknown_method_and_a_wrong_token(call: Call, telegram: FakeTelegram) -> None:
    assert refused(await call("sendMessages"), 404, "Not Found")
    assert refused(await call("getMe", token="1:wrong"), 401, "Unauthorized")
    assert [(one.method, one.code) for one in telegram.refusals] == [
        ("sendMessages", 404),
        ("getMe", 401),
    ]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"text": "a", "parsemode": "HTML"}, 'unknown parameter "parsemode"'),
        ({"text": "a", "chat_id": None}, "chat_id"),
        ({}, "message text is empty"),
        ({"text": 5}, '"text" must be a String'),
        (
            {"text": "a", "disable_notification": "perhaps"},
            '"disable_notification" must be a Bool',
        ),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"text": "a", "reply_markup": []}, 'expected an Object as "reply_markup"'),
        ({"text": "a", "entities": {}}, 'expected an Array as "entities"'),
        ({"text": "a", "link_preview_options": {"is_off": True}}, 'unknown field "is_off"'),
        (
            {"text": "a", "link_preview_options": {"is_disabled": 1}},
            '"is_disabled" must be a Bool',
        ),
        (
            {"text": "a", "reply_parameters": {"message_id": "x"}},
            '"message_id" must be an Integer',
        ),
        ({"text": "a", "message_thread_id": 5}, "does not support"),
        ({"text": "a", "parse_mode": "MarkdownV2"}, "parse_mode"),
        (
            {"text": "a", "reply_parameters": {"message_id": 999}},
            "message to be replied not found",
        ),
        ({"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "out of the"),
        ({"text": "a", "entities": [{"type": "big", "offset": 0, "length": 1}]}, "must be one of"),
    ],
)
async def test_a_request_that_does_not_fit_the_table(
    call: Call, aigerim: Phone, parameters: dict[str, Any], words: str
) -> None:
    answer = await call("sendMessage", **{"chat_id": aigerim.id, **parameters})

    assert refused(answer, 400, words)
    assert not aigerim.find(lambda _: True)


@pytest.mark.parametrize("text", ["", " \n\t ", "&#32;", "\x00"])
async def test_an_empty_text(call: Call, aigerim: Phone, text: str) -> None:
    answer = await call("sendMessage", chat_id=aigerim.id, text=text, parse_mode="HTML")

    assert refused(answer, 400, "message text is empty")


async def test_length_counts_utf16_units_after_the_entities_are_parsed(
    call: Call, aigerim: Phone
) -> None:
    fits = "<b>" + "&lt;" * 4094 + "😀</b>"

    sent = await call("sendMessage", chat_id=aigerim.id, text=fits, parse_mode="HTML")
    assert sent["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]

    for too_long in ("ә" * 4097, "😀" * 2049):
        answer = await call("sendMessage", chat_id=aigerim.id, text=too_long)
        assert refused(answer, 400, "message is too long")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>жуан", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("ә<script>x</script>", 'Unsupported start tag "script" at byte offset 2'),
        ("5 < 6", "Unsupported start tag"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("<br>", 'Unsupported start tag "br"'),
        ('<tg-time unix="soon">x</tg-time>', "Invalid Unix time"),
    ],
)
async def test_broken_html(call: Call, aigerim: Phone, text: str, words: str) -> None:
    answer = await call("sendMessage", chat_id=aigerim.id, text=text, parse_mode="HTML")

    assert refused(answer, 400, f"can't parse entities: {words}")


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "Иә"}, "Text buttons are unallowed"),
        ({"text": " ", "callback_data": "x"}, "must be non-empty"),
        ({"callback_data": "x"}, 'Can\'t find field "text"'),
        (BUTTON | {"url": "https://example.kz"}, "Exactly one action"),
        ({"text": "Иә", "callback_data": "ә" * 32 + "x"}, "BUTTON_DATA_INVALID"),
        ({"text": "Иә", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "Иә", "url": "javascript:alert(1)"}, "Wrong HTTP URL"),
        ({"text": "Иә", "web_app": {"url": "http://example.kz"}}, "Only HTTPS"),
        ({"text": "Иә", "web_app": {"url": "http://127.0.0.1.example.kz"}}, "Only HTTPS"),
        (BUTTON | {"style": "violet"}, "must be one of danger"),
        (BUTTON | {"colour": "red"}, 'unknown field "colour"'),
    ],
)
async def test_a_wrong_inline_button(
    call: Call, aigerim: Phone, button: dict[str, Any], words: str
) -> None:
    markup = {"inline_keyboard": [[BUTTON], [button]]}

    answer = await call("sendMessage", chat_id=aigerim.id, text="?", reply_markup=markup)

    assert refused(answer, 400, words)


async def test_keyboards_that_cannot_be(
    call: Call, aigerim: Phone, telegram: FakeTelegram
) -> None:
    group = telegram.add_group(title="ЕТ-21", members=[aigerim], bot="member")
    key = {"text": "Нөмір", "request_contact": True}
    app = {"text": "Тақта", "web_app": {"url": "https://example.kz"}}
    cases: list[tuple[int, dict[str, Any], str]] = [
        (aigerim.id, {"keyboard": []}, "object expected as reply markup"),
        (aigerim.id, {"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
        (aigerim.id, {"keyboard": [[key | {"request_location": True}]]}, "one action"),
        (aigerim.id, {"inline_keyboard": [[BUTTON] * 101]}, "reply markup is too long"),
        (group.id, {"keyboard": [[key]]}, "private chats only"),
        (group.id, {"inline_keyboard": [[app]]}, "BUTTON_TYPE_INVALID"),
    ]
    for chat_id, markup, words in cases:
        answer = await call("sendMessage", chat_id=chat_id, text="?", reply_markup=markup)
        assert refused(answer, 400, words)


async def test_the_longest_button_data_fits(call: Call, aigerim: Phone) -> None:
    markup = {"inline_keyboard": [[{"text": "Иә", "callback_data": "ә" * 32}]]}

    assert (await call("sendMessage", chat_id=aigerim.id, text="?", reply_markup=markup))["ok"]


async def test_edits_that_cannot_be(call: Call, aigerim: Phone, telegram: FakeTelegram) -> None:
    own = await aigerim.text("менікі")
    markup = {"inline_keyboard": [[BUTTON]]}
    sent = await call("sendMessage", chat_id=aigerim.id, text="сұрақ", reply_markup=markup)
    at = {"chat_id": aigerim.id, "message_id": sent["result"]["message_id"]}
    same = await call("editMessageText", **at, text="<b></b>сұрақ ", parse_mode="HTML",
                      reply_markup=markup)  # fmt: skip
    assert refused(same, 400, "message is not modified")
    same = await call("editMessageReplyMarkup", **at, reply_markup=markup)
    assert refused(same, 400, "message is not modified")
    gone = await call("editMessageText", chat_id=aigerim.id, message_id=999, text="x")
    assert refused(gone, 400, "message to edit not found")
    foreign = await call("editMessageText", chat_id=aigerim.id, message_id=own.id, text="x")
    assert refused(foreign, 400, "message can't be edited")
    nowhere = await call("editMessageText", text="x")
    assert refused(nowhere, 400, "message identifier is not specified")
    no_caption = await call("editMessageCaption", **at, caption="x")
    assert refused(no_caption, 400, "there is no caption in the message to edit")
    keys = await call("editMessageReplyMarkup", **at, reply_markup={"remove_keyboard": True})
    assert not keys["ok"]
    photo = (await aigerim.document(b"%PDF", "a.pdf")).content["document"]["file_id"]
    await call("sendDocument", chat_id=aigerim.id, document=photo)
    document = telegram.world.chats[aigerim.id].last_id or max(aigerim.chat.messages)
    no_text = await call("editMessageText", chat_id=aigerim.id, message_id=document, text="x")
    assert refused(no_text, 400, "there is no text in the message to edit")


async def test_deleting_and_pinning_what_is_not_there_or_not_allowed(
    call: Call, aigerim: Phone, telegram: FakeTelegram, clock: SimulatedClock
) -> None:
    group = telegram.add_group(title="ЕТ-21", members=[aigerim], bot="member")
    said = await aigerim.text("сөз", chat=group)
    sent = await call("sendMessage", chat_id=aigerim.id, text="ескі")
    at = {"chat_id": aigerim.id, "message_id": sent["result"]["message_id"]}

    gone = await call("deleteMessage", chat_id=aigerim.id, message_id=999)
    assert refused(gone, 400, "message to delete not found")
    foreign = await call("deleteMessage", chat_id=group.id, message_id=said.id)
    assert refused(foreign, 400, "message can't be deleted")
    clock.step(timedelta(hours=49))
    assert refused(await call("deleteMessage", **at), 400, "message can't be deleted")
    rights = await call("pinChatMessage", chat_id=group.id, message_id=said.id)
    assert refused(rights, 400, "not enough rights to manage pinned messages")
    missing = await call("pinChatMessage", chat_id=aigerim.id, message_id=999)
    assert refused(missing, 400, "message to pin not found")
    none = await call("unpinChatMessage", chat_id=aigerim.id)
    assert refused(none, 400, "message to unpin not found")
    link = await call("createChatInviteLink", chat_id=group.id)
    assert refused(link, 400, "not enough rights to manage chat invite link")


async def test_protected_messages_are_neither_copied_nor_forwarded(
    call: Call, aigerim: Phone
) -> None:
    sent = await call("sendMessage", chat_id=aigerim.id, text="билет", protect_content=True)
    where = {"chat_id": aigerim.id, "from_chat_id": aigerim.id}
    what = {"message_id": sent["result"]["message_id"]}

    assert refused(await call("copyMessage", **where, **what), 400, "protected content")
    assert refused(await call("forwardMessage", **where, **what), 400, "protected content")


async def test_chats_the_bot_cannot_reach(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    stranger = telegram.add_person(first_name="Болат")
    group = telegram.add_group(title="ЕТ-21", members=[aigerim])

    async def attempt(chat_id: int | str) -> dict[str, Any]:
        return await call("sendMessage", chat_id=chat_id, text="Сәлем")

    assert refused(await attempt(12345), 400, "chat not found")
    assert refused(await attempt("@somebody"), 400, "chat not found")
    assert refused(await attempt(stranger.id), 403, "bot can't initiate conversation with a user")
    assert refused(await attempt(group.id), 403, "bot is not a member of the group chat")
    await aigerim.add_bot(group, status="restricted")
    assert refused(await attempt(group.id), 400, "not enough rights to send text messages")
    await aigerim.remove_bot(group)
    assert refused(await attempt(group.id), 403, "bot was kicked from the group chat")
    await aigerim.add_bot(group)
    moved = await aigerim.migrate(group)
    answer = await attempt(group.id)
    assert refused(answer, 400, "group chat was upgraded to a supergroup chat")
    assert answer["parameters"] == {"migrate_to_chat_id": moved.id}
    await aigerim.block()
    assert refused(await attempt(aigerim.id), 403, "bot was blocked by the user")
    left = await call("leaveChat", chat_id=moved.id)
    assert left["ok"]
    assert refused(await attempt(moved.id), 403, "bot is not a member of the supergroup chat")


async def press(phone: Phone, message: Message, call: Call) -> str:
    """Press a button without waiting for its answer; return the query's id."""
    await phone.press_data(message, "yes", timeout=0)
    updates = await call("getUpdates", offset=-1)
    return str(updates["result"][-1]["callback_query"]["id"])


async def test_buttons_are_answered_once_and_in_time(clock: SimulatedClock) -> None:
    seconds = [0.0]
    telegram = FakeTelegram(clock=clock, limits=UNPACED, monotonic=lambda: seconds[0])
    async with telegram:

        async def ask(method: str, **parameters: Any) -> dict[str, Any]:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    f"{telegram.url}/bot{telegram.token}/{method}", json=parameters
                ) as answer,
            ):
                body: dict[str, Any] = await answer.json()
                return body

        phone = telegram.add_person(first_name="Айгерім")
        own = await phone.start()

        first = await press(phone, own, ask)
        long = await ask("answerCallbackQuery", callback_query_id=first, text="ә" * 201)
        assert refused(long, 400, "must be of 0 to 200")
        clock.step(timedelta(hours=2))  # a jump of the exam day is no delay of the bot
        assert (await ask("answerCallbackQuery", callback_query_id=first))["ok"]
        again = await ask("answerCallbackQuery", callback_query_id=first)
        assert refused(again, 400, "query is too old")
        late = await press(phone, own, ask)
        seconds[0] += 31
        too_late = await ask("answerCallbackQuery", callback_query_id=late)
        assert refused(too_late, 400, "query is too old")
        assert refused(await ask("answerCallbackQuery", callback_query_id="1"), 400, "too old")
        app = await ask("answerWebAppQuery", web_app_query_id="1", result={})
        assert refused(app, 400, "too old")


async def test_a_mini_app_answers_once(call: Call, aigerim: Phone) -> None:
    menu = {"type": "web_app", "text": "Тақта", "web_app": {"url": "https://example.kz"}}
    await call("setChatMenuButton", menu_button=menu)
    opened = await aigerim.open_app()
    result = {
        "type": "article",
        "id": "1",
        "title": "Жауап",
        "input_message_content": {"message_text": "Тапсырдым"},
    }

    said = await call("answerWebAppQuery", web_app_query_id=opened.query_id, result=result)
    assert said["ok"]
    assert aigerim.messages()[-1].text == "Тапсырдым"
    again = await call("answerWebAppQuery", web_app_query_id=opened.query_id, result=result)
    assert refused(again, 400, "query is too old")


async def test_what_the_bot_tells_about_itself_is_checked_too(call: Call) -> None:
    wrong = [{"command": "Exams", "description": "Емтихандар"}]
    assert refused(await call("setMyCommands", commands=wrong), 400, "BOT_COMMAND_INVALID")
    assert refused(await call("setMyDescription", description="ә" * 513), 400, "0 to 512")
    language = await call("setMyDescription", description="x", language_code="kaz")
    assert refused(language, 400, "invalid language code")
    assert refused(await call("setMyShortDescription", short_description="ә" * 121), 400, "120")
    assert refused(
        await call("sendChatAction", chat_id=1, action="thinking"), 400, "one of typing"
    )
    menu = {"type": "web_app", "text": "Тақта"}
    assert refused(await call("setChatMenuButton", menu_button=menu), 400, "web_app")
    assert refused(await call("setWebhook", url="http://example.kz"), 400, "HTTPS URL")
    secret = await call("setWebhook", url="https://example.kz", secret_token="ә")
    assert refused(secret, 400, "unallowed characters")
