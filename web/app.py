"""The process as seen by those who watch over it: is it alive, can it work."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

LARGEST_BODY: Final = 2 * 1024 * 1024  # bytes; an update of Telegram's has at most some 100 kB

Checks = Callable[[], Awaitable[Mapping[str, bool]]]


def build(ready: Checks) -> web.Application:
    """Make the application with its two watching routes; webhooks are added by others.

    Args:
        ready: what the process needs in order to work, by name, and whether it is there now.
    """
    app = web.Application(client_max_size=LARGEST_BODY)

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readiness(_: web.Request) -> web.Response:
        checks = dict(await ready())
        fine = all(checks.values())
        return web.json_response({"ready": fine, "checks": checks}, status=200 if fine else 503)

    app.router.add_get("/health", health)
    app.router.add_get("/ready", readiness)
    return app
