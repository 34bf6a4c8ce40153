"""The pages' own files over a slow network: packed, asked for at once, and sent once only."""

import gzip
import re
from collections.abc import Iterator, Mapping

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from web import check_in, page
from web.files import answering, text_of
from web.page_door import LONG, json_of

TEXT = "Емтихан беті\n" * 100


async def test_a_file_comes_packed_to_whoever_unpacks_and_whole_to_others() -> None:
    app = web.Application()
    app.router.add_get("/a.css", answering(TEXT, "text/css", {"X-Word": "one"}))
    async with TestServer(app) as server, ClientSession(auto_decompress=False) as session:
        for accepts, coding, body in (
            ("gzip, deflate", "gzip", gzip.compress(TEXT.encode(), mtime=0)),
            ("identity", None, TEXT.encode()),
        ):
            asked = {"Accept-Encoding": accepts}
            async with session.get(server.make_url("/a.css"), headers=asked) as answer:
                assert answer.headers.get("Content-Encoding") == coding
                assert await answer.read() == body
                assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
                assert answer.headers["Vary"] == "Accept-Encoding"
                assert answer.headers["X-Word"] == "one"


async def test_a_file_which_the_browser_has_is_not_sent_again_until_it_is_another() -> None:
    app = web.Application()
    app.router.add_get("/before.css", answering(TEXT, "text/css", {"X-Word": "one"}))
    app.router.add_get("/after.css", answering(f"{TEXT}.", "text/css", {}))
    async with TestServer(app) as server, ClientSession() as session:
        async with session.get(server.make_url("/before.css")) as answer:
            known = {"If-None-Match": answer.headers["ETag"]}
        async with session.get(server.make_url("/before.css"), headers=known) as answer:
            assert (answer.status, await answer.read()) == (304, b"")
            assert answer.headers["X-Word"] == "one"  # a changed policy counts at once
        async with session.get(server.make_url("/after.css"), headers=known) as answer:
            assert (answer.status, await answer.text()) == (200, f"{TEXT}.")


async def test_a_long_answer_comes_packed_and_a_short_one_as_it_is() -> None:
    async def answer_of(request: web.Request) -> web.StreamResponse:
        return json_of({"html": "Ә" * int(request.query["letters"])})

    app = web.Application()
    app.router.add_get("/view", answer_of)
    async with TestServer(app) as server, ClientSession() as session:
        for letters, packed in ((10, False), (LONG, True)):
            asked = server.make_url(f"/view?letters={letters}")
            async with session.get(asked, headers={"Accept-Encoding": "gzip"}) as answer:
                assert ("Content-Encoding" in answer.headers) is packed
                assert await answer.json() == {"html": "Ә" * letters}
                assert answer.headers["Cache-Control"] == "no-store"
    assert len(json_of({"html": "Ә" * 10}).body) == len('{"html": ""}') + 20  # type: ignore[arg-type]


def imported(file: str, home: str, served: Mapping[str, str]) -> Iterator[str]:
    """Return the addresses of the modules which a module needs, and which these need."""
    for name in re.findall(r'^import .* from "(.+)";$', text_of(file), re.MULTILINE):
        address = f"{home}/{name.removeprefix('./')}" if name.startswith("./") else name
        yield address
        yield from imported(served[address], address.rpartition("/")[0], served)


@pytest.mark.parametrize("module", [page, check_in], ids=["test", "check-in"])
def test_a_page_asks_for_all_its_modules_at_once(module: object) -> None:
    served = {
        f"{one.PATH}/{name}": file
        for one in (page, check_in)
        for name, (file, _) in one.FILES.items()
    }
    path, (html, _) = module.PATH, module.FILES[""]  # type: ignore[attr-defined]
    needed = set(imported(served[f"{path}/page.js"], path, served))
    asked = re.findall('<link rel="modulepreload" href="(.+)">', text_of(html))
    assert len(asked) == len(set(asked))
    assert set(asked) == needed
    assert len(needed) > 3
