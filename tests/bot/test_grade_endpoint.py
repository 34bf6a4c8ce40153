"""The university's endpoint: signed calls, an answer for each row, every way of failing."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot import signed_calls
from bot.grade_endpoint import GradeEndpoint
from bot.signed_calls import signature
from exams.ports.grade_system import GradeAnswer, GradeSystemUnavailable
from tests.documents.test_grades_out import line
from tests.fakes.ports import FakeClock
from tests.make import START

SECRET = "құпия"
Answering = Callable[[web.Request, bytes], Awaitable[web.Response]]


class University:
    """An HTTP server that takes grades."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Answering = self.record
        self.url = ""

    async def record(self, request: web.Request, body: bytes) -> web.Response:
        del request
        rows = [{"key": row["key"], "status": "recorded"} for row in json.loads(body)["rows"]]
        return web.json_response({"rows": rows})

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        return await self.answer(request, body)


@pytest.fixture
async def university() -> AsyncIterator[University]:
    made = University()
    app = web.Application()
    app.router.add_post("/grades", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/grades"
    yield made
    await runner.cleanup()


def endpoint(university: University) -> GradeEndpoint:
    return GradeEndpoint(university.url, SECRET, FakeClock(START))


async def test_grades_are_posted_signed_and_each_row_is_answered(university: University) -> None:
    answers = await endpoint(university).send([line(), line(key="8-1")])

    assert answers == (
        GradeAnswer(key="7-1", recorded=True),
        GradeAnswer(key="8-1", recorded=True),
    )
    (body,), (headers,) = university.bodies, university.headers
    stamp = headers["X-Emtihan-Timestamp"]
    signed = f"v1:{stamp}:".encode() + body
    wanted = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Emtihan-Signature"] == f"v1={wanted}" == signature(SECRET, stamp, body)
    assert stamp == str(int(START.timestamp()))
    first = json.loads(body)["rows"][0]
    assert (first["number"], first["points"], first["corrects"]) == ("0021B7", 66, 61)
    assert first["held_at"] == START.isoformat()
    assert await endpoint(university).answers() == ()


async def test_a_row_is_rejected_with_the_systems_reason(university: University) -> None:
    async def reject(request: web.Request, body: bytes) -> web.Response:
        del request, body
        row = {"key": "7-1", "status": "rejected", "reason": "x" * 5000}
        return web.json_response({"rows": [row]})

    university.answer = reject
    (answer,) = await endpoint(university).send([line()])
    assert (answer.recorded, answer.reason) == (False, "x" * 300)


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (500, "{}", "refused"),
        (301, "", "refused"),
        (401, '{"rows": []}', "refused"),
        (200, "thank you", "unreadable"),
        (200, "[]", "unreadable"),
        (200, '{"rows": null}', "unreadable"),
        (200, '{"rows": []}', "unreadable"),  # says nothing of the row that was sent
        (200, '{"rows": [{"key": "7-1", "status": "perhaps"}]}', "unreadable"),
        (200, '{"rows": ["7-1"]}', "unreadable"),
        (200, '{"rows": [{"key": "9-9", "status": "recorded"}]}', "unreadable"),
    ],
    ids=range(10),
)
async def test_whatever_else_is_answered_sends_the_rows_again(
    university: University, status: int, text: str, reason: str
) -> None:
    async def answer(request: web.Request, body: bytes) -> web.Response:
        del request, body
        return web.Response(status=status, text=text, headers={"Location": "/elsewhere"})

    university.answer = answer
    with pytest.raises(GradeSystemUnavailable) as failure:
        await endpoint(university).send([line()])
    assert failure.value.reason == reason


async def test_a_system_that_does_not_answer_or_is_not_there_is_asked_later(
    university: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    forever = asyncio.Event()

    async def silent(request: web.Request, body: bytes) -> web.Response:
        del request, body
        await forever.wait()
        return web.Response()

    university.answer = silent
    monkeypatch.setattr(signed_calls, "PATIENCE", 0.2)
    with pytest.raises(GradeSystemUnavailable) as failure:
        await endpoint(university).send([line()])
    assert failure.value.reason == "timeout"
    forever.set()
    monkeypatch.undo()
    with pytest.raises(GradeSystemUnavailable) as failure:
        await GradeEndpoint("http://127.0.0.1:9/grades", SECRET, FakeClock(START)).send([line()])
    assert failure.value.reason == "unreachable"
