"""The page's door: whose word lets in, and what is refused in words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from aiohttp import StreamReader, web
from aiohttp.test_utils import make_mocked_request

from exams.domain.page import FRESH
from sandbox.telegram import webapp
from tests.services.sitting import (
    answering,
)
from tests.web.site import OTHER, PROCTOR, TOKEN, A, B, Site
from web.page import PATH
from web.page_door import FLOOD, told_in


async def refused_opening(site: Site, exam: int, word: str, code: str) -> dict[str, Any]:
    body = {"exam": exam, "init_data": word, "device": "phone"}
    status, told = await site.page.post("open", body)
    assert (status, told["code"]) == (409, code), told
    assert told["text"]
    return dict(told)


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
    assert told["locale"] == "ru"


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
        assert "This page is closed" in (await answer.json())["text"]


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
