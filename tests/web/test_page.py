"""The page's own files: who may frame them, and which of them a device keeps."""

import json

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from tests.web.site import Site
from web.page import FILES, PATH, add_page_files, worker


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
