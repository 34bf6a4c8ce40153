"""Telegram's numbers, and the gate that keeps its message rates.

The published rates are 30 messages a second in all, one a second to a chat with short
bursts tolerated, and 20 a minute to a group. How long a burst may be is not published.
One request is one message here, an album too; edits are not counted.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.telegram.refused import Refused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the sandbox enforces; a rate of None is not enforced.

    Attributes:
        per_second: messages a second over all chats.
        per_chat_second: messages a second to one chat, in the long run.
        chat_burst: messages a chat takes at once after a rest.
        per_group_minute: messages to one group in any 60 seconds.
        upload: bytes of a file a bot may send.
        download: bytes of a file a bot may fetch.
        photo: bytes of a picture sent as a photo.
        photo_side: pixels of the longest side of a photo as Telegram keeps it.
        query_age: real seconds in which a pressed button may be answered.
    """

    per_second: int | None = 30
    per_chat_second: float | None = 1.0
    chat_burst: int = 5
    per_group_minute: int | None = 20
    upload: int = 50 * MEGABYTE
    download: int = 20 * MEGABYTE
    photo: int = 10 * MEGABYTE
    photo_side: int = 1280
    query_age: float = 30.0


UNPACED = Limits(per_second=None, per_chat_second=None, per_group_minute=None)
"""All limits but the rates, for measuring a bot's own speed."""


class RateGate:
    """Lets messages through at Telegram's rates and refuses the others with 429."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chats: dict[int, tuple[float, float]] = {}

    def enter(self, chat_id: int) -> None:
        """Count one message to the chat (negative ids are groups).

        Raises:
            Refused: 429 with `retry_after`; the message is then not counted.
        """
        limits, now = self.limits, self._monotonic()
        tokens = 0.0
        waits = [0.0]
        if limits.per_second is not None:
            waits.append(_window_wait(self._all, limits.per_second, 1.0, now))
        if limits.per_chat_second is not None:
            left, since = self._chats.get(chat_id, (float(limits.chat_burst), now))
            tokens = min(limits.chat_burst, left + (now - since) * limits.per_chat_second)
            waits.append((1 - tokens) / limits.per_chat_second if tokens < 1 else 0.0)
        group = self._groups.setdefault(chat_id, deque()) if chat_id < 0 else None
        if group is not None and limits.per_group_minute is not None:
            waits.append(_window_wait(group, limits.per_group_minute, 60.0, now))
        if (wait := max(waits)) > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._all.append(now)
        self._chats[chat_id] = (tokens - 1, now)
        if group is not None:
            group.append(now)


def too_many_requests(retry_after: int) -> Refused:
    """Return the 429 that asks for `retry_after` seconds."""
    return Refused(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )


def _window_wait(passed: deque[float], most: int, seconds: float, now: float) -> float:
    while passed and passed[0] <= now - seconds:
        passed.popleft()
    return passed[-most] + seconds - now if len(passed) >= most else 0.0
