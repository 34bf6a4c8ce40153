"""Where Zoom tells who joined and left."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from exams.ports.conferences import ConferenceEvent

logger = logging.getLogger(__name__)

PATH: Final = "/zoom/webhook"
PATIENCE: Final = 2.5  # seconds; Zoom waits for 3 and then delivers again later


def add_zoom_webhook(
    app: web.Application,
    *,
    verify: Callable[[Mapping[str, str], bytes], None],
    read: Callable[[bytes], ConferenceEvent | Mapping[str, str] | None],
    on_event: Callable[[ConferenceEvent], Awaitable[None]],
    path: str = PATH,
    patience: float = PATIENCE,
) -> None:
    """Add the route on which Zoom delivers its events.

    A delivery is answered with 200 once it is dealt with, 401 if it is not Zoom's, 400 if it
    cannot be read, and 503 if we are too slow: Zoom then delivers it again.

    Args:
        app: gets the route.
        verify: takes headers and raw body; raises ValueError for a delivery that is not Zoom's.
        read: takes a verified body; returns an event, an answer to send back, or None;
            raises ValueError for what it cannot read.
        on_event: keeps the event for good before it returns; events may come twice.
        path: of the route.
        patience: seconds that `on_event` may take.
    """

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        try:
            verify(request.headers, body)
        except ValueError as refusal:
            logger.warning("zoom webhook refused", extra={"reason": type(refusal).__name__})
            return web.Response(status=401)
        try:
            content = read(body)
        except ValueError as refusal:
            logger.warning("zoom webhook unreadable", extra={"reason": type(refusal).__name__})
            return web.Response(status=400)
        if not isinstance(content, ConferenceEvent):
            return web.json_response(dict(content or {}))
        return await deliver(content)

    async def deliver(event: ConferenceEvent) -> web.Response:
        ids = {"conference": event.conference, "kind": event.kind.value}
        try:
            async with asyncio.timeout(patience):
                await on_event(event)
        except TimeoutError:
            logger.warning("zoom event not kept in time", extra=ids)
            return web.Response(status=503)
        logger.info("zoom event kept", extra=ids)
        return web.json_response({})

    app.router.add_post(path, receive)
