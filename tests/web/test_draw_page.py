"""The page that checks a draw is served whole, and can send nothing anywhere."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from web.draw import PAGES, PATH, add_draw_page


@pytest.mark.parametrize("path", PAGES)
async def test_the_page_and_its_files_come_with_a_policy_that_forbids_sending(path: str) -> None:
    app = web.Application()
    add_draw_page(app)

    async with TestClient(TestServer(app)) as client:
        answer = await client.get(path)
        text = await answer.text()

    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy
    assert "http://" not in text
    assert "https://" not in text.replace("https арқылы", "").replace("по https", "")


async def test_the_page_names_only_files_that_are_served() -> None:
    app = web.Application()
    add_draw_page(app)

    async with TestClient(TestServer(app)) as client:
        page = await (await client.get(PATH)).text()

    for path in PAGES:
        if path != PATH:
            assert f'"{path.removeprefix("/")}"' in page
