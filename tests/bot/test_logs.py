"""The log holds ids and no secret, whoever writes into it."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.background import Nursery
from bot.logs import configure

TOKEN = "123456789:AAF-secret_part_of_the_token_000000"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure(as_json=True, secrets=("zoom-secret",), stream=stream)
    yield stream
    root.handlers, root.level = handlers, level


def events(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_fields_stand_beside_the_event(log: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(update=7):
        logging.getLogger("exams").info("ticket drawn", extra={"attempt": 12})

    (event,) = events(log)
    assert (event["event"], event["attempt"], event["update"]) == ("ticket drawn", 12, 7)
    assert event["level"] == "info"


def test_tokens_and_secrets_are_hidden_everywhere(log: io.StringIO) -> None:
    logger = logging.getLogger("bot")
    try:
        raise RuntimeError(f"404 at https://api.telegram.org/file/bot{TOKEN}/photo.jpg")
    except RuntimeError:
        logger.exception("no file for %s", TOKEN, extra={"address": {"url": f"x{TOKEN}"}})
    logger.warning("asked with %s", "zoom-secret")

    written = log.getvalue()
    assert len(events(log)) == 2
    assert "secret_part" not in written
    assert "zoom-secret" not in written
    assert "RuntimeError" in written


def test_the_terminal_form_hides_them_too() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure(stream=stream)
    try:
        logging.getLogger("bot").warning("token %s", TOKEN, extra={"exam": 3})
    finally:
        root.handlers, root.level = handlers, level

    assert "secret_part" not in stream.getvalue()
    assert "exam=3" in stream.getvalue()


async def test_a_crash_in_the_background_is_logged_without_its_words(log: io.StringIO) -> None:
    async def crash() -> None:
        raise ValueError("Айгерім said something")

    async with Nursery() as nursery:
        task = nursery.start(crash(), name="inbox")
        await asyncio.wait([task])

    (event,) = events(log)
    assert event["work"] == "inbox"
    assert "ValueError at" in str(event["error"])
    assert "Айгерім" not in log.getvalue()


async def test_leaving_ends_what_still_runs() -> None:
    ended = []

    async def serve() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async with Nursery() as nursery:
        nursery.start(serve(), name="serve")
        await asyncio.sleep(0)

    assert ended == [True]
    assert len(nursery) == 0
