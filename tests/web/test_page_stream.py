"""What an open page hears by itself: the time, changes, its end."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from aiohttp import ClientError, web
from aiohttp.test_utils import TestServer

from exams.domain.ids import AttemptId, ChatId, ExamId
from exams.services.pages.door import Entered
from tests.make import at
from tests.services.day import later
from tests.services.sitting import (
    answering,
)
from tests.web.site import PROCTOR, A, Page, Site
from web.page_stream import stream_of


async def test_a_phone_that_is_gone_before_it_hears_anything_is_no_failure(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async def enter_and_lose(request: web.Request) -> Entered:
        assert request.transport is not None
        request.transport.close()
        return Entered(
            actor=Mock(),
            account=ChatId(1),
            exam=ExamId(1),
            attempt=AttemptId(1),
            token_hash="0" * 64,
        )

    app = web.Application()
    app.router.add_get("/events", stream_of(site.watch, enter_and_lose, Mock()))
    async with TestServer(app, host="127.0.0.1") as server:
        with pytest.raises(ClientError):
            await site.session.get(f"http://127.0.0.1:{server.port}/events")

    assert [entry for entry in caplog.records if entry.levelname == "ERROR"] == []


@asynccontextmanager
async def streaming(page: Page, seen: str = "") -> AsyncIterator["Heard"]:
    headers = page.headers | ({"Last-Event-ID": seen} if seen else {})
    async with page.session.get(f"{page.url}/events", headers=headers) as answer:
        assert answer.status == 200
        yield Heard(answer.content)


class Heard:
    """What a page hears."""

    def __init__(self, content: Any) -> None:
        self.content = content

    async def next(self, *, past_time: bool = True) -> dict[str, Any]:
        while True:
            event: dict[str, Any] = {}
            while line := (await self.content.readline()).decode().strip():
                name, _, value = line.partition(": ")
                event[name] = json.loads(value) if name == "data" else value
            if not event or event["event"] != "time" or not past_time:
                return event


async def test_the_stream_tells_the_time_and_what_has_changed(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    state = (await page.get("view"))[1]["state"]
    async with streaming(page, state) as heard:
        first = await heard.next(past_time=False)
        assert first == {"event": "time", "data": {"now": int(at(0).timestamp() * 1000)}}
        await site.watch.look_once()  # nothing is new for who has seen this state
        attempt = (await uni.attempt(A, exam)).id
        await uni.use.warn(uni.actor(PROCTOR), attempt, "talking", None)
        await site.watch.look_once()
        changed = await heard.next()
    assert changed["event"] == "changed"
    assert changed["id"] == (await page.get("view"))[1]["state"] != state
    async with streaming(page, state) as heard:  # it was away, and hears what it has missed
        await heard.next(past_time=False)
        await site.watch.look_once()
        assert (await heard.next())["id"] == changed["id"]


async def test_a_jump_of_the_clock_is_told_at_once(site: Site) -> None:
    uni = site.uni
    page = await site.opened(await answering(uni, A))
    async with streaming(page) as heard:
        await heard.next(past_time=False)
        later(at(10), uni)
        await site.watch.look_once(jumped=True)
        told = await heard.next(past_time=False)
        assert told == {"event": "time", "data": {"now": int(at(10).timestamp() * 1000)}}


async def test_the_page_that_was_replaced_hears_that_it_is_closed(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    async with streaming(page) as heard:
        await heard.next(past_time=False)
        uni.clock.moment += timedelta(seconds=2)
        await site.opened(exam, device="laptop")
        await site.watch.look_once()
        assert (await heard.next())["event"] == "closed"
        assert await heard.next() == {}


async def test_streams_end_when_the_process_does(site: Site) -> None:
    page = await site.opened(await answering(site.uni, A))
    async with streaming(page) as heard:
        await heard.next(past_time=False)
        site.watch.end()
        assert await heard.next() == {}
