"""Who goes first: an answer to a tap before what waits in the outbox."""

import asyncio
import contextlib
import heapq
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from enum import IntEnum
from itertools import count


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
    """A lock which goes to the best lane first, and within a lane to who came first."""

    def __init__(self) -> None:
        self._held = False
        self._waiting: list[tuple[Lane, int, asyncio.Future[None]]] = []
        self._order = count()

    @property
    def idle(self) -> bool:
        """Whether nobody holds it or waits for it."""
        return not self._held

    @contextlib.asynccontextmanager
    async def of(self, which: Lane) -> AsyncIterator[None]:
        """Wait for the turn and hold it."""
        if self._held:
            mine = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (which, next(self._order), mine))
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
        while self._waiting:
            _, _, next_one = heapq.heappop(self._waiting)
            if not next_one.done():
                next_one.set_result(None)
                return
        self._held = False
