"""The page on which a computer test is sat: who may open it, and whether somebody looks at it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from exams.domain.ids import AttemptId
from exams.domain.refusals.pages import LaunchOld

FRESH: Final = timedelta(minutes=5)
"""So long after Telegram has opened it a page is let in."""

AHEAD: Final = timedelta(minutes=1)
"""So far Telegram's clock may be ahead of ours."""

LONGEST: Final = timedelta(hours=12)
"""No session outlives the day of its exam."""


class Leaving(Enum):
    """How somebody left the page."""

    HIDDEN = "hidden"  # another tab, another app, the screen off
    BLURRED = "blurred"  # still seen, but typing and tapping went elsewhere


def check_fresh(opened_at: datetime, *, now: datetime) -> None:
    """Let through only what Telegram has opened just now.

    Raises:
        LaunchOld: it is older than five minutes, or from the future.
    """
    if not -AHEAD <= now - opened_at <= FRESH:
        raise LaunchOld


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSession:
    """The one page of an attempt that is let in; every change returns a new value.

    Attributes:
        token_hash: of what the page shows at each call.
        device: what the page calls the device it runs on; a hint, never a proof.
        opened_at: when it was let in.
        moves: how often the test went on on another device.
        leaves: how often the page was left.
        away_since: left, and not come back to.
        version: grows with each saved change; guards against lost updates.
    """

    attempt_id: AttemptId
    token_hash: str
    device: str
    opened_at: datetime
    moves: int = 0
    leaves: int = 0
    away_since: datetime | None = None
    version: int = 0

    def open_again(self, *, token_hash: str, device: str, at: datetime) -> "PageSession":
        """Let a newer page in; the earlier one is closed by that."""
        return replace(
            self,
            token_hash=token_hash,
            device=device,
            opened_at=at,
            moves=self.moves + (device != self.device),
            away_since=None,
        )

    def good(self, now: datetime) -> bool:
        """Return whether the page may still ask for anything."""
        return now - self.opened_at <= LONGEST

    def leave(self, at: datetime) -> "PageSession":
        """Note that the page was left; a second word of it changes nothing."""
        if self.away_since is not None:
            return self
        return replace(self, away_since=at, leaves=self.leaves + 1)

    def come_back(self) -> "PageSession":
        """Note that somebody looks at the page again."""
        return self if self.away_since is None else replace(self, away_since=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAnswer:
    """An answer as a page sent it, so that it is taken once.

    Attributes:
        key: made by the page; the same for every try to send it.
        given_at: by the device's own clock; told in the log of answers, never judged by.
        at: when it came.
    """

    attempt_id: AttemptId
    key: str
    place: int
    given_at: datetime | None
    at: datetime
