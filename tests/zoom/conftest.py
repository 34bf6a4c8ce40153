"""A running sandbox Zoom and the adapter that talks to it over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox.clock import SimulatedClock
from sandbox.zoom.server import FakeZoom
from zoom_integration.client import ZoomClient
from zoom_integration.conferences import ZoomConferences

HOST = "exams+1@university.example"
MORNING = datetime(2026, 12, 14, 3, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(MORNING, rate=0)


@pytest.fixture
async def zoom(clock: SimulatedClock) -> AsyncIterator[FakeZoom]:
    async with FakeZoom(clock, hosts=[HOST]) as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """Collect the seconds that the client would have waited."""
    return []


@pytest.fixture
async def client(
    zoom: FakeZoom, clock: SimulatedClock, pauses: list[float]
) -> AsyncIterator[ZoomClient]:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    client = ZoomClient(
        zoom.credentials,
        clock,
        api_url=zoom.api_url,
        token_url=zoom.token_url,
        timeout=60,
        pause=pause,
    )
    yield client
    client.close()


@pytest.fixture
def conferences(client: ZoomClient) -> ZoomConferences:
    return ZoomConferences(client)
