"""Deliveries of the sandbox's Zoom to the bot, signed as Zoom signs, faulty if wished."""

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from exams.ports.clock import Clock
from sandbox.zoom.rooms import Happening

logger = logging.getLogger(__name__)

PATIENCE: Final = aiohttp.ClientTimeout(total=3)  # Zoom waits no longer


@dataclass(frozen=True, slots=True)
class Delivery:
    """A body that is to arrive, or has failed to."""

    name: str
    body: bytes


class Webhooks:
    """Delivers each event before the act that caused it returns.

    Only the end of a meeting that the bot itself asked for is told after the bot has its answer;
    `flush` waits for that.

    Attributes:
        url: where to; None delivers nothing.
        copies: how often each event is delivered; Zoom promises at least once.
        undelivered: what was not answered with 2xx; `redeliver` tries again, as Zoom does later.
        delivered: the names of the events that arrived, in order.
    """

    def __init__(self, clock: Clock, secret: str, account_id: str) -> None:
        self.url: str | None = None
        self.copies = 1
        self.undelivered: list[Delivery] = []
        self.delivered: list[str] = []
        self._clock = clock
        self._secret = secret
        self._account_id = account_id
        self._to_lose = 0
        self._line: deque[Delivery] = deque()
        self._lock = asyncio.Lock()  # one delivery at a time keeps their order
        self._held: list[Delivery] | None = None

    def lose(self, events: int) -> None:
        """Let the next `events` events never arrive."""
        self._to_lose += events

    def hold(self) -> None:
        """Keep events back until `release`."""
        self._held = self._held or []

    async def release(self, *, reverse: bool = False) -> None:
        """Deliver what was kept back, the last first if `reverse`."""
        held, self._held = self._held or [], None
        self._line.extend(reversed(held) if reverse else held)
        await self.flush()

    def line_up(self, happenings: list[Happening]) -> None:
        """Put what happened in line for `flush`."""
        for happening in happenings:
            delivery = Delivery(happening.name, self._body(happening))
            if self._to_lose:
                self._to_lose -= 1
            elif self._held is not None:
                self._held.append(delivery)
            else:
                self._line.append(delivery)

    async def flush(self) -> None:
        """Deliver what is in line, in order; return when everything has been tried."""
        async with self._lock:
            while self._line:
                await self._deliver(self._line.popleft())

    async def tell(self, happenings: list[Happening]) -> None:
        """Deliver what happened before returning."""
        self.line_up(happenings)
        await self.flush()

    async def redeliver(self) -> None:
        """Try again to deliver what failed."""
        failed, self.undelivered = self.undelivered, []
        self._line.extend(failed)
        await self.flush()

    async def validate(self) -> bool:
        """Ask the address to prove that it knows the secret, as Zoom does every 72 hours."""
        plain = secrets.token_urlsafe(16)
        body = {
            "event": "endpoint.url_validation",
            "event_ts": self._milliseconds(),
            "payload": {"plainToken": plain},
        }
        answer = await self._post(_written(body))
        expected = {"plainToken": plain, "encryptedToken": self._hmac(plain.encode())}
        try:
            return bool(answer) and json.loads(answer or b"") == expected
        except ValueError:
            return False

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the headers that prove a body to be ours and fresh."""
        timestamp = str(int(self._clock.now().timestamp()))
        signed = self._hmac(b"v0:" + timestamp.encode() + b":" + body)
        return {
            "x-zm-request-timestamp": timestamp,
            "x-zm-signature": f"v0={signed}",
            "Content-Type": "application/json",
        }

    async def _deliver(self, delivery: Delivery) -> None:
        if self.url is None:
            return
        for _ in range(self.copies):
            if await self._post(delivery.body) is None:
                logger.warning("zoom event undelivered", extra={"event_name": delivery.name})
                self.undelivered.append(delivery)
            else:
                self.delivered.append(delivery.name)

    async def _post(self, body: bytes) -> bytes | None:
        if self.url is None:
            return None
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as session,
                session.post(self.url, data=body, headers=self.sign(body)) as answer,
            ):
                return await answer.read() if answer.ok else None
        except (aiohttp.ClientError, TimeoutError) as trouble:
            logger.warning("zoom webhook fails", extra={"reason": type(trouble).__name__})
            return None

    def _body(self, happening: Happening) -> bytes:
        body: dict[str, Any] = {
            "event": happening.name,
            "event_ts": int(happening.at.timestamp() * 1000),
            "payload": {"account_id": self._account_id, "object": happening.content},
        }
        return _written(body)

    def _milliseconds(self) -> int:
        return int(self._clock.now().timestamp() * 1000)

    def _hmac(self, message: bytes) -> str:
        return hmac.new(self._secret.encode(), message, hashlib.sha256).hexdigest()


def _written(body: dict[str, Any]) -> bytes:
    # Without spaces, as Zoom writes: its own receiver checks the signature of such a text.
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
