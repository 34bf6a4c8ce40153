"""The route on which Zoom delivers, with real signatures over real HTTP."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.background import describe
from exams.ports.conferences import ConferenceEvent, PresenceKind
from sandbox.clock import SimulatedClock
from web.app import LARGEST_BODY, build
from web.zoom import PATH, add_zoom_webhook
from zoom_integration.webhook import ZoomWebhook

SECRET = "a-secret-of-the-app"
NOW = datetime(2026, 12, 14, 4, 1, 2, tzinfo=UTC)
JOINED = {
    "event": "meeting.participant_joined",
    "event_ts": 1797220862000,
    "payload": {
        "object": {
            "id": "82000000001",
            "uuid": "u==",
            "participant": {
                "user_id": "1",
                "user_name": "Айгерім Серікқызы",
                "registrant_id": "reg-1",
                "join_time": "2026-12-14T04:01:02Z",
            },
        }
    },
}


class Door:
    """The product's side of the webhook, with an inbox that can be slow or broken."""

    def __init__(self) -> None:
        self.kept: list[ConferenceEvent] = []
        self.seconds = 0.0
        self.broken = False
        self.address = ""

    async def ready(self) -> dict[str, bool]:
        """Need nothing."""
        return {}

    async def keep(self, event: ConferenceEvent) -> None:
        """Take an event as the inbox would."""
        await asyncio.sleep(self.seconds)
        if self.broken:
            raise RuntimeError("the disk is full")
        self.kept.append(event)

    async def deliver(
        self,
        content: object,
        *,
        age: float = 0,
        secret: str = SECRET,
        raw: bytes | None = None,
        kind: str = "application/json",
    ) -> tuple[int, Any]:
        """Send a signed delivery; return status and answer."""
        body = json.dumps(content).encode() if raw is None else raw
        timestamp = str(int((NOW - timedelta(seconds=age)).timestamp()))
        signed = b"v0:" + timestamp.encode() + b":" + body
        signature = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        headers = {
            "X-Zm-Signature": f"v0={signature}",
            "X-Zm-Request-Timestamp": timestamp,
            "Content-Type": kind,
        }
        async with (
            ClientSession() as session,
            session.post(self.address, data=BytesIO(body), headers=headers) as answer,
        ):
            text = await answer.text()
            return answer.status, json.loads(text) if answer.status == 200 else text


@asynccontextmanager
async def opened(*, patience: float) -> AsyncIterator[Door]:
    """Listen, and wait so many seconds for the inbox."""
    door = Door()
    app = build(door.ready, describe)
    webhook = ZoomWebhook(SECRET, SimulatedClock(NOW, rate=0))
    add_zoom_webhook(
        app, verify=webhook.verify, read=webhook.read, on_event=door.keep, patience=patience
    )
    async with TestServer(app) as server:
        door.address = str(server.make_url(PATH))
        yield door


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened(patience=60) as door:
        yield door


async def test_a_good_delivery_is_kept_and_answered(door: Door) -> None:
    status, _ = await door.deliver(JOINED)

    assert status == 200
    (event,) = door.kept
    assert (event.kind, event.registrant) == (PresenceKind.JOINED, "reg-1")


async def test_a_wrong_signature_is_answered_with_401_and_changes_nothing(door: Door) -> None:
    status, _ = await door.deliver(JOINED, secret="a guess")

    assert (status, door.kept) == (401, [])


async def test_a_delivery_without_any_signature_is_answered_with_401(door: Door) -> None:
    async with ClientSession() as session, session.post(door.address, json=JOINED) as answer:
        assert answer.status == 401
    assert door.kept == []


async def test_a_delivery_of_301_seconds_is_answered_with_401(door: Door) -> None:
    status, _ = await door.deliver(JOINED, age=301)

    assert (status, door.kept) == (401, [])


async def test_a_replay_within_the_window_has_the_key_of_the_first(door: Door) -> None:
    await door.deliver(JOINED)
    await door.deliver(JOINED, age=200)

    first, second = door.kept
    assert first.key == second.key


async def test_a_malformed_delivery_is_answered_with_400(door: Door) -> None:
    for raw in (b"{", b"[]", b'{"event":"meeting.participant_joined"}'):
        status, _ = await door.deliver(None, raw=raw)
        assert status == 400
    assert door.kept == []


async def test_an_event_that_does_not_concern_us_is_accepted(door: Door) -> None:
    status, answer = await door.deliver({"event": "meeting.updated"})

    assert (status, answer, door.kept) == (200, {}, [])


async def test_the_address_is_validated(door: Door) -> None:
    status, answer = await door.deliver(
        {"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}}
    )

    assert status == 200
    assert answer["plainToken"] == "abc"
    assert answer["encryptedToken"] == hmac.new(SECRET.encode(), b"abc", "sha256").hexdigest()


async def test_an_inbox_that_is_too_slow_makes_zoom_come_again() -> None:
    async with opened(patience=0.1) as door:
        door.seconds = 60
        assert (await door.deliver(JOINED))[0] == 503
        assert door.kept == []


async def test_an_inbox_that_is_broken_makes_zoom_come_again(door: Door) -> None:
    door.broken = True
    assert (await door.deliver(JOINED))[0] == 500
    assert door.kept == []


async def test_logs_carry_ids_and_no_names(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="web.zoom")
    await door.deliver(JOINED)
    await door.deliver(JOINED, secret="a guess")
    await door.deliver(None, raw=b"{")

    ours = [record for record in caplog.records if record.name == "web.zoom"]
    assert [record.message for record in ours] == [
        "zoom event kept",
        "zoom webhook refused",
        "zoom webhook unreadable",
    ]
    assert vars(ours[0])["conference"] == "82000000001"
    assert "Айгерім" not in "".join(str(vars(record)) for record in ours)


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=latin-1", "nonsense"])
async def test_a_delivery_counts_by_its_bytes_whatever_they_are_called(
    door: Door, kind: str
) -> None:
    assert (await door.deliver(JOINED, kind=kind))[0] == 200
    assert [event.registrant for event in door.kept] == ["reg-1"]


async def test_a_delivery_of_a_megabyte_is_read_and_a_larger_one_refused(door: Door) -> None:
    large = JOINED | {"filler": "x" * 1024 * 1024}
    assert (await door.deliver(large))[0] == 200
    too_large = JOINED | {"filler": "x" * LARGEST_BODY}
    assert (await door.deliver(too_large))[0] == 413
    assert len(door.kept) == 1


async def test_whatever_a_delivery_lacks_it_is_unreadable_and_no_defect(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    whole = json.dumps(JOINED, ensure_ascii=False).encode()
    for end in range(0, len(whole), 7):
        assert (await door.deliver(None, raw=whole[:end]))[0] == 400
    for spoilt in (
        whole.replace(b"joined", b"\xff\xfe"),
        whole.replace(b'"u=="', b'"\\ud800"'),
        whole.replace(b"1797220862000", b"NaN"),
        whole.replace(b"1797220862000", b"1" * 5000),
        whole.replace(b"2026-12-14", b"2026-02-30"),
        whole.replace(b'"82000000001"', b"null"),
        whole.replace(b'"reg-1"', b'{"a": 1}'),
        whole.replace(b'"reg-1"', b'"\\ud800"'),
        whole.replace(b'"user_id": "1"', b'"user_id": "\\udfff"'),
    ):
        assert (await door.deliver(None, raw=spoilt))[0] in {200, 400}, spoilt
    assert all(f"{event.key}{event.registrant}".encode() for event in door.kept), "to be stored"
    assert "request failed" not in caplog.text
