"""What comes in: kept before it is acknowledged, handled in order, once, whatever happens.

Updates of one person are handled one after the other, oldest first; those of different people
side by side. A group chat is a line of its own, whoever writes there, and groups have places of
their own: Telegram may tell a group to wait for minutes, and no private chat waits with it. So
have pictures, which take long to look at: where three hundred students hand in at once, the taps
and tables of others wait for none of it, and a long album takes turns with everybody's. What is
urgent, as a lost connection is, goes past the own pictures as well.

What a killed process left unfinished is handled at the next start; what it had carried out without
ticking it off is only answered.
"""

import asyncio
import heapq
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

from bot.background import Nursery, describe
from exams.ports.clock import Clock
from storage.inbox import Inbox, Waiting, brings_picture, person_key
from storage.once import Handling, carried_out, handling
from vision.machine import children
from web.telegram import RawUpdate

logger = logging.getLogger(__name__)

T = TypeVar("T")

TRIES: Final = 3
FIRST_PAUSE: Final = 0.2  # seconds before the second try; doubled for the third
INSIST_PAUSE: Final = 1.0  # seconds between two tries to write into the inbox
AT_ONCE: Final = 32  # people whose updates are handled side by side, and as many groups
PICTURES_FOR_A_CHILD: Final = 2  # one is looked at, another fetched or kept: each may be 20 MB
SOON: Final = 3.0  # seconds within which it need not be told that a picture has come
HEARD: Final = 1.0  # seconds after which whoever tapped reads that the tap has come
GROUP: Final = "chat"
AHEAD: Final = "ahead"

Update = Mapping[str, Any]
Reaction = Callable[[Update], Awaitable[object]]


async def _nothing(_: object) -> None:
    """React to nothing."""


@dataclass(slots=True, kw_only=True)
class Intake:
    """Keeps updates and works them off.

    Attributes:
        box: the inbox.
        handle: handles one update.
        give_up: told of an update that failed three times; tells the person.
        resume: told of an update which a killed process carried out but may not have answered.
        heard: told of a tap whose turn has not come, many being before it; tells the person.
        waits: told of a picture which has to wait for others, and of a tap which has to wait for
            the own ones; tells the person.
        urgent: whether an update goes past the own pictures that wait.
        worked_off: called after each update that changed something; there may be something in
            the outbox now.
        clock: stamps what comes in.
        nursery: where the work runs.
        keeps: whether what came last could be kept; not so on a full disk.
    """

    box: Inbox
    handle: Reaction
    give_up: Reaction = _nothing
    resume: Reaction = _nothing
    heard: Reaction = _nothing
    waits: Reaction = _nothing
    urgent: Callable[[Update], bool] = lambda _: False
    worked_off: Callable[[], None] = lambda: None
    clock: Clock
    nursery: Nursery
    first_pause: float = FIRST_PAUSE
    insist_pause: float = INSIST_PAUSE
    soon: float = SOON
    heard_within: float = HEARD
    keeps: bool = True
    _lines: dict[str, list[tuple[int, Waiting]]] = field(default_factory=dict)
    _known: set[int] = field(default_factory=set)
    _carried_out: set[int] = field(default_factory=set)
    _ended: set[int] = field(default_factory=set)
    _told: set[str] = field(default_factory=set)
    _pictures: dict[str, set[int]] = field(default_factory=dict)
    _patient: dict[int, asyncio.TimerHandle] = field(default_factory=dict)
    _ticking_off: asyncio.Lock = field(default_factory=asyncio.Lock)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _group_places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _picture_places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(PICTURES_FOR_A_CHILD * children())
    )

    def __len__(self) -> int:
        """Return how many updates wait or are being handled."""
        return len(self._known)

    async def take(self, updates: Sequence[RawUpdate]) -> None:
        """Keep updates for good, then begin to work them off; what is known already is ignored.

        When this returns, the messenger may be told that we have them.
        """
        now = self.clock.now()
        # Escaped: half a character, which some keyboards send, cannot be stored as it is, and one
        # update that is not taken would hold up everybody's.
        rows = {int(one["update_id"]): (key_of(one), json.dumps(one)) for one in updates}
        try:
            stored = await self.box.store([(number, *row) for number, row in rows.items()], now)
        except Exception:
            self.keeps = False
            raise
        self.keeps = True
        for number in sorted(stored):
            key, payload = rows[number]
            self._line_up(Waiting(update_id=number, key=key, payload=payload, at=now, tries=0))

    async def begin(self) -> None:
        """Work off what an earlier process left; call it before anything new is taken."""
        self._carried_out |= await carried_out(self.box.database)
        for waiting in await self.box.unfinished():
            self._line_up(waiting)

    def _line_up(self, waiting: Waiting) -> None:
        self._known.add(waiting.update_id)
        name = self._line_of(waiting)
        line = self._lines.get(name)
        if line is not None:
            heapq.heappush(line, (waiting.update_id, waiting))
            return
        self._lines[name] = [(waiting.update_id, waiting)]
        self.nursery.start(self._walk(name), name="line of updates")

    def _line_of(self, waiting: Waiting) -> str:
        """Return the line for an update: the person's, or the one past the person's pictures."""
        key = waiting.key
        update: Update = {}
        with suppress(ValueError):  # what cannot be read is told of when its turn comes
            update = json.loads(waiting.payload)
        if key.startswith(GROUP):
            return key
        if brings_picture(update):
            self._pictures.setdefault(key, set()).add(waiting.update_id)
            return key
        ahead = f"{AHEAD} {key}"
        if (key in self._pictures or ahead in self._lines) and self.urgent(update):
            return ahead
        if key in self._pictures and "callback_query" in update:
            loop = asyncio.get_running_loop()
            telling = loop.call_later(self.soon, self._start_telling, waiting)
            self._patient[waiting.update_id] = telling
        return key

    async def _walk(self, key: str) -> None:
        line = self._lines[key]
        try:
            while line:
                _, waiting = heapq.heappop(line)
                await self._come_to(waiting)
        finally:
            del self._lines[key]
            self._told.discard(key)

    async def _come_to(self, waiting: Waiting) -> None:
        """Work off the next update of a line; a defect of ours in doing so ends no line."""
        if (telling := self._patient.pop(waiting.update_id, None)) is not None:
            telling.cancel()
        try:
            async with self._place(waiting):
                changed = True
                if waiting.update_id in self._carried_out:
                    self._carried_out.discard(waiting.update_id)
                    await self._react(self.resume, waiting)
                else:
                    changed = await self._work_off(waiting)
                await self._insist(partial(self._tick_off, waiting.update_id))
            if changed:
                self.worked_off()
        except Exception as error:  # noqa: BLE001 - the person waits behind it
            ids = {"update": waiting.update_id, "error": describe(error)}
            logger.error("update left to the next start", extra=ids)  # noqa: TRY400
        finally:
            self._known.discard(waiting.update_id)
            self._forget_picture(waiting)

    def _forget_picture(self, waiting: Waiting) -> None:
        pictures = self._pictures.get(waiting.key, set())
        pictures.discard(waiting.update_id)
        if not pictures:
            self._pictures.pop(waiting.key, None)

    @asynccontextmanager
    async def _place(self, waiting: Waiting) -> AsyncIterator[None]:
        """Hold a place among those that are handled side by side."""
        update = json.loads(waiting.payload)
        if waiting.key.startswith(GROUP):
            places = self._group_places
        elif brings_picture(update):
            places = self._picture_places
        else:
            places = self._places
        loop, telling = asyncio.get_running_loop(), None
        if places is self._picture_places and waiting.key not in self._told:
            telling = loop.call_later(self.soon, self._tell, waiting)
        elif places.locked() and "callback_query" in update:
            telling = loop.call_later(self.heard_within, self._start_hearing, waiting)
        try:
            await places.acquire()
        finally:
            if telling is not None:
                telling.cancel()
        try:
            yield
        finally:
            places.release()

    def _tell(self, waiting: Waiting) -> None:
        """Tell somebody that a picture waits, once as long as anything of theirs does."""
        self._told.add(waiting.key)
        self._start_telling(waiting)

    def _start_telling(self, waiting: Waiting) -> None:
        self.nursery.start(self._tell_of_waiting(waiting), name="somebody who waits")

    def _start_hearing(self, waiting: Waiting) -> None:
        self.nursery.start(self._react(self.heard, waiting), name="somebody who is heard")

    async def _tell_of_waiting(self, waiting: Waiting) -> None:
        await self._react(self.waits, waiting)
        self.worked_off()

    async def _tick_off(self, update_id: int) -> None:
        """Note that an update is worked off; those that end meanwhile share a transaction."""
        self._ended.add(update_id)
        async with self._ticking_off:
            if update_id not in self._ended:
                return  # whoever came before has ticked it off
            ended, self._ended = self._ended, set()
            try:
                await self.box.done(ended, self.clock.now())
            except BaseException:
                self._ended |= ended  # for whoever comes next
                raise

    async def _insist(self, write: Callable[[], Awaitable[T]]) -> T:
        """Write until it is written: a full disk has room again some day.

        Whoever gave up here would leave everything that the person sends later unhandled.
        """
        while True:
            try:
                return await write()
            except Exception as error:  # noqa: BLE001 - whatever it is, the person waits behind it
                logger.error(  # noqa: TRY400 - without the words of the exception
                    "inbox not written", extra={"error": describe(error)}
                )
            await asyncio.sleep(self.insist_pause)

    async def _work_off(self, waiting: Waiting) -> bool:
        """Handle an update, or give it up; return whether anything may have changed."""
        update = json.loads(waiting.payload)
        tries = waiting.tries
        while tries < TRIES:
            work = Handling(waiting.update_id)
            token = handling.set(work)
            try:
                await self.handle(update)
            except Exception as error:  # noqa: BLE001 - one bad update must stop nobody
                ids = {"update": waiting.update_id, "error": describe(error)}
                if work.carried_out:
                    logger.warning("carried out, answer failed", extra=ids)
                    return True
                failed = partial(self.box.failed, waiting.update_id, type(error).__name__)
                tries = await self._insist(failed)
                logger.error("update failed", extra={**ids, "tries": tries})  # noqa: TRY400
            else:
                return work.carried_out
            finally:
                handling.reset(token)
            await asyncio.sleep(self.first_pause * 2 ** (tries - 1))
        await self._react(self.give_up, waiting)
        return True

    async def _react(self, reaction: Reaction, waiting: Waiting) -> None:
        try:
            await reaction(json.loads(waiting.payload))
        except Exception as error:  # noqa: BLE001 - it was the last thing to try
            logger.error(  # noqa: TRY400 - without the words of the exception
                "person not told",
                extra={"update": waiting.update_id, "error": describe(error)},
            )


def key_of(update: RawUpdate) -> str:
    """Return whose an update is: a group's, or else a person's; those of one keep their order."""
    for payload in update.values():
        if not isinstance(payload, dict):
            continue
        chat = (payload.get("message") or payload).get("chat") or {}
        if (number := chat.get("id", 0)) < 0:
            return f"{GROUP} {number}"
        if isinstance(sender := payload.get("from"), dict):
            return person_key(sender.get("id", 0))
    return "nobody"
