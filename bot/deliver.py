"""Works off the outbox: each message once, the urgent ones first, at the pace Telegram takes.

A message is committed as `sending` before Telegram is called, so only those under way at a crash
may have gone out; they are at most `IN_FLIGHT`, and are marked when they go again. A message in
several parts goes on with the part that is not noted as out: one part may be there twice. Where an
answer of Telegram's is lost, the message stays in `sending` too, and its lease decides.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from bot.background import Nursery, describe
from bot.lanes import Lane, in_lane
from bot.messenger import Messenger
from bot.pacing import Pacing
from bot.retries import did_nothing
from exams.domain.delivery import Priority
from exams.domain.ids import ChatId
from exams.ports.clock import Clock
from exams.records.outbox import Delivery, Envelope, SentMessage
from handlers.outgoing import Progress
from storage.outbox import OutboxQueue, Recipient

logger = logging.getLogger(__name__)

IN_FLIGHT: Final = 4  # as many as 28 a second need; as many may repeat after a crash
CLAIMED: Final = 16  # held ready, so that no time is lost between two messages
REFILL: Final = 8  # free places, before more is taken of what has waited already
LEASE: Final = timedelta(seconds=60)  # twice the longest call
POLL: Final = 1.0  # seconds; a commit wakes us at once, this is for whatever is due later
RECOVER_EVERY: Final = 30.0  # seconds
PATIENCE: Final = 1.5  # seconds to wait for a chat, then others go first
LONGEST_PAUSE: Final = 60.0  # seconds between two tries
CURRENT: Final = {Priority.BOARD: Lane.CURRENT, Priority.PROGRESS: Lane.CURRENT}


@dataclass(slots=True, kw_only=True)
class Deliverer:
    """Takes what is due out of the outbox and sends it.

    Attributes:
        queue: the outbox.
        messenger: sends.
        pacing: knows which chats can take a message now.
        clock: says what is due.
        nursery: where sending runs.
        chat_migrated: told that a group has a new chat.
        chat_lost: told that a group's chat cannot be written to.
        name: of this worker, in the leases.
        alone: no other process delivers from this outbox, so what is found under way at the
            start belongs to nobody.
    """

    queue: OutboxQueue
    messenger: Messenger
    pacing: Pacing
    clock: Clock
    nursery: Nursery
    chat_migrated: Callable[[ChatId, ChatId], Awaitable[None]]
    chat_lost: Callable[[ChatId], Awaitable[None]]
    name: str = "bot"
    alone: bool = True
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _news: bool = True
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    _in_hand: dict[int, Envelope] = field(default_factory=dict)
    _resting: int = 0
    _stopping: bool = False
    _recovered: float = 0.0

    def wake(self) -> None:
        """Look at once: something may have been put into the outbox."""
        self._news = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver for ever."""
        now = self.clock.now()
        await self.queue.recover(now + LEASE if self.alone else now)
        self._recovered = time.monotonic()
        while True:
            self._woken.clear()
            if self._recovery_due and not self._in_hand:
                # With nothing of our own under way, a clock that jumps ahead expires no lease
                # of a message that is just being sent.
                await self.queue.recover(self.clock.now())
                self._recovered = time.monotonic()
            if await self._take_up():
                continue
            try:
                async with asyncio.timeout(POLL):
                    await self._woken.wait()
            except TimeoutError:
                self._news = True  # something may be due by now

    @property
    def _recovery_due(self) -> bool:
        return time.monotonic() - self._recovered > RECOVER_EVERY

    async def stop(self, seconds: float) -> None:
        """Take up nothing more, and wait for what is under way, but not for ever."""
        self._stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_hand:
                    self._woken.clear()
                    await self._woken.wait()

    async def idle(self) -> bool:
        """Say whether nothing is due and nothing under way."""
        due = await self.queue.anything_due(self.clock.now())
        return not due and not self._in_hand

    async def _take_up(self) -> bool:
        now = self.clock.now()
        ready = len(self._in_hand) - self._resting
        room = 0 if self._stopping or self._recovery_due else CLAIMED - ready
        # A claim is a transaction: one for each place that is free would send nothing sooner.
        if room < (1 if self._news else REFILL):
            return False
        self._news = False
        if not await self.queue.anything_due(now):
            return False
        claimed = await self.queue.claim(
            self.name, now, limit=room, lease=LEASE, served=self._in_hand.values()
        )
        for delivery in claimed:
            self._in_hand[delivery.id] = delivery.envelope
            self.nursery.start(self._deliver(delivery), name=f"delivery {delivery.id}")
        return bool(claimed)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._hand_over(delivery)
        finally:
            del self._in_hand[delivery.id]
            self._woken.set()

    async def _hand_over(self, delivery: Delivery) -> None:
        to = await self.queue.recipient(delivery)
        if to.chat is None or not to.reachable:
            await self.queue.unreachable(delivery)
            return
        wait = self.pacing.chat_wait(to.chat)
        if wait > PATIENCE:
            await self.queue.later(delivery, self.clock.now() + timedelta(seconds=wait))
            return
        if wait > 0:
            await self._rest(wait)
        async with self._places:
            if await self.queue.sending(delivery, self.clock.now()):
                await self._send(delivery, to.chat, to)

    async def _rest(self, seconds: float) -> None:
        """Wait for a chat; others are taken up in its place."""
        self._resting += 1
        self._woken.set()
        try:
            await self.pacing.sleep(seconds)
        finally:
            self._resting -= 1

    async def _send(self, delivery: Delivery, chat: ChatId, to: Recipient) -> None:
        envelope = delivery.envelope
        old = await self.queue.slot_message(envelope.slot, chat) if envelope.slot else None
        try:
            with in_lane(CURRENT.get(envelope.priority, Lane.BULK)):
                message = await self.messenger.send(
                    chat,
                    envelope.notice,
                    to.locale,
                    instead_of=old,
                    fresh=envelope.fresh,
                    mark="mark.repeated" if delivery.repeated else "",
                    progress=Progress(delivery.out, partial(self._part_out, delivery)),
                )
        except _Overtaken:
            logger.warning("delivery overtaken", extra={"delivery": delivery.id})
        except TelegramAPIError as error:
            await self._not_taken(delivery, chat, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must go out
            await self._fail(delivery, "defect", describe(error))
        else:
            await self._taken(delivery, message)

    async def _part_out(self, delivery: Delivery, messages: tuple[int, ...]) -> None:
        until = self.clock.now() + LEASE
        if not await self.queue.part_out(delivery, messages, until):
            raise _Overtaken

    async def _taken(self, delivery: Delivery, message: SentMessage) -> None:
        if not await self.queue.sent(delivery, self.clock.now(), message):
            logger.warning("delivery overtaken", extra={"delivery": delivery.id})

    async def _not_taken(self, delivery: Delivery, chat: ChatId, error: TelegramAPIError) -> None:
        ids = {"delivery": delivery.id, "error": type(error).__name__, "tries": delivery.tries}
        if isinstance(error, TelegramRetryAfter):
            await self._later(delivery, error.retry_after)
        elif isinstance(error, TelegramMigrateToChat):
            await self.chat_migrated(chat, ChatId(error.migrate_to_chat_id))
            await self._later(delivery, 0)
        elif isinstance(error, TelegramForbiddenError) or _nobody_there(error):
            await self._unreachable(delivery, chat)
            logger.info("recipient unreachable", extra=ids)
        elif isinstance(error, TelegramBadRequest):
            await self._fail(delivery, "refused", ": ".join(error.message.split(":")[:2]))
        elif isinstance(error, TelegramNetworkError) and not did_nothing(error):
            logger.warning("answer lost, delivery in doubt", extra=ids)
        else:
            await self._later(delivery, min(2.0**delivery.tries, LONGEST_PAUSE))
            logger.warning("delivery put back", extra=ids)

    async def _later(self, delivery: Delivery, seconds: float) -> None:
        await self.queue.later(delivery, self.clock.now() + timedelta(seconds=seconds))

    async def _unreachable(self, delivery: Delivery, chat: ChatId) -> None:
        await self.queue.unreachable(delivery)
        if delivery.envelope.to is not None:
            await self.queue.mark_unreachable(delivery.envelope.to)
        else:
            await self.chat_lost(chat)

    async def _fail(self, delivery: Delivery, reason: str, error: str) -> None:
        await self.queue.failed(delivery, reason)
        logger.error(
            "delivery failed",
            extra={
                "delivery": delivery.id,
                "template": delivery.envelope.notice.template,
                "error": error,
            },
        )


class _Overtaken(Exception):
    """Another worker has the message by now, and goes on with the parts that are left."""


def _nobody_there(error: TelegramAPIError) -> bool:
    return isinstance(error, TelegramBadRequest) and "chat not found" in error.message.lower()
