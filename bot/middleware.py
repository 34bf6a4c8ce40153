"""Around every update: whose it is, how often they may come, and what the log calls it."""

import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update, User

from bot.again import unless_stale
from exams.domain.ids import ChatId
from exams.services import UseCases

logger = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

FLOOD: Final = 90  # updates of one person in `FLOOD_SECONDS`; an exam's photographs are fewer
FLOOD_SECONDS: Final = 30.0
KEPT_PEOPLE: Final = 5_000


class LogContext(BaseMiddleware):
    """Names the update in every line of the log that is written meanwhile, by id only."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Bind the id, and the person's once it is known."""
        update = event.update_id if isinstance(event, Update) else 0
        with structlog.contextvars.bound_contextvars(update=update):
            return await handler(event, data)


class Flood(BaseMiddleware):
    """Drops what no person can send: a script with a student's account must cost nothing."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen: dict[int, deque[float]] = {}

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Let through, or drop without an answer."""
        user: User | None = data.get("event_from_user")
        if user is not None and self._too_many(user.id):
            return None
        return await handler(event, data)

    def _too_many(self, account: int) -> bool:
        now = self._monotonic()
        if account not in self._seen and len(self._seen) >= KEPT_PEOPLE:
            self._seen.pop(next(iter(self._seen)))
        seen = self._seen.setdefault(account, deque(maxlen=FLOOD))
        flood = len(seen) == FLOOD and now - seen[0] < FLOOD_SECONDS
        if flood:
            logger.warning("flood dropped", extra={"account": account})
        else:
            seen.append(now)
        return flood


class Who(BaseMiddleware):
    """Finds out who acts: `actor` is the known person, or None for a stranger."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Add `actor` to what handlers may ask for."""
        use: UseCases = data["use"]
        user: User | None = data.get("event_from_user")
        person = None if user is None else await use.person_of(ChatId(user.id))
        actor = None if person is None else person.actor()
        if actor is not None and isinstance(event, Update):
            actor = replace(actor, sent_at=sent_at(event))
        data["actor"] = actor
        with structlog.contextvars.bound_contextvars(person=actor and int(actor.id)):
            return await handler(event, data)


class FirstComeFirst(BaseMiddleware):
    """Runs a handler again when somebody else saved the same thing first."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run, and run again."""
        return await unless_stale(lambda: handler(event, data))


def sent_at(update: Update) -> datetime | None:
    """Return Telegram's own time of a message; taps have none."""
    return update.message.date if update.message else None
