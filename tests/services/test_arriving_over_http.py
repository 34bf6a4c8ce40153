"""Tables that come over real HTTP, signed both ways."""

import base64
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.arrival_endpoint import ArrivalEndpoint
from bot.signed_calls import signature
from exams.services.office.arriving import TakeArrival
from tests.services.arriving import collector, csv_of, shown
from tests.services.office import (
    PEOPLE,
    REGISTRAR,
    Office,
)

SECRET = "құпия"


class University:
    """An HTTP server that offers files until they are answered."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.answers: list[dict[str, object]] = []
        self.url = ""
        self.broken = False

    async def offer(self, request: web.Request) -> web.Response:
        self.check(request, b"")
        files = [
            {"key": key, "name": name, "content": base64.b64encode(data).decode()}
            for key, (name, data) in self.files.items()
        ]
        return web.json_response({"files": files})

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.check(request, body)
        said = json.loads(body)
        self.answers.append(said)
        self.files.pop(said["key"], None)
        return web.json_response({})

    def check(self, request: web.Request, body: bytes) -> None:
        stamp = request.headers["X-Emtihan-Timestamp"]
        assert request.headers["X-Emtihan-Signature"] == signature(SECRET, stamp, body)
        if self.broken:
            raise web.HTTPServiceUnavailable


@pytest.fixture
async def university() -> AsyncIterator[University]:
    made = University()
    app = web.Application()
    app.router.add_get("/tables", made.offer)
    app.router.add_post("/tables", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/tables"
    yield made
    await runner.cleanup()


async def test_files_come_over_http_signed_and_are_answered_until_that_is_taken(
    office: Office, university: University
) -> None:
    university.files["b-1"] = ("people.csv", csv_of("people", PEOPLE))
    collect = collector(office, ArrivalEndpoint(university.url, SECRET, office.clock))
    university.broken = True
    await collect()
    assert not await shown(office)
    university.broken = False
    await collect()
    await collect()
    (came,) = await shown(office)
    await TakeArrival(office.at_once)(REGISTRAR, came.arrival)
    university.broken = True
    await collect()
    assert not university.answers
    university.broken = False
    await collect()
    await collect()
    (said,) = university.answers
    assert (said["key"], said["status"]) == ("b-1", "recorded")
    rows = said["rows"]
    assert isinstance(rows, list)
    assert [row["about"] for row in rows] == ["001", "002", "003", "T1", "T2"]
    assert {row["status"] for row in rows} == {"recorded"}


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"files": [{"key": 1}]}', b'{"files": [1]}', b"\xff"]
)
async def test_an_answer_that_is_none_brings_nothing(office: Office, body: bytes) -> None:
    async def odd(request: web.Request) -> web.Response:
        del request
        return web.Response(body=body)

    app = web.Application()
    app.router.add_get("/odd", odd)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/odd"
    await collector(office, ArrivalEndpoint(url, SECRET, office.clock))()
    await runner.cleanup()
    assert not await shown(office)
