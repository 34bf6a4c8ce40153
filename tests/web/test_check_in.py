"""The page for photographs over HTTP: what it takes, what it refuses, what the proctor reads."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from aiohttp import ClientSession, FormData, StreamReader, web
from aiohttp.test_utils import TestServer, make_mocked_request

from bot.again import unless_stale
from bot.pages import launch_of
from exams.domain.exam import Exam
from exams.domain.ids import ChatId
from exams.domain.people import Locale
from sandbox.telegram import webapp
from templates.pages import Pages
from templates.renderer import Renderer
from tests.services.conftest import University
from tests.services.day import admitted, agreed, opened
from web.check_in import LARGEST, PATH, CheckInCalls, _picture, _pictures, add_check_in
from web.page_door import PageDoor

TOKEN = "7000000001:AAEhBOweik6ad9r"
NAME = "Aigerim"


@dataclass
class Phone:
    """A phone that has the page open."""

    uni: University
    session: ClientSession
    url: str
    token: str = ""

    async def open(self, exam: Exam) -> None:
        account = int(self.uni.people[NAME].account or 0)
        user = {"id": account, "first_name": NAME, "language_code": "ru"}
        at = int(self.uni.clock.now().timestamp())
        word = webapp.launch(TOKEN, "x", user, at=at, with_query=True).init_data
        body = {"exam": exam.id, "init_data": word, "device": "phone"}
        async with self.session.post(f"{self.url}/open", json=body) as answer:
            assert answer.status == 200, await answer.text()
            self.token = (await answer.json())["token"]

    async def view(self) -> str:
        async with self.session.get(f"{self.url}/view", headers=self.headers) as answer:
            assert answer.status == 200, await answer.text()
            html: str = (await answer.json())["html"]
            return html

    async def post(self, path: str, **sent: Any) -> tuple[int, Any]:
        url = f"{self.url}/{path}"
        async with self.session.post(url, headers=self.headers, **sent) as answer:
            return answer.status, await answer.json()

    async def form(self, body: bytes, kind: str) -> tuple[int, Any]:
        url, headers = f"{self.url}/compare", {**self.headers, "Content-Type": kind}
        async with self.session.post(url, headers=headers, data=body) as answer:
            return answer.status, await answer.json()

    async def compare(self, **pictures: bytes) -> tuple[int, Any]:
        form = FormData()
        for name, picture in pictures.items():
            form.add_field(
                name, io.BytesIO(picture), filename=f"{name}.jpg", content_type="image/jpeg"
            )
        return await self.post("compare", data=form)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
async def phone(uni: University) -> AsyncIterator[Phone]:
    async with uni.units() as unit:
        for number, (name, person) in enumerate(uni.people.items(), start=500):
            uni.people[name] = replace(person, account=ChatId(number), locale=Locale.RU)
            await unit.people.save(uni.people[name])
        await unit.commit()
    words = Renderer()
    door = PageDoor(
        use=uni.use,
        words=words,
        launch_of=partial(launch_of, TOKEN),
        again=unless_stale,
        changed=lambda: None,
    )
    app = web.Application()
    add_check_in(app, CheckInCalls(door, Pages(words)), "https://exams.example.org")
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    async with ClientSession() as session:
        yield Phone(uni, session, f"http://127.0.0.1:{server.port}{PATH}")
        await server.close()


@pytest.fixture
async def exam(uni: University, phone: Phone) -> Exam:
    """Return an exam for which the student has checked in, with the page open."""
    found = await opened(uni)
    await agreed(uni, found, NAME)
    await phone.open(found)
    return found


async def fault(phone: Phone, path: str, picture: bytes) -> str:
    status, told = await phone.post(path, data=picture)
    assert (status, len(told["faults"])) == (200, 1)
    return str(told["faults"][0])


async def test_the_page_leads_from_consent_to_the_proposal(
    uni: University, phone: Phone, exam: Exam
) -> None:
    assert 'data-step="consent"' in await phone.view()
    assert await phone.post("consent", json={}) == (200, {"agreed": True})
    assert 'data-step="face"' in await phone.view()

    assert await phone.post("look/face", data=b"Aigerim") == (200, {"faults": []})
    assert await phone.post("look/document", data=b"Aigerim") == (200, {"faults": []})
    assert "только Вы" in await fault(phone, "look/face", b"crowd")
    assert "только документ" in await fault(phone, "look/document", b"crowd")
    assert await phone.post("look/face", data=b"far") == (200, {"faults": []})
    assert "поднесите документ ближе" in await fault(phone, "look/document", b"far")
    assert await phone.compare(face=b"Aigerim", document=b"Aigerim") == (200, {"done": True})

    attempt = await uni.attempt(NAME, exam)
    card = await uni.use.student_card(uni.actor("Nurlan"), attempt.id)
    assert card.likeness == "same"


async def test_the_page_and_its_files_are_there_and_let_no_other_code_in(phone: Phone) -> None:
    for name, kind in (
        ("", "text/html"),
        ("/page.js", "text/javascript"),
        ("/page.css", "text/css"),
    ):
        async with phone.session.get(f"{phone.url}{name}") as answer:
            assert (answer.status, answer.content_type) == (200, kind)
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_without_a_token_nothing_is_looked_at(uni: University, phone: Phone) -> None:
    await opened(uni)
    status, told = await phone.post("look/face", data=b"Aigerim")
    assert (status, told["code"]) == (401, "page_closed")


Send = Callable[[Phone], Any]
CUT_OFF = b'--x\r\nContent-Disposition: form-data; name="face"\r\n\r\nAig'


@pytest.mark.parametrize(
    ("send", "code"),
    [
        (lambda phone: phone.post("look/face", data=b"no picture"), "not_a_picture"),
        (
            lambda phone: phone.post("look/face", data=io.BytesIO(bytes(LARGEST + 1))),
            "picture_too_large",
        ),
        (lambda phone: phone.compare(face=b"Aigerim"), "unknown"),
        (lambda phone: phone.compare(face=b"Aigerim", portrait=b"Aigerim"), "unknown"),
        (lambda phone: phone.compare(face=b"A", document=bytes(LARGEST + 1)), "picture_too_large"),
        (lambda phone: phone.post("compare", data=b"Aigerim"), "unknown"),
        (lambda phone: phone.post("consent", data=b"["), "unknown"),
        (lambda phone: phone.form(b"Aigerim", "multipart/form-data"), "unknown"),
        (lambda phone: phone.form(b"Aigerim", "multipart/form-data; boundary=x"), "unknown"),
        (lambda phone: phone.form(CUT_OFF, "multipart/form-data; boundary=x"), "unknown"),
    ],
    ids=[
        "no_picture",
        "large",
        "one",
        "other",
        "large_second",
        "no_form",
        "no_object",
        "no_boundary",
        "no_parts",
        "cut_off",
    ],
)
async def test_anything_else_is_refused_in_words(
    phone: Phone, exam: Exam, send: Send, code: str
) -> None:
    del exam
    await phone.post("consent", json={})
    status, told = await send(phone)
    assert (status, told["code"]) == (409, code)
    assert told["text"]


async def test_after_admission_the_page_says_that_no_pictures_are_needed(
    uni: University, phone: Phone, exam: Exam
) -> None:
    await admitted(uni, exam, NAME)
    assert 'data-step="closed"' in await phone.view()
    status, told = await phone.post("consent", json={})
    assert (status, told["code"]) == (409, "wrong_stage")


@pytest.mark.parametrize(
    ("read", "kind"),
    [(_picture, "image/jpeg"), (_pictures, "multipart/form-data; boundary=x")],
)
async def test_a_phone_that_goes_away_in_the_middle_of_a_picture_is_no_failure(
    read: Callable[[web.Request], Awaitable[Any]], kind: str
) -> None:
    half = StreamReader(Mock(), 2**16)
    half.feed_data(b'--x\r\nContent-Disposition: form-data; name="face"\r\n\r\nhalf')
    asyncio.get_running_loop().call_soon(half.set_exception, ConnectionResetError("a tunnel"))
    request = make_mocked_request("POST", PATH, {"Content-Type": kind}, payload=half)

    with pytest.raises(web.HTTPBadRequest):
        await read(request)
