"""When the deliverer takes more messages out of the outbox, and how many at once."""

from dataclasses import replace
from typing import Any

import pytest

from bot import deliver
from bot.background import Nursery
from bot.deliver import CLAIMED, IN_FLIGHT, REFILL
from bot.pacing import Pacing
from exams.domain.delivery import DeliveryState, Priority
from sandbox.telegram import FaultKind
from storage.outbox import OutboxQueue
from tests.bot.post import Post, Until, shown


async def test_what_waits_is_taken_by_the_handful_and_what_is_new_at_once(
    post: Post, pacing: Pacing, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "POLL", 600)
    everybody = [await post.person() for _ in range(CLAIMED + 3 * REFILL)]
    places: list[int] = []
    claim = OutboxQueue.claim

    async def watched(queue: OutboxQueue, *args: Any, limit: int, **more: Any) -> Any:
        places.append(limit)
        return await claim(queue, *args, limit=limit, **more)

    monkeypatch.setattr(OutboxQueue, "claim", watched)
    await post.put(*(post.letter(person) for person, _ in everybody))
    async with Nursery() as nursery:
        deliverer = post.deliverer(pacing, nursery)
        nursery.start(deliverer.run(), name="deliverer")
        await until(deliverer.idle)
        assert [len(shown(phone)) for _, phone in everybody] == [1] * len(everybody)
        assert places[0] == CLAIMED
        assert min(places) >= REFILL

        post.telegram.faults.switch_on(
            FaultKind.TIME_OUT, times=IN_FLIGHT, methods=["sendMessage"], seconds=600
        )
        await post.put(*(post.letter(person) for person, _ in everybody[: CLAIMED - 2]))
        deliverer.wake()
        await until(lambda: _none_due(post))
        ticket = replace(post.letter(everybody[-1][0]), priority=Priority.TICKET)
        await post.put(ticket)
        deliverer.wake()
        await until(lambda: _none_due(post))
        assert places[-1] == 2


async def _none_due(post: Post) -> bool:
    return DeliveryState.DUE not in await post.queue.counts()
