"""Messages wait, are replaced, claimed under a fence, and survive a crash."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from exams.domain.delivery import AfterCrash, DeliveryState, Priority
from exams.domain.ids import ChatId, ExamId, GroupId, PersonId
from exams.domain.people import Group, Locale
from exams.notices.before import Calendar, ExamCancelled, MyExams
from exams.notices.lines import ExamLine
from exams.records.outbox import Delivery, Envelope, SentMessage
from exams.records.people import NEW_GROUP
from storage.database import Database, connect
from storage.outbox import OutboxQueue, Recipient
from storage.tables import messages
from storage.unit import SqlUnits
from tests.storage.university import START, University

MINUTE = timedelta(minutes=1)
LEASE = MINUTE


@pytest.fixture
def queue(database: Database) -> OutboxQueue:
    return OutboxQueue(database)


@pytest.fixture
async def person(units: SqlUnits, university: University) -> PersonId:
    async with units() as unit:
        student = await university.student(unit, 1)
        await unit.commit()
    return student.id


def cancelled(person: PersonId, key: str = "k", subject: str = "Алгебра") -> Envelope:
    return Envelope(
        notice=ExamCancelled(subject=subject, starts_at=START),
        to=person,
        key=key,
        priority=Priority.REMINDER,
    )


async def put(units: SqlUnits, *envelopes: Envelope) -> list[bool]:
    async with units() as unit:
        stored = [await unit.outbox.put(envelope) for envelope in envelopes]
        await unit.commit()
    return stored


async def claim(queue: OutboxQueue, now: datetime = START, limit: int = 4) -> tuple[Delivery, ...]:
    return await queue.claim("w", now, limit=limit, lease=LEASE)


async def begun(queue: OutboxQueue, now: datetime = START) -> Delivery:
    (delivery,) = await claim(queue, now)
    assert await queue.sending(delivery, now)
    return delivery


async def test_an_envelope_comes_back_whole(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    line = ExamLine(exam=exam.id, subject="Ә", kind="written", starts_at=START, stage="running")
    envelope = Envelope(
        notice=MyExams(exams=(line, line)),
        to=attempt.student_id,
        key="all",
        priority=Priority.LINK,
        slot="home",
        fresh=True,
        due_at=START,
        after_crash=AfterCrash.ASK,
        exam_id=exam.id,
        attempt_id=attempt.id,
    )
    assert await put(units, envelope) == [True]
    (delivery,) = await claim(queue)
    assert delivery == Delivery(
        id=delivery.id,
        envelope=envelope,
        state=DeliveryState.CLAIMED,
        fence=1,
        repeated=False,
        tries=0,
    )
    assert delivery.envelope.priority is Priority.LINK


async def test_an_envelope_for_now_and_for_a_group_comes_back(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, _ = await university.seated(0)
    envelope = replace(cancelled(PersonId(0)), to=None, chat=exam.groups[0])
    await put(units, envelope)
    (delivery,) = await claim(queue)
    assert delivery.envelope == envelope


async def test_an_envelope_has_one_recipient(units: SqlUnits, person: PersonId) -> None:
    for wrong in (
        replace(cancelled(person), to=None),
        replace(cancelled(person), chat=GroupId(1)),
    ):
        with pytest.raises(IntegrityError):
            await put(units, wrong)


async def test_a_second_envelope_with_the_same_key_is_not_stored(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    assert await put(units, cancelled(person), cancelled(person)) == [True, False]
    assert await put(units, replace(cancelled(person), slot="home")) == [False]
    delivery = await begun(queue)
    await queue.sent(delivery, START, None)
    assert await put(units, cancelled(person)) == [False]
    assert await queue.counts() == {DeliveryState.SENT: 1}


async def test_a_newer_message_takes_the_place_of_one_that_waits_in_its_slot(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    _, (asel, bek) = await university.seated(2)
    old = replace(cancelled(asel.student_id, "1"), slot="board", fresh=True)
    other_slot = replace(cancelled(asel.student_id, "2"), slot="home")
    other_person = replace(cancelled(bek.student_id, "3"), slot="board")
    new = replace(cancelled(asel.student_id, "4", "Физика"), slot="board")
    assert await put(units, old, other_slot, other_person, new) == [True] * 4
    got = [delivery.envelope for delivery in await claim(queue)]
    assert got == [replace(new, fresh=True), other_slot, other_person]


async def test_a_claim_on_a_replaced_message_is_void(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    old = replace(cancelled(person, "1"), slot="board")
    await put(units, old)
    (claimed,) = await claim(queue)
    new = replace(cancelled(person, "2", "Физика"), slot="board")
    await put(units, new)
    assert not await queue.sending(claimed, START)
    (delivery,) = await claim(queue)
    assert delivery.envelope == new


async def test_a_slot_sends_one_message_at_a_time(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    old = replace(cancelled(person, "1"), slot="board")
    await put(units, old)
    first = await begun(queue)
    new = replace(cancelled(person, "2"), slot="board")
    await put(units, new)
    assert await claim(queue) == ()
    await queue.sent(first, START, None)
    (second,) = await claim(queue)
    assert second.envelope == new


async def test_a_message_put_back_gives_way_to_a_newer_one_of_its_slot(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board"))
    first = await begun(queue)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    assert await queue.later(first, START + MINUTE)
    assert [d.envelope.key for d in await claim(queue, START + MINUTE)] == ["2"]


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
    assert await queue.next_due() == START + MINUTE


async def test_next_due_is_past_when_something_may_go_now_and_none_when_nothing_waits(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    assert await queue.next_due() is None
    await put(units, cancelled(person), replace(cancelled(person, "2"), due_at=START))
    due = await queue.next_due()
    assert due is not None
    assert due < START
    await claim(queue)
    assert await queue.next_due() is None


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


async def test_a_crash_in_a_slot_lets_only_the_newest_go(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board"))
    await begun(queue)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    await queue.recover(START + LEASE)
    assert [d.envelope.key for d in await claim(queue)] == ["2"]


async def test_a_slot_remembers_where_its_message_stands(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board"))
    chat = ChatId(70)
    assert await queue.slot_message("board", chat) is None
    first = SentMessage(chat=chat, message_id=9, has_media=False)
    await queue.sent(await begun(queue), START, first)
    assert await queue.slot_message("board", chat) == first
    second = replace(first, message_id=10, has_media=True)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    await queue.sent(await begun(queue), START, second)
    assert await queue.slot_message("board", chat) == second
    assert await queue.slot_message("home", chat) is None


async def test_a_message_without_a_slot_leaves_no_place(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, cancelled(person))
    message = SentMessage(chat=ChatId(70), message_id=9, has_media=False)
    await queue.sent(await begun(queue), START, message)
    assert await queue.slot_message("", ChatId(70)) is None


async def test_a_recipient_is_looked_up_when_the_message_leaves(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    to_person = cancelled(attempt.student_id, "1")
    await put(units, to_person, replace(to_person, to=None, chat=exam.groups[0], key="2"))
    private, common = await claim(queue)
    assert await queue.recipient(private) == Recipient(None, Locale.KK, reachable=True)
    assert await queue.recipient(common) == Recipient(None, Locale.KK, reachable=True)
    async with units() as unit:
        student = await unit.people.get(attempt.student_id)
        group = await unit.groups.get(exam.groups[0])
        assert student is not None
        assert group is not None
        await unit.people.save(replace(student, account=ChatId(5), locale=Locale.EN))
        await unit.groups.save(replace(group, chat_id=ChatId(-5), locale=Locale.RU))
        await unit.commit()
    await queue.mark_unreachable(attempt.student_id)
    assert await queue.recipient(private) == (ChatId(5), Locale.EN, False)
    assert await queue.recipient(common) == (ChatId(-5), Locale.RU, True)


async def test_waiting_messages_of_an_exam_are_withdrawn_by_kind(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    link = replace(cancelled(attempt.student_id, "1"), exam_id=exam.id)
    calendar = replace(link, key="2", notice=Calendar(count=1))
    gone = replace(link, key="3", to=other.student_id)
    await put(units, gone)
    await queue.sent(await begun(queue), START, None)
    await put(units, link, calendar, replace(link, key="4", exam_id=None))
    async with units() as unit:
        assert await unit.outbox.drop(ExamId(99), kinds=["exam_cancelled"]) == 0
        assert await unit.outbox.drop(exam.id, kinds=["exam_cancelled"]) == 1
        await unit.commit()
    assert sorted(d.envelope.key for d in await claim(queue)) == ["2", "4"]


async def test_a_withdrawn_message_is_not_sent_by_who_had_claimed_it(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    await put(units, replace(cancelled(attempt.student_id), exam_id=exam.id))
    (claimed,) = await claim(queue)
    async with units() as unit:
        assert await unit.outbox.drop(exam.id, kinds=["exam_cancelled"]) == 1
        await unit.commit()
    assert not await queue.sending(claimed, START)


async def test_reached_tells_how_far_each_persons_message_came(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (asel, bek, dana) = await university.seated(3)
    envelopes = [
        replace(cancelled(one.student_id, str(one.id)), exam_id=exam.id)
        for one in (asel, bek, dana)
    ]
    await put(units, *envelopes)
    sent, blocked, broken = await claim(queue)
    await queue.sending(sent, START)
    assert await queue.sent(sent, START, None)
    assert await queue.unreachable(blocked)
    assert await queue.failed(broken, "too_long")
    newer = replace(envelopes[2], key="again")
    await put(units, newer)
    async with units.reading() as unit:
        assert await unit.outbox.reached(exam.id, "exam_cancelled") == {
            asel.student_id: DeliveryState.SENT,
            bek.student_id: DeliveryState.UNREACHABLE,
            dana.student_id: DeliveryState.DUE,
        }
        assert await unit.outbox.reached(exam.id, "calendar") == {}


async def test_a_slot_stands_in_a_chat_that_has_its_message_or_gets_it_soon(
    units: SqlUnits, queue: OutboxQueue
) -> None:
    async with units() as unit:
        group = (await unit.groups.add(Group(id=NEW_GROUP, name="ИС-22", faculty="IT"))).id
        await unit.commit()
    chat, slots = ChatId(-1), ("results:1", "results:2", "results:3")

    async def standing(chat: ChatId) -> set[str]:
        async with units.reading() as unit:
            return await unit.outbox.standing(group, chat, slots)

    for slot in slots[:2]:
        letter = replace(cancelled(PersonId(1), slot), to=None, chat=group, slot=slot)
        await put(units, letter)
    assert await standing(chat) == {"results:1", "results:2"}  # under way
    first, second = await claim(queue)
    await queue.sending(first, START)
    assert await queue.sent(first, START, SentMessage(chat=chat, message_id=9, has_media=False))
    assert await queue.unreachable(second)
    assert await standing(chat) == {"results:1"}
    assert await standing(ChatId(-2)) == set()  # another chat has a message of its own


@pytest.mark.parametrize("spoilt", [{"template": "gone"}, {"notice": '{"subject": 1}'}])
async def test_a_message_of_another_release_fails_and_holds_nobody_up(
    units: SqlUnits,
    queue: OutboxQueue,
    database: Database,
    person: PersonId,
    spoilt: dict[str, str],
) -> None:
    await put(units, cancelled(person, "1"))
    async with database.writing() as connection:
        await connection.execute(update(messages.outbox).values(spoilt))
        await connection.commit()
    await put(units, cancelled(person, "2"))
    assert [d.envelope.key for d in await claim(queue)] == ["2"]
    assert (await queue.counts())[DeliveryState.FAILED] == 1
