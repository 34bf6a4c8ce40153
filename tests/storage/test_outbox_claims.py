"""Claims of waiting messages: in order, fenced, never shared, and safe in a crash."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from exams.domain.delivery import AfterCrash, DeliveryState, Priority
from exams.domain.ids import ChatId, PersonId
from exams.domain.people import Group
from exams.records.outbox import Delivery
from exams.records.people import NEW_GROUP
from storage import outbox
from storage.database import connect
from storage.letters import delivery_of
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from tests.storage.letters import LEASE, MINUTE, begun, cancelled, claim, put
from tests.storage.steps import Steps
from tests.storage.university import START, University


async def test_claims_go_by_priority_then_by_time(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(
        units,
        replace(cancelled(person, "result"), priority=Priority.RESULT),
        replace(cancelled(person, "later"), due_at=START - MINUTE),
        replace(cancelled(person, "sooner"), due_at=START - 2 * MINUTE),
        cancelled(person, "at once"),
        replace(cancelled(person, "not yet"), due_at=START + MINUTE, priority=Priority.TICKET),
        replace(cancelled(person, "ticket"), priority=Priority.TICKET, due_at=START),
    )
    order = ["ticket", "at once", "sooner", "later", "result"]
    got = [d.envelope.key for _ in range(3) for d in await claim(queue, limit=2)]
    assert got == order
    assert not await queue.anything_due(START)
    assert await queue.anything_due(START + MINUTE)


async def test_one_recipients_messages_are_taken_one_at_a_time(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    _, (asel, bek) = await university.seated(2)
    group = Group(id=NEW_GROUP, name="CS-21", faculty="IT", chat_id=ChatId(-1))
    async with units() as unit:
        chat = (await unit.groups.add(group)).id
        await unit.commit()
    posts = [replace(cancelled(asel.student_id, f"post {n}"), to=None, chat=chat) for n in (1, 2)]
    await put(units, *(cancelled(asel.student_id, f"asel {n}") for n in (1, 2, 3)), *posts)
    await put(units, cancelled(bek.student_id, "bek"))

    async def taken(*served: Delivery) -> list[Delivery]:
        envelopes = [one.envelope for one in served]
        return [*await queue.claim("w", START, limit=16, lease=LEASE, served=envelopes)]

    in_hand = await taken()
    assert [one.envelope.key for one in in_hand] == ["asel 1", "post 1", "bek"]
    assert await taken(*in_hand) == []
    assert [one.envelope.key for one in await taken(*in_hand[1:])] == ["asel 2"]
    assert [one.envelope.key for one in await taken(in_hand[0])] == ["post 2"]


async def test_something_is_due_until_all_that_may_go_now_is_taken(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    assert not await queue.anything_due(START)
    await put(units, cancelled(person), replace(cancelled(person, "2"), due_at=START))
    assert await queue.anything_due(START - MINUTE)
    await claim(queue)
    assert not await queue.anything_due(START)


async def test_the_next_message_is_found_among_a_thousand_as_among_ten(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    steps = Steps()
    await steps.watch(queue.database)

    async def looking() -> tuple[int, int]:
        return (
            await steps.of(queue.anything_due(START)),
            await steps.of(queue.claim("w", START, limit=4, lease=LEASE)),
        )

    await put(units, *(cancelled(person, f"first {n}") for n in range(10)))
    among_ten = await looking()
    assert all(among_ten)
    await put(units, *(cancelled(person, f"then {n}") for n in range(1000)))
    assert await looking() == among_ten


async def test_nothing_is_read_but_what_is_claimed(
    units: SqlUnits, queue: OutboxQueue, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def watched(row: Any) -> Delivery:
        read.append(row["key"])
        return delivery_of(row)

    monkeypatch.setattr(outbox, "delivery_of", watched)
    await put(units, *(cancelled(person, f"{number}") for number in range(9)))

    (taken,) = await queue.claim("w", START, limit=9, lease=LEASE)

    assert read == [taken.envelope.key] == ["0"]


async def test_workers_never_share_a_message(
    units: SqlUnits, file: Path, person: PersonId
) -> None:
    await put(units, *(cancelled(person, str(number)) for number in range(40)))
    databases = [connect(f"sqlite+aiosqlite:///{file}") for _ in range(2)]

    async def work(queue: OutboxQueue, name: str) -> list[int]:
        mine: list[int] = []
        while taken := await queue.claim(name, START, limit=4, lease=LEASE):
            mine.extend(delivery.id for delivery in taken)
        return mine

    queues = [OutboxQueue(database) for database in databases for _ in range(2)]
    taken = await asyncio.gather(*(work(queue, str(n)) for n, queue in enumerate(queues)))
    for database in databases:
        await database.close()
    assert sorted(number for mine in taken for number in mine) == sorted(
        {number for mine in taken for number in mine}
    )
    assert sum(map(len, taken)) == 40


async def test_a_lease_without_its_fence_writes_nothing(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, cancelled(person))
    (old,) = await claim(queue)
    assert not await queue.sending(old, START + LEASE)
    assert await queue.recover(START + LEASE) == 1
    (new,) = await claim(queue, START + LEASE)
    assert new.fence > old.fence
    for done in (
        await queue.sending(old, START),
        await queue.later(old, START),
        await queue.unreachable(old),
        await queue.failed(old, "x"),
        await queue.part_out(old, (1,), START + LEASE),
    ):
        assert not done
    assert await queue.sending(new, START + LEASE)
    assert not await queue.sent(old, START, None)
    assert await queue.sent(new, START, None)


async def test_only_what_was_being_sent_can_be_sent(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, cancelled(person))
    (delivery,) = await claim(queue)
    assert not await queue.sent(delivery, START, None)
    assert await queue.sending(delivery, START)
    assert not await queue.sending(delivery, START)


async def test_each_part_that_is_out_begins_the_lease_anew(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, cancelled(person))
    delivery = await begun(queue)
    for out in ((1,), (1, 2)):
        assert await queue.part_out(delivery, out, START + 2 * LEASE)
    assert await queue.recover(START + LEASE) == 0
    assert await queue.recover(START + 2 * LEASE) == 1
    assert [one.out for one in await claim(queue)] == [(1, 2)]


@pytest.mark.parametrize(
    ("after_crash", "state"),
    [(AfterCrash.REPEAT, DeliveryState.DUE), (AfterCrash.ASK, DeliveryState.IN_DOUBT)],
)
async def test_what_was_being_sent_in_a_crash_is_repeated_or_asked_about(
    units: SqlUnits,
    queue: OutboxQueue,
    person: PersonId,
    after_crash: AfterCrash,
    state: DeliveryState,
) -> None:
    await put(units, replace(cancelled(person), after_crash=after_crash))
    await begun(queue)
    assert await queue.recover(START + LEASE - timedelta(microseconds=1)) == 0
    assert await queue.recover(START + LEASE) == 1
    assert await queue.counts() == {state: 1}
    again = await claim(queue)
    assert [(d.repeated, d.tries) for d in again] == (
        [(True, 1)] if state is DeliveryState.DUE else []
    )


async def test_what_was_only_claimed_in_a_crash_goes_as_if_new(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person), after_crash=AfterCrash.ASK))
    await claim(queue)
    assert await queue.recover(START + LEASE) == 1
    (again,) = await claim(queue)
    assert (again.repeated, again.tries) == (False, 0)
