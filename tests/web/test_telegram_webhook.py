"""Telegram's webhook takes updates from nobody else, and acknowledges what is kept."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.background import describe
from web.app import build
from web.telegram import PATH, SECRET_HEADER, add_telegram_webhook

SECRET = {SECRET_HEADER: "long-random-word"}


class Server:
    """The process, as far as it listens."""

    def __init__(self) -> None:
        self.taken: list[Mapping[str, Any]] = []
        self.full_disk = False
        self.checks = {"database": True, "clock": True}
        self.url = ""

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if self.full_disk:
            raise OSError("no space left")
        self.taken += updates

    async def ready(self) -> dict[str, bool]:
        return self.checks

    async def post(self, body: object, headers: Mapping[str, str]) -> int:
        async with (
            ClientSession() as session,
            session.post(self.url + PATH, json=body, headers=headers) as answer,
        ):
            return answer.status

    async def get(self, path: str) -> tuple[int, Any]:
        async with ClientSession() as session, session.get(self.url + path) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = build(server.ready, describe)
    add_telegram_webhook(app, secret="long-random-word", take=server.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


async def test_an_update_with_the_secret_is_taken(server: Server) -> None:
    assert await server.post({"update_id": 7}, SECRET) == 200
    assert server.taken == [{"update_id": 7}]


@pytest.mark.parametrize("given", ["", "long-random-wor", "long-random-wordX", "ұзын"])
async def test_a_wrong_secret_is_refused(server: Server, given: str) -> None:
    headers = {SECRET_HEADER: given} if given else {}

    assert await server.post({"update_id": 7}, headers) == 401
    assert server.taken == []


@pytest.mark.parametrize("body", [[], "update", {"update_id": "7"}, {}])
async def test_what_is_no_update_is_refused(server: Server, body: object) -> None:
    assert await server.post(body, SECRET) == 400


async def test_what_could_not_be_kept_is_not_acknowledged(server: Server) -> None:
    server.full_disk = True

    assert await server.post({"update_id": 7}, SECRET) == 500


async def test_a_defect_is_logged_without_its_words(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.full_disk = True
    await server.post({"update_id": 7}, SECRET)

    (told,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert told.getMessage() == "request failed"
    assert vars(told)["route"] == PATH
    assert vars(told)["error"].startswith("OSError at ")
    assert "no space left" not in caplog.text


async def test_what_nobody_can_read_to_its_end_is_no_update(server: Server) -> None:
    async with (
        ClientSession() as session,
        session.post(server.url + PATH, data=b"[" * 100_000, headers=SECRET) as answer,
    ):
        assert answer.status == 400


def test_a_webhook_needs_a_secret() -> None:
    with pytest.raises(ValueError, match="without a secret"):
        add_telegram_webhook(web.Application(), secret="", take=Server().take)


async def test_health_is_about_the_process_and_readiness_about_its_needs(server: Server) -> None:
    assert await server.get("/health") == (200, {"alive": True})
    assert await server.get("/ready") == (200, {"ready": True, "checks": server.checks})

    server.checks["database"] = False

    assert (await server.get("/health"))[0] == 200
    assert (await server.get("/ready"))[0] == 503
