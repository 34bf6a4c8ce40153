"""Who goes first: an answer to a tap before what waits in the outbox, which is not forgotten."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from enum import IntEnum
from typing import Final

IN_A_ROW: Final = 4
"""Answers that go before the outbox has its turn, where both wait.

With answers alone before it, a morning on which people tap as fast as Telegram takes answers
would tell nobody that they are admitted until it is over.
"""


class Lane(IntEnum):
    """Who goes first."""

    ANSWER = 0
    BULK = 1


lane: ContextVar[Lane] = ContextVar("lane", default=Lane.ANSWER)
"""The lane of the messages sent from here; the deliverer of the outbox takes BULK."""


@contextlib.contextmanager
def in_lane(which: Lane) -> Iterator[None]:
    """Send everything inside through a lane."""
    before = lane.set(which)
    try:
        yield
    finally:
        lane.reset(before)


class Turn:
    """A lock which goes to answers first, now and then to bulk; in a lane to who came first."""

    def __init__(self) -> None:
        self._held = False
        self._waiting: dict[Lane, deque[asyncio.Future[None]]] = {one: deque() for one in Lane}
        self._in_a_row = 0

    @property
    def idle(self) -> bool:
        """Whether nobody holds it or waits for it."""
        return not self._held

    @contextlib.asynccontextmanager
    async def of(self, which: Lane) -> AsyncIterator[None]:
        """Wait for the turn and hold it."""
        if self._held:
            mine = asyncio.get_running_loop().create_future()
            self._waiting[which].append(mine)
            try:
                await mine
            except asyncio.CancelledError:
                if not mine.cancelled():  # it was just handed over to us
                    self._hand_over()
                raise
        self._held = True
        try:
            yield
        finally:
            self._hand_over()

    def _hand_over(self) -> None:
        while (following := self._following()) is not None:
            if not following.done():
                following.set_result(None)
                return
        self._held = False

    def _following(self) -> asyncio.Future[None] | None:
        answers, bulk = self._waiting[Lane.ANSWER], self._waiting[Lane.BULK]
        if answers and not (bulk and self._in_a_row >= IN_A_ROW):
            self._in_a_row += 1
            return answers.popleft()
        self._in_a_row = 0
        return bulk.popleft() if bulk else None
