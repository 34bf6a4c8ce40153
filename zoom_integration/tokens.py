"""Server-to-server OAuth: one token for all calls, fetched anew before it expires."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from exams.ports.clock import Clock

TOKEN_LIFE = timedelta(minutes=55)  # Zoom lets a token live for an hour; calls need a margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the Zoom app's page shows; all three are secrets.

    Attributes:
        account_id: the account whose users host the conferences.
        client_id: names the app.
        client_secret: proves it.
    """

    account_id: str = field(repr=False)
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)

    def basic(self) -> str:
        """Return the value of the Authorization header by which a token is asked for."""
        pair = f"{self.client_id}:{self.client_secret}".encode()
        return "Basic " + base64.b64encode(pair).decode("ascii")


class Tokens:
    """Keeps the current access token; however many calls need one, one of them fetches it."""

    def __init__(self, fetch: Callable[[], Awaitable[str]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: str | None = None
        self._fetched_at: datetime | None = None

    async def current(self) -> str:
        """Return a token that Zoom should still accept.

        Raises:
            ConferencesUnavailable: there was none and Zoom gave none.
        """
        async with self._lock:
            if self._token is None or self._too_old():
                asked_at = self._clock.now()
                self._token = await self._fetch()
                self._fetched_at = asked_at
            return self._token

    def forget(self, token: str) -> None:
        """Drop a token which Zoom refused, unless a newer one has taken its place."""
        if self._token == token:
            self._token = None

    def _too_old(self) -> bool:
        return self._fetched_at is None or self._clock.now() - self._fetched_at >= TOKEN_LIFE
