"""The page over real HTTP: who is let in, what it may ask, what it sends (rules C1)."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from aiohttp import ClientError, ClientSession, StreamReader, web
from aiohttp.test_utils import TestServer, make_mocked_request

from bot.again import unless_stale
from bot.pages import launch_of
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, ChatId, ExamId
from exams.domain.page import FRESH
from exams.domain.people import Locale
from exams.domain.questions import QuestionKind
from exams.services.pages.door import Entered
from exams.services.people.entrance import UNIVERSITY
from sandbox.telegram import webapp
from templates.pages import Pages
from templates.renderer import Renderer
from tests import make
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, later
from tests.services.sitting import (
    answer_all,
    answering,
    booklet_of,
    hand_in_test,
    planned_test,
    question_at,
)
from web.page import FILES, PATH, add_page_files, worker
from web.page_calls import PageCalls
from web.page_door import FLOOD, PageDoor, told_in
from web.page_stream import Watch, stream_of

TOKEN, OTHER = "7000000001:AAEhBOweik6ad9r", "7000000002:AAEhBOweik6ad9r"
A, B, PROCTOR = "Aigerim", "Bolat", "Nurlan"


@dataclass
class Page:
    """A page that somebody's phone has opened."""

    session: ClientSession
    url: str
    token: str = ""

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        async with self.session.post(
            f"{self.url}/{path}", json=body, headers=self.headers
        ) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.session.get(f"{self.url}/{path}", headers=self.headers) as answer:
            kind = answer.content_type
            return answer.status, await (answer.json() if "json" in kind else answer.read())

    async def answer(self, place: int, chosen: list[int], key: str = "k") -> tuple[int, Any]:
        return await self.post("answers", {"key": key, "place": place, "chosen": chosen})

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@dataclass
class Site:
    """The server, and how phones come to it."""

    uni: University
    server: TestServer
    session: ClientSession
    watch: Watch

    def word(self, name: str = A, *, token: str = TOKEN, opened: datetime | None = None) -> str:
        """Return what Telegram signs when somebody opens the page."""
        account = self.uni.people[name].account or 999
        moment = opened or self.uni.clock.now()
        user = {"id": int(account), "first_name": name, "language_code": "ru"}
        return webapp.launch(
            token, "x", user, at=int(moment.timestamp()), with_query=True
        ).init_data

    @property
    def page(self) -> Page:
        return Page(self.session, f"http://127.0.0.1:{self.server.port}{PATH}")

    async def opened(self, exam: Exam, name: str = A, *, device: str = "phone") -> Page:
        page = self.page
        body = {"exam": exam.id, "init_data": self.word(name), "device": device}
        status, told = await page.post("open", body)
        assert status == 200, told
        page.token = told["token"]
        return page


@pytest.fixture
async def site(uni: University) -> AsyncIterator[Site]:
    async with uni.units() as unit:
        for number, (name, person) in enumerate(uni.people.items(), start=500):
            uni.people[name] = replace(person, account=ChatId(number), locale=Locale.RU)
            await unit.people.save(uni.people[name])
        await unit.commit()
    watch = Watch(uni.use.watch_pages, uni.clock)
    words = Renderer()
    door = PageDoor(
        use=uni.use,
        words=words,
        launch_of=partial(launch_of, TOKEN),
        again=unless_stale,
        changed=watch.changed,
    )
    app = web.Application()
    add_page_files(app, "https://exams.example.org")
    app.add_routes(PageCalls(door=door, pages=Pages(words)).routes())
    app.router.add_get(f"{PATH}/events", stream_of(watch, door.enter, door.turned_away))
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    async with ClientSession() as session:
        yield Site(uni, server, session, watch)
        watch.end()
        await server.close()


async def refused_opening(site: Site, exam: int, word: str, code: str) -> dict[str, Any]:
    body = {"exam": exam, "init_data": word, "device": "phone"}
    status, told = await site.page.post("open", body)
    assert (status, told["code"]) == (409, code), told
    assert told["text"]
    return dict(told)


async def test_the_files_come_with_a_policy_that_lets_telegram_alone_frame_them(
    site: Site,
) -> None:
    for name in FILES:
        async with site.session.get(f"{site.page.url}/{name}".rstrip("/")) as answer:
            assert answer.status == 200, name
            policy = answer.headers["Content-Security-Policy"]
            text = await answer.text()
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert policy.endswith("frame-ancestors https://web.telegram.org https://*.telegram.org")
        assert "https://" not in text
        assert "style=" not in text


async def test_the_worker_may_keep_the_page_and_names_the_version_of_its_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = web.Application()
    add_page_files(app, "https://exams.example.org")
    async with (
        TestServer(app) as server,
        ClientSession() as session,
        session.get(server.make_url("/test/worker.js")) as answer,
    ):
        assert answer.headers["Service-Worker-Allowed"] == "/test"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert await answer.text() == worker()
    version, shell, *_ = worker().splitlines()
    paths = json.loads(shell.removeprefix("const SHELL = ").rstrip(";"))
    assert paths == [f"{PATH}/{name}" if name else PATH for name in FILES]

    changed = {**FILES, "page.js": ("test/queue.js", "text/javascript")}
    monkeypatch.setattr("web.page.FILES", changed)
    assert worker().splitlines()[0] != version


async def test_only_a_word_that_is_signed_for_this_bot_lets_in(site: Site) -> None:
    exam = await answering(site.uni, A)
    good = site.word()
    user = site.word(B).partition("&")[0]
    for word in (
        site.word(token=OTHER),
        good.replace("hash=", "hash=0"),
        good.replace("Aigerim", "Bolat"),
        f"{user}&{good.partition('&')[2]}",
        good.partition("&hash=")[0],
        webapp.sign(TOKEN, {"auth_date": str(int(site.uni.clock.now().timestamp()))}),
        webapp.sign(TOKEN, {"auth_date": "soon", "user": "[1]"}),
        "nonsense",
    ):
        await refused_opening(site, exam.id, word, "launch_forged")

    await site.opened(exam)


async def test_an_old_word_a_used_one_and_a_stranger_are_refused(site: Site) -> None:
    exam = await answering(site.uni, A)
    now = site.uni.clock.now()
    old = site.word(opened=now - FRESH - timedelta(seconds=1))
    await refused_opening(site, exam.id, old, "launch_old")
    await site.opened(exam)
    for name, code in (("Outsider", "unknown"), (PROCTOR, "not_allowed")):
        await refused_opening(site, exam.id, site.word(name), code)
    await refused_opening(site, 999, site.word(B), "unknown")


async def test_a_word_that_was_used_lets_nobody_in_again(site: Site) -> None:
    exam = await answering(site.uni, A)
    word = site.word()
    body = {"exam": exam.id, "init_data": word, "device": "phone"}
    status, _ = await site.page.post("open", body)
    assert status == 200

    told = await refused_opening(site, exam.id, word, "launch_used")

    assert "уже открывалась" in told["text"]


@pytest.mark.parametrize("body", [[], {}, {"exam": "1"}, {"exam": True, "init_data": 5}, "x"])
async def test_a_malformed_opening_is_refused(site: Site, body: Any) -> None:
    status, told = await site.page.post("open", body)
    assert (status, told["code"]) in {(409, "unknown"), (409, "launch_forged")}


async def test_nothing_is_told_without_a_token_or_with_one_that_was_replaced(site: Site) -> None:
    exam = await answering(site.uni, A)
    first = await site.opened(exam)
    site.uni.clock.moment += timedelta(seconds=2)
    await site.opened(exam, device="laptop")
    for page in (site.page, replace(site.page, token="A" * 40), first):
        for path in ("view", "events", "files/" + "0" * 64):
            status, told = await page.get(path)
            assert (status, told["code"]) == (401, "page_closed")
        for path in ("answers", "acts"):
            status, told = await page.post(path, {"act": "submit"})
            assert (status, told["code"]) == (401, "page_closed")
    async with site.session.get(
        f"{site.page.url}/view", headers={"Accept-Language": "en"}
    ) as answer:
        assert "closed here" in (await answer.json())["text"]


async def test_a_whole_test_is_sat_on_the_page(site: Site) -> None:
    uni = site.uni
    exam = await planned_test(uni)
    await admitted(uni, exam, A)
    uni.clock.moment = at(0)
    page = await site.opened(exam)
    assert (await page.get("view"))[1]["view"] == "information"
    assert (await page.post("acts", {"act": "begin"}))[0] == 200
    status, view = await page.get("view")
    assert (status, view["view"]) == (200, "questions")
    assert view["deadline"] - view["now"] == 40 * 60 * 1000
    booklet = await booklet_of(uni, exam, A)
    for place in range(1, 7):
        question = await question_at(uni, booklet, place)
        key = question.key
        typed = key.texts[0] if key.texts else str(key.numbers[0].value) if key.numbers else ""
        body = {"key": f"k{place}", "place": place, "chosen": key.chosen, "typed": typed}
        status, told = await page.post("answers", {**body, "given_at": 1_768_449_600_000})
        assert (status, told) == (200, {"late": False, "answered": place})
    assert (await page.post("acts", {"act": "flag", "place": 2, "on": True}))[0] == 200
    view = (await page.get("view"))[1]
    assert view["flagged"] == [2]
    assert view["answers"]["1"]["chosen"] or view["answers"]["1"]["typed"]

    assert (await page.post("acts", {"act": "finish"}))[0] == 200
    status, told = await page.post("acts", {"act": "submit"})
    assert (status, told["code"]) == (409, "not_ticked")
    assert (await page.post("acts", {"act": "tick", "on": True}))[0] == 200
    for _ in range(2):  # a second tap changes nothing
        assert (await page.post("acts", {"act": "submit"}))[0] == 200

    view = (await page.get("view"))[1]
    assert view["view"] == "result"
    assert "100" in view["html"]
    assert (await uni.attempt(A, exam)).stage is Stage.SUBMITTED


async def test_an_answer_before_the_start_late_twice_or_to_what_is_not_asked(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    for place, chosen in ((0, [0]), (7, [0]), (1, [99]), (1, [-5])):
        status, told = await page.answer(place, chosen, key=f"bad{place}{chosen}")
        assert (status, told["code"]) == (409, "unknown")
    for body in ({"key": "x"}, {"key": "", "place": 1}, {"key": "x", "place": 1, "chosen": ["0"]}):
        status, told = await page.post("answers", body)
        assert (status, told["code"]) == (409, "unknown")
    assert (await booklet_of(uni, exam, A)).given == {}
    for _ in range(2):
        assert (await page.answer(1, [0]))[0] == 200
    assert (await booklet_of(uni, exam, A)).given[1].turn == 1
    later(at(40) + timedelta(seconds=4), uni)
    status, told = await page.answer(2, [0], key="late")
    assert (status, told["code"], told["wait"]) == (409, "too_late", False)
    async with uni.units.reading() as unit:
        noted = [event.reason for event in await unit.events.of(UNIVERSITY)]
    assert noted.count("unknown") == 7  # what no page sends by itself is written down


async def test_another_ones_token_answers_in_the_own_test_alone(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A, B)
    page = await site.opened(exam, B)
    attempt = (await uni.attempt(A, exam)).id
    body = {"key": "k", "place": 1, "chosen": [0], "attempt": attempt, "exam": 999}
    assert (await page.post("answers", body))[0] == 200

    assert (await booklet_of(uni, exam, A)).given == {}
    assert set((await booklet_of(uni, exam, B)).given) == {1}


async def test_while_paused_an_answer_may_wait_and_the_page_says_so(site: Site) -> None:
    uni = site.uni
    exam = await answering(uni, A)
    page = await site.opened(exam)
    await uni.use.pause(
        uni.actor(PROCTOR), (await uni.attempt(A, exam)).id, "technical", stop_clock=True
    )
    status, told = await page.answer(1, [0])
    assert (status, told["wait"]) == (409, True)
    view = (await page.get("view"))[1]
    assert (view["view"], view["standing"], view["answers"]) == ("paused", True, {})
    assert "техническая причина" in view["html"]


async def test_pictures_are_given_while_the_test_runs_and_to_its_student(site: Site) -> None:
    uni = site.uni
    picture = await uni.files.put(b"\xff\xd8picture")
    bank = [replace(make.question(n, QuestionKind.SINGLE), picture=picture) for n in (1, 2)]
    exam = await answering(uni, A, B, bank=bank)
    page = await site.opened(exam)

    assert await page.get(f"files/{picture}") == (200, b"\xff\xd8picture")
    view = (await page.get("view"))[1]
    assert view["html"].count(f'data-file="{picture}"') == 2
    await answer_all(uni, exam, A)
    await hand_in_test(uni, exam, A)
    status, told = await page.get(f"files/{picture}")
    assert (status, told["code"]) == (409, "unknown")


@pytest.mark.parametrize("path", ["open", "answers", "acts"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[" * 100_000, "application/json"),
        (b'{"key": "k", "place": 1, "chosen": [0], "typed": "\\ud83d"}', "application/json"),
        (b'{"act": "ask", "text": "\\ud83d", "init_data": "\\ud83d"}', "application/json"),
        (b"\xff\xfe", "application/json; charset=nonsense"),
        (b"", "text/plain"),
    ],
    ids=["deep", "half_a_character", "half_a_question", "charset", "nothing"],
)
async def test_what_no_page_sends_is_refused_in_words(
    site: Site, path: str, body: bytes, kind: str
) -> None:
    exam = await answering(site.uni, A)
    page = await site.opened(exam)
    headers = {**page.headers, "Content-Type": kind}
    async with site.session.post(f"{page.url}/{path}", data=body, headers=headers) as answer:
        told = await answer.json()
    assert (answer.status, told["code"]) == (409, "unknown")
    assert told["text"]


async def test_a_phone_that_goes_away_in_the_middle_of_an_answer_is_no_failure() -> None:
    half = StreamReader(Mock(), 2**16)
    half.feed_data(b'{"key":')
    half.set_exception(ConnectionResetError("a tunnel"))

    with pytest.raises(web.HTTPBadRequest):
        await told_in(make_mocked_request("POST", f"{PATH}/answers", payload=half))


async def test_a_script_with_a_students_token_is_slowed_down(site: Site) -> None:
    exam = await answering(site.uni, A)
    page = await site.opened(exam)
    statuses = [(await page.post("acts", {"act": "nonsense"}))[0] for _ in range(FLOOD + 1)]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {409}


# -- the stream -----------------------------------------------------------------------------


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
