"""Tells open pages that something has changed: one look a second, for all of them at once."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from exams.domain.ids import AttemptId
from exams.domain.refusals.base import Refusal
from exams.ports.clock import Clock
from exams.records.pages import PageState
from exams.services.pages.door import Entered

logger = logging.getLogger(__name__)

EVERY: Final = 1.0  # seconds between two looks
HEARTBEAT: Final = 10.0  # seconds; a page that hears nothing for longer connects again
JUMP: Final = timedelta(seconds=2)
"""So far our clock may differ from the computer's steady one before pages are told the time."""

Look = Callable[[Sequence[AttemptId]], Awaitable[Mapping[AttemptId, PageState]]]
HEADERS: Final = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # a proxy in front must not hold events back
}


@dataclass(eq=False, slots=True)
class Follower:
    """One open page."""

    attempt: AttemptId
    state: PageState | None = None
    jumped: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, state: PageState | None) -> None:
        """Take in how things stand."""
        if state != self.state:
            self.state = state
            self.news.set()


@dataclass(eq=False, slots=True)
class Watch:
    """Looks how things stand for everybody who has a page open.

    Attributes:
        look: one question to the database for all of them.
        clock: which may jump, where it is a simulated one.
    """

    look: Look
    clock: Clock
    ended: bool = False
    _followers: dict[AttemptId, set[Follower]] = field(default_factory=dict)
    _hint: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Look for ever: every second, and at once when somebody says that there is news."""
        loop = asyncio.get_running_loop()
        steady, ours = loop.time(), self.clock.now()
        while True:
            self._hint.clear()
            drift = (self.clock.now() - ours) - timedelta(seconds=loop.time() - steady)
            steady, ours = loop.time(), self.clock.now()
            await self.look_once(jumped=abs(drift) > JUMP)
            try:
                async with asyncio.timeout(EVERY):
                    await self._hint.wait()
            except TimeoutError:
                continue

    async def look_once(self, *, jumped: bool = False) -> None:
        """Look now; tell everybody the time if the clock has jumped."""
        if not self._followers:
            return
        states = await self.look(tuple(self._followers))
        for attempt, followers in self._followers.items():
            for follower in followers:
                follower.tell(states.get(attempt))
                if jumped:
                    follower.jumped = True
                    follower.news.set()

    def changed(self) -> None:
        """Say that there is news."""
        self._hint.set()

    def end(self) -> None:
        """End every stream, since the process does."""
        self.ended = True
        for followers in self._followers.values():
            for follower in followers:
                follower.news.set()

    @contextmanager
    def following(self, attempt: AttemptId) -> Iterator[Follower]:
        """Follow an attempt for as long as a page is open."""
        follower = Follower(attempt)
        self._followers.setdefault(attempt, set()).add(follower)
        self._hint.set()
        try:
            yield follower
        finally:
            same = self._followers[attempt]
            same.discard(follower)
            if not same:
                del self._followers[attempt]


def stream_of(
    watch: Watch,
    enter: Callable[[web.Request], Awaitable[Entered]],
    refused: Callable[[web.Request, Refusal], web.Response],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return the route of the stream.

    Events are ``changed`` (its id is the state; a page that comes back with it as
    ``Last-Event-ID`` hears only of what is newer), ``time`` (so that the page's clock is ours)
    and ``closed`` (the test goes on elsewhere).
    """

    async def events(request: web.Request) -> web.StreamResponse:
        try:
            entered = await enter(request)
        except Refusal as refusal:
            return refused(request, refusal)
        stream = web.StreamResponse(headers=HEADERS)
        with watch.following(entered.attempt) as follower:
            try:
                await stream.prepare(request)
                seen = request.headers.get("Last-Event-ID", "")
                await _feed(stream, watch, follower, entered, seen)
            except ConnectionResetError:
                logger.debug("a page has gone", extra={"attempt": entered.attempt})
        return stream

    return events


async def _feed(
    stream: web.StreamResponse, watch: Watch, follower: Follower, entered: Entered, seen: str
) -> None:
    await stream.write(_time(watch))
    while not watch.ended:
        try:
            async with asyncio.timeout(HEARTBEAT):
                await follower.news.wait()
        except TimeoutError:
            await stream.write(_time(watch))
            continue
        follower.news.clear()
        if follower.jumped:
            follower.jumped = False
            await stream.write(_time(watch))
        state = follower.state
        if state is None:
            continue
        if state.token_hash != entered.token_hash:
            await stream.write(_event("closed", {}))
            return
        if state.version != seen:
            seen = state.version
            await stream.write(_event("changed", {"state": seen}, number=seen))


def _time(watch: Watch) -> bytes:
    return _event("time", {"now": int(watch.clock.now().timestamp() * 1000)})


def _event(kind: str, data: Mapping[str, Any], *, number: str = "") -> bytes:
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {kind}\ndata: {json.dumps(data)}\n\n".encode()
