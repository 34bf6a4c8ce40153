"""The API of the phones page: state, changes, files, acts, and who may ask."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.telegram import FakeTelegram, Phone
from sandbox.telegram.screen import PATIENCE
from sandbox.telegram.things import Account
from tests.sandbox.conftest import Call, Painter


class Page:
    """A browser's page of phones."""

    def __init__(self, telegram: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.session = session

    async def state(self) -> dict[str, Any]:
        """Fetch everything."""
        async with self.session.get(f"{self.telegram.url}/phones/state") as answer:
            assert answer.status == 200
            body: dict[str, Any] = await answer.json()
            return body

    async def act(self, person: Phone, act: str, **facts: Any) -> dict[str, Any]:
        """Do something; the answer has `status` beside its body."""
        wish = {"person": person.id, "act": act, **facts}
        async with self.session.post(f"{self.telegram.url}/phones/act", json=wish) as answer:
            return {"status": answer.status, **await answer.json()}

    async def upload(self, *files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
        """Send files."""
        form = aiohttp.FormData(fields, default_to_multipart=True)
        for name, data in files:
            form.add_field("file", data, filename=name)
        async with self.session.post(f"{self.telegram.url}/phones/upload", data=form) as answer:
            return {"status": answer.status, **await answer.json()}


@pytest.fixture
async def page(telegram: FakeTelegram) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as session:
        yield Page(telegram, session)


async def test_the_state_shows_each_persons_chats_as_safe_html(
    page: Page, call: Call, telegram: FakeTelegram, aigerim: Phone, picture: Painter
) -> None:
    group = telegram.add_group(title="ЕТ-21", members=[aigerim], bot="member")
    await aigerim.photo(picture(), caption="<img src=x onerror=alert(1)>")
    await call(
        "sendMessage",
        chat_id=aigerim.id,
        text="<b>Билет</b> &lt;script&gt;",
        parse_mode="HTML",
        protect_content=True,
        reply_markup={"inline_keyboard": [[{"text": "Алу", "callback_data": "draw:1"}]]},
    )

    state = await page.state()

    assert state["people"][0]["chats"] == [aigerim.id, group.id]
    private = state["chats"][0]
    assert (private["person"], private["kind"]) == (aigerim.id, "private")
    start, photo, ticket = private["messages"]
    assert start["text"] == "/start"
    assert photo["html"] == "&lt;img src=x onerror=alert(1)&gt;"
    assert photo["media"]["kind"] == "photo"
    assert ticket["html"] == "<b>Билет</b> &lt;script&gt;"
    assert ticket["protected"]
    assert ticket["from"] == {"id": telegram.world.bot.id, "name": "Емтихан", "bot": True}
    assert ticket["buttons"] == [
        [{"text": "Алу", "kind": "data", "data": "draw:1", "url": None, "style": None}]
    ]
    url = f"{telegram.url}/phones/file/{photo['media']['file']}"
    async with page.session.get(url) as answer:
        assert answer.content_type == "image/jpeg"
        assert (await answer.read())[:3] == b"\xff\xd8\xff"


async def test_entities_the_bot_gives_itself_cannot_smuggle_a_script_in(
    call: Call, aigerim: Phone
) -> None:
    place = {"offset": 0, "length": 5}
    entities = [
        place | {"type": "text_link", "url": "javascript:alert(1)"},
        place | {"type": "text_link"},
        place | {"type": "date_time"},
        place | {"type": "bold"},
    ]

    await call("sendMessage", chat_id=aigerim.id, text="<b>ә", entities=entities[:1])
    assert aigerim.find("ә") is None
    await call("sendMessage", chat_id=aigerim.id, text="<b>әx", entities=entities)

    assert aigerim.messages()[-1].html == "<b>&lt;b&gt;әx</b>"


async def test_changes_stream_in_and_are_replayed_after_a_gap(
    page: Page, call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    before = aigerim.mark
    sent = await call("sendMessage", chat_id=aigerim.id, text="бір")
    at = {"chat_id": aigerim.id, "message_id": sent["result"]["message_id"]}

    seen: list[dict[str, Any]] = []
    async with page.session.get(f"{telegram.url}/phones/events?after={before}") as stream:
        await call("sendChatAction", chat_id=aigerim.id, action="typing")
        await call("editMessageText", **at, text="екі")
        await call("deleteMessage", **at)
        async with asyncio.timeout(PATIENCE):
            while len(seen) < 4:
                line = await stream.content.readline()
                if line.startswith(b"data: "):
                    seen.append(json.loads(line[6:]))

    assert [event["kind"] for event in seen] == ["message", "typing", "edited", "deleted"]
    assert seen[1]["action"] == "typing"
    assert seen[3]["id"] == at["message_id"]
    assert [event["revision"] for event in seen] == [before + n for n in range(1, 5)]


async def test_who_missed_too_much_is_told_to_start_again(
    page: Page, telegram: FakeTelegram, aigerim: Phone
) -> None:
    for _ in range(telegram.world.changes.maxlen or 0):
        telegram.world.changed("chat", aigerim.chat)

    async with page.session.get(f"{telegram.url}/phones/events?after=0") as stream:
        await stream.content.readuntil(b"\n\n")
        event = await stream.content.readuntil(b"\n\n")

    assert b'"kind": "reset"' in event


async def test_a_person_talks_through_the_page(
    page: Page, call: Call, telegram: FakeTelegram
) -> None:
    phone = telegram.add_person(first_name="Болат")

    assert (await page.act(phone, "start", payload="invite"))["ok"]
    said = await page.act(phone, "text", text="сәлем")
    await page.act(phone, "edit", message=said["message"], text="сәлеметсіз бе")
    await page.act(phone, "contact")
    async with asyncio.TaskGroup() as tasks:
        pressing = tasks.create_task(
            page.act(phone, "press", message=said["message"], data="forged")
        )
        updates: list[dict[str, Any]] = []
        while not updates or "callback_query" not in updates[-1]:
            updates = (await call("getUpdates", timeout=40))["result"]
            last = updates[-1]["update_id"]
            if "callback_query" not in updates[-1]:
                await call("getUpdates", offset=last + 1)
        query = updates[-1]["callback_query"]
        assert query["data"] == "forged"
        await call(
            "answerCallbackQuery", callback_query_id=query["id"], text="Ескі", show_alert=True
        )
    assert pressing.result()["answer"] == {"text": "Ескі", "alert": True}

    keys = {"keyboard": [[{"text": "Менің емтихандарым"}]]}
    await call("sendMessage", chat_id=phone.id, text="Мәзір", reply_markup=keys)
    assert (await page.state())["chats"][0]["keyboard"] == [
        [{"text": "Менің емтихандарым", "app": None}]
    ]
    await page.act(phone, "key", label="Менің")
    assert phone.messages()[-1].text == "Менің емтихандарым"
    app = {"type": "web_app", "text": "Тақта", "web_app": {"url": "https://e.kz/b"}}
    await call("setChatMenuButton", chat_id=phone.id, menu_button=app)
    opened = await page.act(phone, "open_app")
    assert opened["url"].startswith("https://e.kz/b#tgWebAppData=")
    assert "hash=" in opened["init_data"]


async def test_a_group_is_led_through_the_page(page: Page, telegram: FakeTelegram) -> None:
    dana, bolat = (telegram.add_person(first_name=name) for name in ("Дана", "Болат"))
    group = telegram.add_group(title="ЕТ-21", members=[dana])

    for act, person, facts in (
        ("add_bot", dana, {"status": "administrator"}),
        ("join", bolat, {}),
        ("text", bolat, {"text": "сәлем"}),
        ("leave", bolat, {}),
        ("remove_bot", dana, {}),
    ):
        assert (await page.act(person, act, chat=group.id, **facts))["ok"]
    assert group.bot == "kicked"
    assert list(group.members) == [dana.id]
    moved = (await page.act(dana, "migrate", chat=group.id))["chat"]
    assert group.moved_to == moved
    assert (await page.act(dana, "block"))["ok"]
    assert dana.account.blocked
    assert (await page.act(dana, "unblock"))["ok"]
    services = [one["service"] for one in (await page.state())["chats"][0]["messages"]]
    assert services == ["joined", "joined", None, "left", "migrated"]


async def test_files_are_uploaded_alone_and_as_an_album(
    page: Page, aigerim: Phone, picture: Painter
) -> None:
    to = {"person": str(aigerim.id), "caption": "парақ"}
    pages = [("1.jpg", picture()), ("2.jpg", picture(200, 100))]

    album = await page.upload(*pages, **to, **{"as": "photo"})
    await page.upload(*pages, **to, **{"as": "document"})
    await page.upload(("бет.pdf", b"%PDF-1.7"), **to, **{"as": "document"})
    await page.upload(("v.ogg", b"OggS"), **to, **{"as": "voice"})
    await page.upload(("v.mp4", b"ftyp"), **to, **{"as": "video"})
    await page.upload(pages[0], **to, **{"as": "photo"})

    assert len(album["messages"]) == 2
    sent = aigerim.messages()[1:]
    kinds = [one.media[0] for one in sent if one.media]
    assert kinds == ["photo"] * 2 + ["document"] * 3 + ["voice", "video", "photo"]
    assert sent[0].album == sent[1].album != sent[2].album
    assert sent[3].content["document"]["file_name"] == "2.jpg"
    assert sent[4].content["document"]["mime_type"] == "application/pdf"


async def test_a_strange_file_is_never_shown_inside_the_page(
    page: Page, telegram: FakeTelegram, aigerim: Phone
) -> None:
    sent = await aigerim.document(b"<script>alert(1)</script>", "page.html")

    url = f"{telegram.url}/phones/file/{sent.content['document']['file_id']}"
    async with page.session.get(url) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with page.session.get(f"{telegram.url}/phones/file/none") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[::1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_other_sites_are_refused(
    page: Page, telegram: FakeTelegram, aigerim: Phone, headers: dict[str, str]
) -> None:
    wish = {"person": aigerim.id, "act": "text", "text": "жасырын"}
    for path in ("state", "events", "file/x"):
        url = f"{telegram.url}/phones/{path}"
        async with page.session.get(url, headers=headers) as answer:
            assert answer.status == 403
    for path in ("act", "upload"):
        url = f"{telegram.url}/phones/{path}"
        async with page.session.post(url, json=wish, headers=headers) as answer:
            assert answer.status == 403
    assert aigerim.messages()[-1].text == "/start"


async def test_impossible_acts_are_named(
    page: Page, telegram: FakeTelegram, aigerim: Phone
) -> None:
    group = telegram.add_group(title="ЕТ-21")
    supergroup = telegram.add_group(title="ЕТ-22", members=[aigerim], supergroup=True)
    stranger = Phone(telegram.world, Account(id=5, first_name="Бөтен"))
    cases: list[tuple[Phone, str, dict[str, Any], str]] = [
        (aigerim, "fly", {}, "no such act"),
        (stranger, "text", {"text": "x"}, "no such person"),
        (aigerim, "text", {"text": "x", "chat": group.id}, "no such chat"),
        (aigerim, "text", {"text": "x", "chat": 5}, "no such chat"),
        (aigerim, "text", {"text": "x", "chat": "five"}, "invalid literal"),
        (aigerim, "text", {"text": "  "}, "there is no text"),
        (aigerim, "press", {"data": "x"}, "which message?"),
        (aigerim, "press", {"message": 999, "data": "x"}, "no such message"),
        (aigerim, "edit", {"message": None, "text": "x"}, "one's own"),
        (aigerim, "key", {"label": "x"}, "no key"),
        (aigerim, "open_app", {"label": "x"}, "nothing opens"),
        (aigerim, "add_bot", {"chat": supergroup.id, "status": "king"}, "no such status"),
        (aigerim, "migrate", {"chat": supergroup.id}, "plain group"),
    ]
    for person, act, facts, words in cases:
        answer = await page.act(person, act, **facts)
        assert answer["status"] == 400
        assert words in answer["error"]

    to = {"person": str(aigerim.id)}
    assert "there is no file" in (await page.upload(**to))["error"]
    assert "as must be" in (await page.upload(("a", b"x"), **to))["error"]
    broken = await page.upload(("a.jpg", b"x"), **to, **{"as": "photo"})
    assert broken["error"] == "Bad Request: IMAGE_PROCESS_FAILED"
    await aigerim.block()
    assert "unblock" in (await page.act(aigerim, "text", text="x"))["error"]
