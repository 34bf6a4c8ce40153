"""Faults that can be switched on, and how updates survive a failing webhook."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.telegram import FakeTelegram, FaultKind, Phone
from sandbox.telegram.screen import PATIENCE
from tests.sandbox.conftest import Call


async def test_a_storm_of_429_is_kept_apart_from_the_bots_own_faults(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    telegram.faults.switch_on(FaultKind.TOO_MANY_REQUESTS, every=2, retry_after=7)

    answers = [await call("sendMessage", chat_id=aigerim.id, text="x") for _ in range(4)]

    assert [answer["ok"] for answer in answers] == [True, False, True, False]
    assert answers[1]["parameters"] == {"retry_after": 7}
    assert telegram.refusals == []
    assert [one.code for one in telegram.faults.refusals] == [429, 429]
    telegram.faults.switch_off()
    assert (await call("sendMessage", chat_id=aigerim.id, text="x"))["ok"]


async def test_server_errors_end_after_so_many_times(call: Call, telegram: FakeTelegram) -> None:
    telegram.faults.switch_on(FaultKind.SERVER_ERROR, times=1, methods=["getMe"])

    assert (await call("getMyCommands"))["ok"]
    assert (await call("getMe"))["error_code"] == 500
    assert (await call("getMe"))["ok"]


async def test_a_time_out_cuts_the_connection_before_anything_is_done(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    telegram.faults.switch_on(FaultKind.TIME_OUT, seconds=0.05, times=1)

    with pytest.raises(aiohttp.ClientConnectionError):
        await call("sendMessage", chat_id=aigerim.id, text="x")

    assert telegram.messages_sent == 0


async def test_a_lost_answer_has_still_been_acted_on(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    telegram.faults.switch_on(FaultKind.ANSWER_LOST, times=1)

    with pytest.raises(aiohttp.ClientConnectionError):
        await call("sendMessage", chat_id=aigerim.id, text="билет")

    assert aigerim.find("билет")


async def test_updates_are_delivered_twice(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    telegram.faults.switch_on(FaultKind.DUPLICATED_UPDATES)
    await aigerim.text("бір")

    first = (await call("getUpdates"))["result"]
    again = (await call("getUpdates", offset=first[-1]["update_id"] + 1))["result"]

    assert len(first) == 1
    assert again == first
    assert (await call("getUpdates", offset=first[-1]["update_id"] + 1))["result"] == []


async def test_updates_stay_until_they_are_confirmed(call: Call, aigerim: Phone) -> None:
    for word in ("бір", "екі", "үш"):
        await aigerim.text(word)

    two = (await call("getUpdates", limit=2))["result"]
    assert [one["message"]["text"] for one in two] == ["бір", "екі"]
    rest = (await call("getUpdates", offset=two[0]["update_id"] + 1))["result"]
    assert [one["message"]["text"] for one in rest] == ["екі", "үш"]
    last = (await call("getUpdates", offset=-1))["result"]
    assert [one["message"]["text"] for one in last] == ["үш"]


async def test_only_allowed_updates_are_made(call: Call, aigerim: Phone) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])

    await aigerim.press_data(await aigerim.text("естілмейді"), "x", timeout=0)

    kinds = [set(one) - {"update_id"} for one in (await call("getUpdates"))["result"]]
    assert kinds == [{"callback_query"}]


class Hook:
    """A bot's webhook that fails as often as it is told."""

    def __init__(self) -> None:
        self.url = ""
        self.failures = 0
        self.reply: dict[str, Any] | None = None
        self.secrets: set[str | None] = set()
        self.texts: list[str] = []
        self.arrived = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        """Take an update."""
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = json.loads(await request.read())
        if self.failures:
            self.failures -= 1
            return web.Response(status=502)
        self.texts.append(update["message"]["text"])
        self.arrived.set()
        return web.json_response(self.reply) if self.reply else web.Response()

    async def hears(self, texts: list[str]) -> bool:
        """Wait until these texts have arrived, in this order."""
        async with asyncio.timeout(PATIENCE):
            while len(self.texts) < len(texts):
                self.arrived.clear()
                await self.arrived.wait()
        return self.texts == texts


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    listening = Hook()
    app = web.Application()
    app.router.add_post("/hook", listening.answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listening
    await runner.cleanup()


async def test_a_webhook_that_fails_gets_the_update_again_and_in_order(
    call: Call, aigerim: Phone, hook: Hook
) -> None:
    hook.failures = 2
    await call("setWebhook", url=hook.url, secret_token="s3cret")

    for word in ("бір", "екі"):
        await aigerim.text(word)

    assert await hook.hears(["бір", "екі"])
    assert hook.secrets == {"s3cret"}
    info = (await call("getWebhookInfo"))["result"]
    assert "502" in info["last_error_message"]


async def test_a_method_may_ride_in_the_webhooks_answer(
    call: Call, telegram: FakeTelegram, aigerim: Phone, hook: Hook
) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": aigerim.id, "text": "естідім"}
    await call("setWebhook", url=hook.url)
    await aigerim.text("сәлем")
    await aigerim.wait_for("естідім")

    hook.reply = {"method": "sendMessage", "chat_id": aigerim.id}
    await aigerim.text("тағы")
    assert await hook.hears(["сәлем", "тағы"])
    async with asyncio.timeout(PATIENCE):
        while not telegram.refusals:
            await call("getWebhookInfo")
    assert telegram.refusals[0].description == "Bad Request: message text is empty"


async def test_repeated_updates_reach_a_webhook_twice(
    call: Call, telegram: FakeTelegram, aigerim: Phone, hook: Hook
) -> None:
    telegram.faults.switch_on(FaultKind.DUPLICATED_UPDATES)
    await call("setWebhook", url=hook.url)

    await aigerim.text("бір")

    assert await hook.hears(["бір", "бір"])


async def test_what_a_dead_webhook_did_not_get_is_polled_later(
    call: Call, aigerim: Phone, hook: Hook
) -> None:
    hook.failures = 1000
    await call("setWebhook", url=hook.url)
    for word in ("бір", "екі"):
        await aigerim.text(word)
    await asyncio.sleep(0.05)

    await call("deleteWebhook")

    texts = [one["message"]["text"] for one in (await call("getUpdates"))["result"]]
    assert texts == ["бір", "екі"]
    await call("setWebhook", url=hook.url, drop_pending_updates=True)
    await call("deleteWebhook", drop_pending_updates=True)
    assert (await call("getUpdates"))["result"] == []
