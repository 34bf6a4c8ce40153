"""What can go wrong between the bot and the sandbox's Zoom."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Literal

from aiohttp import web

Kind = Literal[
    "pass", "busy", "unauthorized", "forbidden", "broken", "nonsense", "empty", "silent", "lost"
]

PLAIN: Final[Mapping[Kind, tuple[int, dict[str, Any]]]] = {
    "unauthorized": (401, {"code": 124, "message": "Invalid access token."}),
    "forbidden": (400, {"code": 200, "message": "Only available for a paid account."}),
    "empty": (200, {}),
}


class Faults:
    """Faults that strike the next calls of the REST interface, one each, in order.

    pass: none, the call goes through. busy: 429. unauthorized: 401. forbidden: what an account
    gets whose plan lacks the call. broken: 502 with a page of words. nonsense: 200 with words.
    empty: 200 with an empty object. silent: no answer at all. lost: the call is carried out and
    the connection cut before the answer.
    """

    def __init__(self) -> None:
        self._next: deque[tuple[Kind, str | None]] = deque()
        self._over = asyncio.Event()

    def strike(self, kind: Kind, *, times: int = 1, retry_after: str | None = None) -> None:
        """Let the next `times` calls fail; `retry_after` is the header of a 429."""
        self._next.extend([(kind, retry_after)] * times)

    def left(self) -> int:
        """Say how many faults have not struck yet."""
        return len(self._next)

    def stop(self) -> None:
        """Let those go who wait for an answer that never comes."""
        self._next.clear()
        self._over.set()

    async def around(
        self, request: web.Request, handle: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer a call, or fail as planned."""
        if not self._next:
            return await handle()
        kind, retry_after = self._next.popleft()
        if kind in PLAIN:
            status, content = PLAIN[kind]
            return web.json_response(content, status=status)
        match kind:
            case "pass":
                return await handle()
            case "busy":
                return _busy(retry_after)
            case "silent":
                await self._over.wait()
            case "lost":
                await handle()
            case _:
                return web.Response(
                    status=502 if kind == "broken" else 200,
                    text="<h1>Welcome to the gateway</h1>",
                    content_type="text/html",
                )
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=503)  # nobody reads it: the connection is cut


def _busy(retry_after: str | None) -> web.Response:
    headers = {"X-RateLimit-Type": "QPS"}
    if retry_after is not None:
        headers["Retry-After"] = retry_after
    message = "You have reached the rate limit for this call."
    return web.json_response({"code": 429, "message": message}, status=429, headers=headers)
