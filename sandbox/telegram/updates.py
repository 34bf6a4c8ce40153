"""The bot's incoming updates, as Telegram keeps them until they are confirmed."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sandbox.telegram.faults import FaultKind, Faults
from sandbox.telegram.refused import Refused

Update = dict[str, Any]

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only when it names them in allowed_updates."""

FIRST_UPDATE = 700_000_001


class Updates:
    """A queue of updates in the order of their ids.

    Attributes:
        made: how many were ever made.
        allowed: kinds the bot asked for; empty is the default set.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._pending: deque[Update] = deque()
        self._again: list[Update] = []
        self._arrived = asyncio.Event()
        self._poller: asyncio.Event | None = None
        self._closed = False
        self.made = 0
        self.allowed: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def polled(self) -> bool:
        """Return whether a long poll is under way."""
        return self._poller is not None

    def add(self, kind: str, payload: Any) -> None:
        """Make an update, unless the bot does not want this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST
        if not wanted:
            return
        update: Update = {"update_id": FIRST_UPDATE + self.made, kind: payload}
        self.made += 1
        self._pending.append(update)
        if self._faults.striking(FaultKind.DUPLICATED_UPDATES, kind):
            self._again.append(update)
        self._arrived.set()

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Take the bot's allowed_updates; None leaves them as they are."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def drop(self) -> None:
        """Forget all that is pending."""
        self._pending.clear()
        self._again.clear()

    def stop_pollers(self) -> None:
        """End a long poll that is under way with 409."""
        if self._poller:
            self._poller.set()
            self._arrived.set()

    def close(self) -> None:
        """Let long polls come back empty at once, as the server goes down."""
        self._closed = True
        self._arrived.set()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[Update]:
        """Answer a getUpdates.

        Args:
            offset: confirms all updates before it; negative counts from the end.
            limit: at most so many.
            seconds: how long to wait for the first.

        Raises:
            Refused: 409, another poller came.
        """
        self.stop_pollers()
        ended = self._poller = asyncio.Event()
        self._confirm(offset)
        if not self._pending and not self._again and seconds > 0:
            await self._wait(ended, seconds)
        if ended.is_set():
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        self._poller = None
        return (self._confirmed_again() + list(self._pending))[:limit]

    def take(self) -> list[Update]:
        """Remove and return everything pending, repeats included, for a webhook."""
        repeated = {update["update_id"] for update in self._again}
        taken = [
            update
            for update in self._pending
            for _ in range(2 if update["update_id"] in repeated else 1)
        ]
        self.drop()
        return taken

    def put_back(self, updates: Sequence[Update]) -> None:
        """Take updates back which a webhook did not get."""
        merged = {update["update_id"]: update for update in (*updates, *self._pending)}
        self._pending = deque(merged[number] for number in sorted(merged))
        if merged:
            self._arrived.set()

    async def arrival(self) -> None:
        """Return when something is pending."""
        while not self._pending:
            self._arrived.clear()
            await self._arrived.wait()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and 0 < offset > self._pending[0]["update_id"]:
            self._pending.popleft()

    def _confirmed_again(self) -> list[Update]:
        """Return updates to be repeated: those already confirmed, as after a lost answer."""
        pending = {update["update_id"] for update in self._pending}
        later = [update for update in self._again if update["update_id"] in pending]
        ready = [update for update in self._again if update["update_id"] not in pending]
        self._again = later
        return ready

    async def _wait(self, ended: asyncio.Event, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (self._pending or ended.is_set() or self._closed):
                    self._arrived.clear()
                    await self._arrived.wait()
