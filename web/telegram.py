"""Where Telegram delivers updates, if it is not asked for them."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from aiohttp import web

logger = logging.getLogger(__name__)

PATH: Final = "/telegram/webhook"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

RawUpdate = Mapping[str, Any]
Take = Callable[[Sequence[RawUpdate]], Awaitable[None]]


def add_telegram_webhook(
    app: web.Application, *, secret: str, take: Take, path: str = PATH
) -> None:
    """Add the route on which Telegram delivers updates.

    An update is answered with 200 once it is kept, so that none is lost; with 401 if it does
    not carry the secret, with 400 if it is no update. Any other failure is a 500, after which
    Telegram delivers it again.

    Args:
        app: gets the route.
        secret: what Telegram was told to send along; at least one character.
        take: keeps updates for good before it returns.
        path: of the route.

    Raises:
        ValueError: there is no secret.
    """
    if not secret:
        raise ValueError("a webhook without a secret takes updates from anybody")
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            logger.warning("telegram webhook refused")
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        await take([update])
        return web.Response()

    app.router.add_post(path, receive)
