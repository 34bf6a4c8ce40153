"""The phones page's own routes: what they tell, and what they refuse."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.clock import SimulatedClock
from sandbox.page_server import LONGEST_STEP, UPLOADS, Cast, CastMember, mount
from sandbox.telegram import FakeTelegram, Phone
from sandbox.telegram.screen import PATIENCE

MORNING = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
STEP = {"id": "start", "phone": 6_000_000_001, "text": {"kk": "Бастау"}, "done": False}


class PlainPage:
    """The page's server, asked without a browser."""

    def __init__(self, runner: web.AppRunner, session: aiohttp.ClientSession) -> None:
        self.runner = runner
        self.url = ""
        self.session = session
        self.coming: list[tuple[datetime, str | Mapping[str, str]]] = []

    async def next_moment(self) -> tuple[datetime, str | Mapping[str, str]] | None:
        """Tell what a test put in."""
        return self.coming[0] if self.coming else None

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """Return status and body, JSON read."""
        async with self.session.get(self.url + path, headers=headers) as answer:
            told = answer.content_type == "application/json"
            return answer.status, await answer.json() if told else await answer.read()

    async def turn(self, wish: object, **headers: str) -> tuple[int, Any]:
        """Turn the clock; return status and body."""
        where = f"{self.url}/clock"
        async with self.session.post(where, json=wish, headers=headers) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def plain(
    telegram: FakeTelegram, clock: SimulatedClock, aigerim: Phone
) -> AsyncIterator[PlainPage]:
    async def tour() -> Sequence[Mapping[str, Any]]:
        return [STEP]

    async with aiohttp.ClientSession() as session:
        app = web.Application(client_max_size=UPLOADS)
        page = PlainPage(web.AppRunner(app, access_log=None), session)
        member = CastMember(id=aigerim.id, role="student", name="Айгерім")
        mount(
            app,
            telegram,
            clock,
            next_moment=page.next_moment,
            tour=tour,
            cast=Cast(people=[member], group=-1),
            papers=lambda: {"кесте.csv": b"a,b"},
        )
        await page.runner.setup()
        await web.TCPSite(page.runner, "127.0.0.1", 0).start()
        page.url = f"http://127.0.0.1:{page.runner.addresses[0][1]}"
        yield page
        await page.runner.cleanup()


async def test_cast_tour_and_phones_are_told(plain: PlainPage, aigerim: Phone) -> None:
    people = [{"id": aigerim.id, "role": "student", "name": "Айгерім"}]

    assert await plain.get("/cast") == (200, {"people": people, "group": -1})
    assert await plain.get("/tour") == (200, [STEP])
    status, state = await plain.get("/phones/state")
    assert (status, state["people"][0]["id"]) == (200, aigerim.id)


async def test_the_page_and_its_files_are_served_and_nothing_else(plain: PlainPage) -> None:
    async with plain.session.get(f"{plain.url}/") as answer:
        assert answer.content_type == "text/html"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    async with plain.session.get(f"{plain.url}/page/phones.js") as answer:
        assert answer.content_type == "text/javascript"
    assert (await plain.get("/page/font/Regular.ttf"))[0] == 200

    for path in (
        "/page/none.js",
        "/page/..%2Fclock.py",
        "/page/__init__.py",
        "/page/font/Thin.ttf",
        "/samples/none.jpg",
    ):
        assert await plain.get(path) == (404, {"error": "no such file"})


async def test_a_sample_is_listed_and_served(plain: PlainPage) -> None:
    _, samples = await plain.get("/samples")
    status, picture = await plain.get("/samples/page-1.jpg")
    _, small = await plain.get("/samples/page-1.jpg?small=1")

    assert [one["good"] for one in samples] == [True] * 3 + [False] * 5
    assert status == 200
    assert picture.startswith(b"\xff\xd8")
    assert len(small) < len(picture) / 8


async def test_papers_are_listed_and_served(plain: PlainPage) -> None:
    assert await plain.get("/papers") == (200, ["кесте.csv"])
    assert await plain.get("/papers/кесте.csv") == (200, b"a,b")
    assert (await plain.get("/papers/none.csv"))[0] == 404


async def test_the_clock_steps_runs_and_jumps(plain: PlainPage, clock: SimulatedClock) -> None:
    noon = MORNING + timedelta(hours=3)
    plain.coming = [(noon, {"kk": "Емтихан"})]

    _, told = await plain.turn({"step": 300})
    assert told == {
        "now": "2026-05-20T09:05:00+05:00",
        "rate": 0,
        "utc_offset": 18_000,
        "next": {"at": noon.isoformat(), "name": {"kk": "Емтихан"}},
    }
    _, told = await plain.turn({"rate": 60})
    assert told["rate"] == clock.rate == 60
    await plain.turn({"rate": 0})
    await plain.turn({"jump": "next"})

    assert clock.now() == noon


async def test_what_is_due_already_needs_no_jump(plain: PlainPage, clock: SimulatedClock) -> None:
    plain.coming = [(MORNING - timedelta(minutes=1), "Еске салу")]

    status, _ = await plain.turn({"jump": "next"})

    assert status == 200
    assert clock.now() == MORNING


@pytest.mark.parametrize(
    "wish",
    [
        {"step": -1},
        {"step": LONGEST_STEP.total_seconds() + 1},
        {"step": "60"},
        {"step": True},
        {"rate": -1},
        {"rate": 1e9},
        {"jump": "next"},
        {"jump": "back"},
        {"step": 1, "rate": 1},
        {},
        [1],
        "step",
    ],
)
async def test_the_clock_refuses_what_it_cannot_do(
    plain: PlainPage, clock: SimulatedClock, wish: object
) -> None:
    status, told = await plain.turn(wish)

    assert status == 400
    assert told["error"]
    assert (clock.now(), clock.rate) == (MORNING, 0)


async def test_the_clock_is_turned_with_json_only(plain: PlainPage, clock: SimulatedClock) -> None:
    form = {"step": "60"}
    async with plain.session.post(f"{plain.url}/clock", data=form) as answer:
        assert answer.status == 400
    assert clock.now() == MORNING


async def test_another_sites_page_gets_nothing(plain: PlainPage, clock: SimulatedClock) -> None:
    foreign = {"Origin": "https://evil.example"}

    assert (await plain.turn({"step": 60}, **foreign))[0] == 403
    for path in ("/", "/cast", "/tour", "/clock", "/samples", "/page/phones.js"):
        assert (await plain.get(path, Host="evil.example"))[0] == 403
    assert clock.now() == MORNING


async def test_the_server_stops_at_once_though_a_page_is_open(plain: PlainPage) -> None:
    async with plain.session.get(f"{plain.url}/phones/events") as stream:
        assert await stream.content.readline() == b": here\n"

        async with asyncio.timeout(PATIENCE):
            await plain.runner.cleanup()

        assert b"data" in await stream.content.read()  # the last news, then the end
