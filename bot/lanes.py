"""Who goes first: an answer to a tap before what waits in the outbox, which is not forgotten."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from enum import IntEnum
from typing import Final


class Lane(IntEnum):
    """Who goes first: answers to taps, what the outbox has to say, what it only keeps current."""

    ANSWER = 0
    BULK = 1
    CURRENT = 2


PASSED_OVER: Final = {Lane.BULK: 3, Lane.CURRENT: 9}
"""How many go before a lane in which somebody waits has its turn all the same.

With answers alone before it, a morning on which people tap as fast as Telegram takes answers
would tell nobody that they are admitted until it is over. Boards and ticks, of which there is
always another one, leave these people the more.
"""

lane: ContextVar[Lane] = ContextVar("lane", default=Lane.ANSWER)
"""The lane of the messages sent from here; the deliverer of the outbox takes the others."""


@contextlib.contextmanager
def in_lane(which: Lane) -> Iterator[None]:
    """Send everything inside through a lane."""
    before = lane.set(which)
    try:
        yield
    finally:
        lane.reset(before)


class Turn:
    """A lock which goes to answers first, now and then to others; in a lane to who came first."""

    def __init__(self) -> None:
        self._held = False
        self._waiting: dict[Lane, deque[asyncio.Future[None]]] = {one: deque() for one in Lane}
        self._passed_over = dict.fromkeys(PASSED_OVER, 0)

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
        waiting = [one for one in Lane if self._waiting[one]]
        if not waiting:
            return None
        over = (one for one in PASSED_OVER if self._passed_over[one] >= PASSED_OVER[one])
        chosen = next((one for one in over if self._waiting[one]), waiting[0])
        for one in PASSED_OVER:
            left_out = self._waiting[one] and one is not chosen
            self._passed_over[one] = self._passed_over[one] + 1 if left_out else 0
        return self._waiting[chosen].popleft()
