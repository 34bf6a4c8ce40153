"""The process as seen by those who watch over it: is it alive, can it work."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

logger = logging.getLogger(__name__)

LARGEST_BODY: Final = 2 * 1024 * 1024  # bytes; an update of Telegram's has at most some 100 kB

Checks = Callable[[], Awaitable[Mapping[str, bool]]]


def build(ready: Checks, describe: Callable[[BaseException], str]) -> web.Application:
    """Make the application with its two watching routes; webhooks are added by others.

    Args:
        ready: what the process needs in order to work, by name, and whether it is there now.
        describe: names a defect without its words, which may be somebody's name or text.
    """

    @web.middleware
    async def wordless(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a defect with 500; else aiohttp would write all of its words into the log."""
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as error:  # noqa: BLE001 - told by type and place
            # The route as it was added: an address may hold a digest or a token.
            resource = request.match_info.route.resource
            route = resource.canonical if resource is not None else ""
            fault = {"route": route, "error": describe(error)}
            logger.error("request failed", extra=fault)  # noqa: TRY400 - without its words
            return web.Response(status=500)

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[wordless])

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readiness(_: web.Request) -> web.Response:
        checks = dict(await ready())
        fine = all(checks.values())
        return web.json_response({"ready": fine, "checks": checks}, status=200 if fine else 503)

    app.router.add_get("/health", health)
    app.router.add_get("/ready", readiness)
    return app
