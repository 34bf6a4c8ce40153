"""Brings updates to the bot: by long polling, or by posting them to its webhook."""

import asyncio
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.background import Nursery
from sandbox.telegram.media import Upload
from sandbox.telegram.refused import Refused, bad_request
from sandbox.telegram.state import World
from sandbox.telegram.updates import Update
from sandbox.telegram.validate import Params, is_loopback

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOST_CONNECTIONS = 40
ANSWER_WITHIN = 60.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

Call = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where updates go; an empty url means long polling."""

    url: str = ""
    secret: str = ""
    connections: int = MOST_CONNECTIONS
    error: str = ""
    error_at: int = 0


class Courier:
    """Delivers updates; those of one chat in order and one at a time, as a bot may hope.

    A webhook that does not answer 2xx gets the same update again, after a growing pause.
    """

    def __init__(self, world: World, call: Call) -> None:
        self._world = world
        self._call = call
        self._webhook = Webhook()
        self._lines: dict[int, deque[Update]] = {}
        self._gate = asyncio.Semaphore(MOST_CONNECTIONS)
        self._wanted = asyncio.Event()

    async def run(self, nursery: Nursery) -> None:
        """Deliver by webhook for ever, whenever one is set."""
        async with aiohttp.ClientSession() as session:
            while True:
                await self._wanted.wait()
                await self._world.updates.arrival()
                if not self._webhook.url:
                    continue
                for update in self._world.updates.take():
                    self._line_up(update, session, nursery)

    def _line_up(self, update: Update, session: aiohttp.ClientSession, nursery: Nursery) -> None:
        key = _chat_of(update)
        if key in self._lines:
            self._lines[key].append(update)
        else:
            self._lines[key] = deque([update])
            nursery.start(self._walk(key, session), name="telegram webhook line")

    async def _walk(self, key: int, session: aiohttp.ClientSession) -> None:
        line = self._lines[key]
        pause = FIRST_PAUSE
        while line and self._webhook.url:
            async with self._gate:
                delivered = await self._post(line[0], session)
            if delivered:
                line.popleft()
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        self._lines.pop(key, None)

    async def _post(self, update: Update, session: aiohttp.ClientSession) -> bool:
        webhook = self._webhook
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with session.post(
                webhook.url, json=update, headers=headers, timeout=timeout
            ) as answer:
                if answer.status // 100 != 2:  # noqa: PLR2004 - the class of success
                    return self._failed(f"Wrong response from the webhook: {answer.status}")
                body = await answer.json() if answer.content_type == "application/json" else None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return self._failed(f"{type(error).__name__}")
        if isinstance(body, dict) and "method" in body:
            await self._reply(body)
        return True

    async def _reply(self, body: dict[str, Any]) -> None:
        try:
            await self._call(str(body.pop("method")), body)
        except Refused as refused:
            logger.warning("a method in the webhook's answer was refused: %s", refused.code)

    def _failed(self, problem: str) -> bool:
        self._webhook.error = problem
        self._webhook.error_at = self._world.unix_time()
        return False

    # -- the methods ------------------------------------------------------

    async def get_updates(self, world: World, p: Params, _: Mapping[str, Upload]) -> Any:
        """GetUpdates, refused while a webhook is set."""
        if self._webhook.url:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        world.updates.allow(p.get("allowed_updates"))
        return await world.updates.poll(
            offset=p.get("offset") or 0,
            limit=p.get("limit") or 100,
            seconds=min(float(p.get("timeout") or 0), 50.0),
        )

    async def set_webhook(self, world: World, p: Params, _: Mapping[str, Upload]) -> Any:
        """SetWebhook; plain HTTP is taken for this computer only."""
        url = p["url"]
        if url and not (url.startswith("https://") or is_loopback(url)):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = p.get("secret_token") or ""
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if p.get("drop_pending_updates"):
            self._drop()
        world.updates.allow(p.get("allowed_updates"))
        connections = p.get("max_connections") or MOST_CONNECTIONS
        self._gate = asyncio.Semaphore(connections)
        self._webhook = Webhook(url=url, secret=secret, connections=connections)
        if url:
            world.updates.stop_pollers()
            self._wanted.set()
        else:
            self._wanted.clear()
        return True

    async def delete_webhook(self, _: World, p: Params, __: Mapping[str, Upload]) -> Any:
        """DeleteWebhook."""
        self._webhook = Webhook()
        self._wanted.clear()
        if p.get("drop_pending_updates"):
            self._drop()
        else:
            self._give_back()
        return True

    async def webhook_info(self, world: World, _: Params, __: Mapping[str, Upload]) -> Any:
        """GetWebhookInfo."""
        webhook = self._webhook
        info: dict[str, Any] = {
            "url": webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(world.updates) + sum(map(len, self._lines.values())),
            "max_connections": webhook.connections,
        }
        if webhook.error:
            info |= {"last_error_message": webhook.error, "last_error_date": webhook.error_at}
        if world.updates.allowed:
            info["allowed_updates"] = sorted(world.updates.allowed)
        return info

    def _drop(self) -> None:
        self._world.updates.drop()
        for line in self._lines.values():
            line.clear()

    def _give_back(self) -> None:
        waiting = [update for line in self._lines.values() for update in line]
        for line in self._lines.values():
            line.clear()
        self._world.updates.put_back(waiting)


def _chat_of(update: Update) -> int:
    for payload in update.values():
        if isinstance(payload, dict):
            chat = payload.get("chat") or payload.get("message", {}).get("chat") or {}
            return int(chat.get("id", 0))
    return 0
