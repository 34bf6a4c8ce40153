"""The client under faults: tokens, limits, silence, nonsense, secrets."""

import logging
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from exams.ports.conferences import ConferencesUnavailable
from sandbox.clock import SimulatedClock
from sandbox.zoom.server import FakeZoom
from zoom_integration.client import ZoomClient, path
from zoom_integration.errors import (
    CredentialsRefused,
    DailyLimitReached,
    TokenRefused,
    ZoomBroken,
    ZoomBusy,
    ZoomRefused,
    ZoomTimedOut,
    ZoomUnreachable,
)
from zoom_integration.retry import wait_asked
from zoom_integration.tokens import Credentials

HOST = "exams+1@university.example"
MEETINGS = path("users", HOST, "meetings")
NOON = datetime(2026, 12, 14, 12, 0, tzinfo=UTC)


def impatient(client: ZoomClient) -> None:
    """From now on let Zoom be silent for a second only."""
    for part in (client._api, client._oauth):
        part.timeout = 1


async def test_one_token_serves_many_calls_and_is_renewed_before_it_expires(
    client: ZoomClient, zoom: FakeZoom, clock: SimulatedClock
) -> None:
    await client.get(MEETINGS)
    clock.step(timedelta(minutes=54))
    await client.get(MEETINGS)
    assert zoom.calls["POST token"] == 1

    clock.step(timedelta(minutes=2))
    await client.get(MEETINGS)
    assert zoom.calls["POST token"] == 2
    assert zoom.calls["GET meetings"] == 3  # none was refused for its token


async def test_a_token_refused_early_is_fetched_anew_once(
    client: ZoomClient, zoom: FakeZoom
) -> None:
    await client.get(MEETINGS)
    zoom.account.revoke_tokens()

    await client.get(MEETINGS)

    assert zoom.calls["POST token"] == 2


async def test_a_token_that_is_always_refused_ends_in_an_error(
    client: ZoomClient, zoom: FakeZoom
) -> None:
    zoom.faults.strike("unauthorized", times=5)

    with pytest.raises(TokenRefused):
        await client.get(MEETINGS)


@pytest.mark.parametrize("part", ["account_id", "client_id", "client_secret"])
async def test_wrong_credentials_are_refused(
    zoom: FakeZoom, clock: SimulatedClock, part: str
) -> None:
    credentials = replace(zoom.credentials, **{part: "wrong"})
    client = ZoomClient(credentials, clock, api_url=zoom.api_url, token_url=zoom.token_url)

    with pytest.raises(CredentialsRefused):
        await client.get(MEETINGS)
    client.close()


async def test_a_burst_is_waited_out(
    client: ZoomClient, zoom: FakeZoom, pauses: list[float]
) -> None:
    zoom.faults.strike("busy", times=1, retry_after="2")
    zoom.faults.strike("busy", times=1)

    assert (await client.get(MEETINGS))["meetings"] == []
    assert pauses == [2.0, 1.0]


async def test_a_burst_that_does_not_end_is_reported_with_its_wait(
    client: ZoomClient, zoom: FakeZoom, pauses: list[float]
) -> None:
    zoom.faults.strike("busy", times=3, retry_after="3")

    with pytest.raises(ZoomBusy) as refusal:
        await client.get(MEETINGS)
    assert refusal.value.retry_after == 3.0
    assert pauses == [3.0, 3.0]


async def test_a_long_wait_is_left_to_the_caller(
    client: ZoomClient, zoom: FakeZoom, pauses: list[float]
) -> None:
    zoom.faults.strike("busy", times=1, retry_after="Mon, 14 Dec 2026 03:31:30 GMT")

    with pytest.raises(ZoomBusy) as refusal:
        await client.get(MEETINGS)
    assert refusal.value.retry_after == 90.0
    assert pauses == []


async def test_the_daily_limit_is_not_tried_again(
    client: ZoomClient, zoom: FakeZoom, pauses: list[float]
) -> None:
    for _ in range(100):
        zoom.account.create(HOST, {"topic": "Физика"})

    with pytest.raises(DailyLimitReached) as refusal:
        await client.post(MEETINGS, {"topic": "Физика"})
    assert refusal.value.retry_after == timedelta(hours=20, minutes=30).total_seconds()
    assert zoom.calls["POST meetings"] == 1
    assert pauses == []


async def test_silence_ends_in_a_time_out(client: ZoomClient, zoom: FakeZoom) -> None:
    impatient(client)
    zoom.faults.strike("silent")

    with pytest.raises(ZoomTimedOut):
        await client.get(MEETINGS)


async def test_silence_at_the_token_ends_in_a_time_out_too(
    client: ZoomClient, zoom: FakeZoom
) -> None:
    impatient(client)
    zoom.token_faults.strike("silent")

    with pytest.raises(ZoomTimedOut):
        await client.get(MEETINGS)


async def test_a_lost_answer_and_a_stopped_server_are_unreachable(
    client: ZoomClient, zoom: FakeZoom
) -> None:
    zoom.faults.strike("lost")
    with pytest.raises(ZoomUnreachable):
        await client.get(MEETINGS)

    await zoom.stop()
    with pytest.raises(ZoomUnreachable):
        await client.get(MEETINGS)


async def test_a_broken_gateway_is_named_by_its_status(client: ZoomClient, zoom: FakeZoom) -> None:
    zoom.faults.strike("broken")

    with pytest.raises(ZoomBroken, match="502"):
        await client.get(MEETINGS)


async def test_a_broken_gateway_at_the_token_is_no_matter_of_credentials(
    client: ZoomClient, zoom: FakeZoom
) -> None:
    zoom.token_faults.strike("broken")

    with pytest.raises(ZoomBroken):
        await client.get(MEETINGS)


async def test_words_instead_of_an_answer_are_an_error(client: ZoomClient, zoom: FakeZoom) -> None:
    zoom.faults.strike("nonsense")

    with pytest.raises(ZoomBroken):
        await client.get(MEETINGS)


async def test_an_answer_without_a_token_is_no_token(client: ZoomClient, zoom: FakeZoom) -> None:
    zoom.token_faults.strike("empty")

    with pytest.raises(ZoomBroken):
        await client.get(MEETINGS)
    assert zoom.calls["GET meetings"] == 0


async def test_a_refusal_carries_status_and_code(client: ZoomClient) -> None:
    with pytest.raises(ZoomRefused) as refusal:
        await client.get(path("meetings", 404))

    assert (refusal.value.status, refusal.value.code) == (404, 3001)


async def test_no_secret_is_logged_or_told_in_an_error(
    client: ZoomClient, zoom: FakeZoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    await client.get(MEETINGS)
    impatient(client)
    zoom.faults.strike("busy", retry_after="1")
    zoom.faults.strike("silent")
    zoom.faults.strike("lost")
    zoom.faults.strike("broken")
    for _ in range(3):
        with pytest.raises(ConferencesUnavailable) as failure:
            await client.get(MEETINGS)
        told.extend(traceback.format_exception(failure.value))
    credentials = zoom.credentials
    texts = "\n".join([*told, caplog.text, repr(credentials)])

    (token,) = zoom.account.tokens()
    secrets = (
        credentials.client_secret,
        credentials.client_id,
        credentials.account_id,
        credentials.basic(),
        token,
    )
    assert [secret for secret in secrets if secret in texts] == []


def test_a_path_quotes_what_could_lead_astray() -> None:
    assert path("users", "a/../b?c@d", "meetings") == "/users/a%2F..%2Fb%3Fc%40d/meetings"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("2026-12-15T00:00:00Z", 43200.0),
        ("Mon, 14 Dec 2026 12:00:30 GMT", 30.0),
        ("Mon, 14 Dec 2026 11:00:00 GMT", 0.0),
        ("2026-12-14T12:00:05", 5.0),
        ("soon", None),
        ("-1", None),
        (None, None),
    ],
)
def test_a_wait_is_read_as_seconds_or_date(value: str | None, seconds: float | None) -> None:
    assert wait_asked(value, now=NOON) == seconds


def test_credentials_do_not_show_themselves() -> None:
    shown = repr(Credentials(account_id="acc", client_id="cli", client_secret="sec"))

    assert not any(secret in shown for secret in ("acc", "cli", "sec"))
