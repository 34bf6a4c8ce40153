"""The page's server over real HTTP, and the phones that come to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.again import unless_stale
from bot.pages import launch_of
from exams.domain.exam import Exam
from exams.domain.ids import ChatId
from exams.domain.people import Locale
from sandbox.telegram import webapp
from templates.pages import Pages
from templates.renderer import Renderer
from tests.services.conftest import University
from web.page import PATH, add_page_files
from web.page_calls import PageCalls
from web.page_door import PageDoor
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


@asynccontextmanager
async def opened_site(uni: University) -> AsyncIterator[Site]:
    """Serve the page to a university whose people all have a phone."""
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
