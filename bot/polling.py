"""Asks Telegram for updates, and asks for the next ones only when these are kept."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

import aiohttp

from web.telegram import RawUpdate, Take

logger = logging.getLogger(__name__)

PATIENCE: Final = 25  # seconds for which Telegram may wait until there is something
MOST: Final = 100  # updates at a time, Telegram's limit
FIRST_PAUSE: Final = 0.5  # seconds; doubled with each failure
LONGEST_PAUSE: Final = 15.0


class NotGiven(Exception):
    """Telegram gave no updates.

    Attributes:
        pause: seconds it asks us to wait, None when it did not say.
    """

    def __init__(self, code: int, pause: float | None = None) -> None:
        super().__init__(f"Telegram answered {code}")
        self.pause = pause


class Poller:
    """Long polling; the next request confirms what the last one brought.

    Attributes:
        caught_up: set once everything is kept that came while nobody asked.

    The client speaks HTTP by itself, for the updates are stored as they came and read once only,
    when they are handled.
    """

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        take: Take,
        allowed: Sequence[str],
        patience: int = PATIENCE,
    ) -> None:
        self._url = f"{base_url}/bot{token}/getUpdates"
        self._take = take
        self._allowed = list(allowed)
        self._patience = patience
        self._offset = 0
        self.caught_up = asyncio.Event()

    async def run(self) -> None:
        """Poll for ever; a failure of the network, of Telegram or of the disk costs a pause."""
        pause = FIRST_PAUSE
        timeout = aiohttp.ClientTimeout(total=self._patience + 10)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._round(session)
                    pause = FIRST_PAUSE
                except Exception as error:  # noqa: BLE001 - whatever it is, asking goes on
                    # Only its type: its words may hold the address, and so the token.
                    logger.warning("no updates", extra={"error": _named(error)})
                    wait = error.pause if isinstance(error, NotGiven) else None
                    await asyncio.sleep(pause if wait is None else wait)
                    pause = min(2 * pause, LONGEST_PAUSE)

    async def _round(self, session: aiohttp.ClientSession) -> None:
        updates = await self._ask(session)
        if updates:
            await self._take(updates)
            self._offset = int(updates[-1]["update_id"]) + 1
        if len(updates) < MOST:
            self.caught_up.set()

    async def _ask(self, session: aiohttp.ClientSession) -> list[RawUpdate]:
        question = {
            "offset": self._offset,
            "limit": MOST,
            "timeout": self._patience if self.caught_up.is_set() else 0,
            "allowed_updates": self._allowed,
        }
        async with session.post(self._url, json=question) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
        if not answer.get("ok"):
            parameters = answer.get("parameters") or {}
            raise NotGiven(int(answer.get("error_code", 0)), parameters.get("retry_after"))
        updates: list[RawUpdate] = answer["result"]
        return updates


def _named(error: Exception) -> str:
    return str(error) if isinstance(error, NotGiven) else type(error).__name__
