"""How Telegram refuses a second poller, and one that is too fast."""

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox.clock import SimulatedClock
from sandbox.telegram import FakeTelegram, Limits, Phone
from tests.sandbox.conftest import Call
from tests.sandbox.refused import refused


async def polled(telegram: FakeTelegram) -> None:
    """Wait until a long poll has arrived and waits."""
    async with asyncio.timeout(300):
        while not telegram.world.updates.polled:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_two_pollers_and_a_poller_beside_a_webhook(
    call: Call, telegram: FakeTelegram
) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(call("getUpdates", timeout=20))
        await polled(telegram)
        second = tasks.create_task(call("getUpdates", timeout=1))
    assert refused(first.result(), 409, "terminated by other getUpdates request")
    assert second.result() == {"ok": True, "result": []}
    assert [one.code for one in telegram.refusals] == [409]

    await call("setWebhook", url="http://127.0.0.1:1/hook")
    assert refused(await call("getUpdates"), 409, "webhook is active")
    await call("deleteWebhook")
    assert (await call("getUpdates"))["ok"]


async def test_a_poller_that_was_killed_is_no_conflict(
    call: Call, telegram: FakeTelegram, aigerim: Phone
) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{telegram.url}/bot{telegram.token}/getUpdates?timeout=20"
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(session.get(url), 1)

    async with asyncio.TaskGroup() as tasks:
        revived = tasks.create_task(call("getUpdates", timeout=20))
        await polled(telegram)
        await aigerim.text("тірісің бе?")

    assert len(revived.result()["result"]) == 1
    assert telegram.refusals == []


async def test_going_down_refuses_no_poller(clock: SimulatedClock) -> None:
    async with (
        aiohttp.ClientSession() as session,
        asyncio.TaskGroup() as tasks,
        FakeTelegram(clock=clock) as telegram,
    ):
        url = f"{telegram.url}/bot{telegram.token}/getUpdates?timeout=20"

        async def poll() -> Any:
            async with session.get(url) as answer:
                return await answer.json()

        polling = tasks.create_task(poll())
        await polled(telegram)

    assert polling.result() == {"ok": True, "result": []}
    assert telegram.refusals == []


async def test_the_published_rates(clock: SimulatedClock) -> None:
    seconds = [0.0]
    telegram = FakeTelegram(clock=clock, limits=Limits(), monotonic=lambda: seconds[0])
    people = [telegram.add_person(first_name=f"Студент {n}") for n in range(40)]
    group = telegram.add_group(title="ЕТ-21", members=people[:2], bot="member")
    async with telegram, aiohttp.ClientSession() as session:
        for phone in people:
            await phone.start()

        async def send(chat_id: int) -> int | None:
            url = f"{telegram.url}/bot{telegram.token}/sendMessage"
            async with session.post(url, json={"chat_id": chat_id, "text": "x"}) as answer:
                body = await answer.json()
                return body["parameters"]["retry_after"] if answer.status == 429 else None

        # A chat takes a burst of five, then one a second.
        assert [await send(people[0].id) for _ in range(6)] == [None] * 5 + [1]
        seconds[0] += 1
        assert [await send(people[0].id) for _ in range(2)] == [None, 1]

        # All chats together take thirty in any second.
        seconds[0] += 1
        assert [await send(phone.id) for phone in people] == [None] * 30 + [1] * 10

        # A group takes twenty in any minute.
        for _ in range(20):
            seconds[0] += 2
            assert await send(group.id) is None
        seconds[0] += 2
        assert await send(group.id) == 20
        seconds[0] += 20
        assert await send(group.id) is None

        assert {one.code for one in telegram.refusals} == {429}
        assert len(telegram.refusals) == 1 + 1 + 10 + 1
