"""Telegram's message rates, kept on our side so that it never has to refuse.

Two guards work together. Bulk messages leave evenly, one at a time: buckets that save up tokens
run into refusals at far lower rates. And a window counts every message that *may* still be in
Telegram's last second: those under way and those answered less than a second ago; so a network
or a computer that stalls and then delivers many at once breaks no limit either. Answers to a
tap go before bulk and need not be even.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.lanes import Lane, Turn, lane

logger = logging.getLogger(__name__)

SECOND: Final = 1.0
MINUTE: Final = 60.0
HEADROOM: Final = 2  # messages a second by which the window lies above the even pace
CHAT_BURST: Final = 3  # messages to one chat at once; Telegram tolerates short bursts
PER_CHAT: Final = 1.0  # messages a second to one chat, in the long run
PER_GROUP: Final = 20  # messages a minute to one group
MOST_REFUSALS: Final = 5  # of one answer, then it is given up
ALL_WAIT: Final = 5.0  # seconds at most for all others when a single person is told to wait
KEPT_CHATS: Final = 10_000


class Window:
    """Counts what may lie in the last `seconds` as the receiver sees them."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._under_way = 0
        self._answered: deque[float] = deque()

    def wait(self, now: float) -> float | None:
        """Return seconds until another one fits; None if an answer must come first."""
        while self._answered and self._answered[0] <= now - self._seconds:
            self._answered.popleft()
        over = self._under_way + len(self._answered) - self._most
        if over < 0:
            return 0.0
        if over >= len(self._answered):
            return None
        return self._answered[over] + self._seconds - now

    def leave(self) -> None:
        """Count one that leaves."""
        self._under_way += 1

    def answered(self, now: float) -> None:
        """Note that one was answered."""
        self._under_way -= 1
        self._answered.append(now)


@dataclass(slots=True)
class Chat:
    """What one chat can take: tokens that grow with time, and for a group a minute's window.

    Attributes:
        closed_until: Telegram told this chat to wait.
    """

    tokens: float
    since: float
    window: Window | None
    turn: Turn = field(default_factory=Turn)
    closed_until: float = 0.0

    def wait(self, now: float) -> float | None:
        """Return seconds until the chat takes another one; None: after the next answer."""
        self.tokens = min(CHAT_BURST, self.tokens + (now - self.since) * PER_CHAT)
        self.since = now
        short = (1 - self.tokens) / PER_CHAT if self.tokens < 1 else 0.0
        short = max(short, self.closed(now))
        if self.window is None:
            return short
        group = self.window.wait(now)
        return None if group is None else max(short, group)

    def closed(self, now: float) -> float:
        """Return seconds until Telegram lets anything be done in the chat, an edit, too."""
        return max(self.closed_until - now, 0.0)


class Pacing:
    """Lets each message wait until Telegram will take it.

    Attributes:
        monotonic: the seconds by which it counts.
        sleep: waits so many of them.
    """

    def __init__(
        self,
        per_second: float = 28,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap = SECOND / per_second
        self.monotonic = monotonic
        self.sleep = sleep
        self._all = Window(int(per_second + HEADROOM), SECOND)
        self._even_at = 0.0
        self._closed_until = 0.0
        self._turn = Turn()
        self._chats: dict[int, Chat] = {}
        self._answer = asyncio.Event()

    def chat_wait(self, chat: int) -> float:
        """Return how many seconds a message to this chat would have to wait for the chat."""
        now = self.monotonic()
        wait = self._chat(chat, now).wait(now)
        return SECOND if wait is None else wait

    def close(self, seconds: float, chat: int | None = None) -> None:
        """Let nothing pass for so long: Telegram said so, without saying whether to all.

        A group has a limit of its own and is closed alone. Where a person is told to wait, the
        others wait a little; where a second one is meanwhile, it is meant for all.
        """
        now = self.monotonic()
        if chat is not None:
            place = self._chat(chat, now)
            place.closed_until = max(place.closed_until, now + seconds)
            if chat < 0:
                return
            if not self._person_closed(now, but=chat):
                seconds = min(seconds, ALL_WAIT)
        self._closed_until = max(self._closed_until, now + seconds)

    def _person_closed(self, now: float, *, but: int) -> bool:
        return any(
            chat > 0 and chat != but and place.closed(now) for chat, place in self._chats.items()
        )

    @contextlib.asynccontextmanager
    async def message(
        self, chat: int | None, which: Lane, *, edit: bool = False
    ) -> AsyncIterator[None]:
        """Wait for leave to send one message; inside, send it.

        Args:
            chat: which chat's rate it counts against.
            which: its lane.
            edit: it changes a message, and counts against no chat's rate.
        """
        place = None if chat is None else self._chat(chat, self.monotonic())
        if edit and place is not None:
            await self._until(place.closed)
            place = None
        if place is None:
            await self._pass(which, None)
        else:
            async with place.turn.of(which):
                await self._until(place.wait)
                await self._pass(which, place)
        try:
            yield
        finally:
            now = self.monotonic()
            self._all.answered(now)
            if place is not None and place.window is not None:
                place.window.answered(now)
            self._answer.set()

    async def _pass(self, which: Lane, place: Chat | None) -> None:
        async with self._turn.of(which):
            await self._until(lambda now: self._gate(which, now))
            now = self.monotonic()
            self._all.leave()
            if which is not Lane.ANSWER:
                # A sleep ends late, never early; what it lost is made up for, up to two places.
                self._even_at = max(self._even_at, now - 2 * self._gap) + self._gap
            if place is not None:
                place.tokens -= 1
                if place.window is not None:
                    place.window.leave()

    def _gate(self, which: Lane, now: float) -> float | None:
        window = self._all.wait(now)
        if window is None:
            return None
        even = self._even_at - now if which is not Lane.ANSWER else 0.0
        return max(window, even, self._closed_until - now)

    async def _until(self, wait: Callable[[float], float | None]) -> None:
        while (left := wait(self.monotonic())) != 0.0:
            if left is None:
                self._answer.clear()
                await self._answer.wait()
            elif left > 0:
                await self.sleep(left)
            else:
                return

    def _chat(self, chat: int, now: float) -> Chat:
        if len(self._chats) >= KEPT_CHATS:
            self._forget_rested(now)
        if chat not in self._chats:
            window = Window(PER_GROUP, MINUTE) if chat < 0 else None
            self._chats[chat] = Chat(tokens=CHAT_BURST, since=now, window=window)
        return self._chats[chat]

    def _forget_rested(self, now: float) -> None:
        rested = [
            chat
            for chat, place in self._chats.items()
            if place.window is None
            and place.turn.idle
            and now - place.since > CHAT_BURST
            and not place.closed(now)
        ]
        for chat in rested:
            del self._chats[chat]


class Paced(BaseRequestMiddleware):
    """Sends every message of a bot through the pacing."""

    def __init__(self, pacing: Pacing) -> None:
        self.pacing = pacing

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Wait, send, and wait longer if Telegram asks for it; an answer then goes again."""
        name = method.__api_method__
        if not counts(name):
            return await make_request(bot, method)
        which, chat, refusals = lane.get(), _chat_of(method), 0
        while True:
            try:
                async with self.pacing.message(chat, which, edit=name.startswith("edit")):
                    return await make_request(bot, method)
            except TelegramRetryAfter as refused:
                refusals += 1
                self.pacing.close(refused.retry_after, chat)
                logger.warning(
                    "telegram asks for patience",
                    extra={"method": name, "seconds": refused.retry_after},
                )
                if which is not Lane.ANSWER or refusals >= MOST_REFUSALS:
                    raise


def counts(method: str) -> bool:
    """Say whether a method of the Bot API sends or edits a message."""
    if method.startswith("edit"):
        return True
    return method.startswith(("send", "copy", "forward")) and method != "sendChatAction"


def _chat_of(method: TelegramMethod[Any]) -> int | None:
    chat = getattr(method, "chat_id", None)
    return chat if isinstance(chat, int) else None
