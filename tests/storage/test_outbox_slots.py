"""A slot is one place in a chat: a newer message takes the place of an older one."""

from dataclasses import replace

import pytest

from exams.domain.delivery import AfterCrash, DeliveryState
from exams.domain.ids import ChatId, PersonId
from exams.domain.people import Group
from exams.records.outbox import Envelope, SentMessage
from exams.records.people import NEW_GROUP
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from tests.storage.letters import LEASE, MINUTE, begun, cancelled, claim, put
from tests.storage.university import START, University


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
    assert got == [replace(new, fresh=True), other_person, other_slot]


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


async def test_only_the_newest_message_of_a_slot_is_kept_once_it_is_sent(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    _, (asel, bek) = await university.seated(2)
    plain = replace(cancelled(asel.student_id, "no slot"), slot="")
    others = replace(cancelled(bek.student_id, "another reader"), slot="board")
    board = [replace(cancelled(asel.student_id, f"{n}"), slot="board") for n in range(50)]
    for letter in (plain, others, *board):
        await put(units, letter)
        assert await queue.sent(await begun(queue), START, None)

    assert await queue.counts() == {DeliveryState.SENT: 3}
    assert await put(units, plain, others, board[-1]) == [False] * 3


async def test_a_message_put_back_gives_way_to_a_newer_one_of_its_slot(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board"))
    first = await begun(queue)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    assert await queue.later(first, START + MINUTE)
    assert [d.envelope.key for d in await claim(queue, START + MINUTE)] == ["2"]


@pytest.mark.parametrize("put_late", [True, False])
async def test_a_message_that_is_half_out_gives_way_to_none_and_goes_first(
    units: SqlUnits, queue: OutboxQueue, person: PersonId, *, put_late: bool
) -> None:
    old = replace(cancelled(person, "1"), slot="board", fresh=True)
    new = replace(cancelled(person, "2"), slot="board")
    await put(units, old)
    first = await begun(queue)
    assert await queue.part_out(first, (8,), START + LEASE)
    if not put_late:
        await put(units, new)
    assert await queue.later(first, START + MINUTE)
    if put_late:
        await put(units, new)

    assert await claim(queue) == ()
    (again,) = await claim(queue, START + MINUTE)
    assert (again.envelope.key, again.out) == ("1", (8,))
    assert await queue.sending(again, START + MINUTE)
    there = SentMessage(chat=ChatId(70), message_id=9, has_media=False, above=(8,))
    assert await queue.sent(again, START + MINUTE, there)
    assert await queue.slot_message("board", ChatId(70)) == there
    (second,) = await claim(queue, START + MINUTE)
    assert (second.envelope, second.out) == (new, ())


async def test_a_crash_in_a_slot_lets_only_the_newest_go(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board"))
    await begun(queue)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    await queue.recover(START + LEASE)
    assert [d.envelope.key for d in await claim(queue)] == ["2"]


async def test_what_was_to_appear_below_everything_else_still_is_when_it_gives_way(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board", fresh=True))
    first = await begun(queue)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    assert await queue.later(first, START + MINUTE)
    (second,) = await claim(queue, START + MINUTE)
    assert (second.envelope.key, second.envelope.fresh) == ("2", True)


async def posts(units: SqlUnits, *keys: str) -> list[Envelope]:
    """Return posts of results for a group's chat, each in the place of the former."""
    async with units() as unit:
        known = await unit.groups.add(
            Group(id=NEW_GROUP, name="ИС-22", faculty="IT", chat_id=ChatId(-1))
        )
        await unit.commit()
    return [
        replace(
            cancelled(PersonId(1), key, key),
            to=None,
            chat=known.id,
            slot="results:1",
            after_crash=AfterCrash.ASK,
        )
        for key in keys
    ]


@pytest.mark.parametrize("stands", [False, True])
async def test_a_post_cut_off_is_asked_about_unless_it_only_changes_what_stands_there(
    units: SqlUnits, queue: OutboxQueue, *, stands: bool
) -> None:
    first, corrected, fresh = await posts(units, "first", "corrected", "fresh")
    await put(units, first)
    if stands:
        there = SentMessage(chat=ChatId(-1), message_id=9, has_media=False)
        await queue.sent(await begun(queue), START, there)
    await put(units, corrected)  # takes the place of the first post, if that still waits
    assert (await begun(queue)).envelope == corrected
    await queue.recover(START + LEASE)
    again = [(one.envelope.key, one.repeated) for one in await claim(queue)]
    assert again == ([("corrected", True)] if stands else [])
    assert DeliveryState.IN_DOUBT in await queue.counts() or stands

    await put(units, replace(fresh, fresh=True))
    assert (await begun(queue)).envelope.key == "fresh"
    await queue.recover(START + LEASE)
    assert await claim(queue) == ()


async def test_a_post_cut_off_in_the_middle_goes_on_unasked(
    units: SqlUnits, queue: OutboxQueue
) -> None:
    await put(units, *await posts(units, "first"))
    assert await queue.part_out(await begun(queue), (8,), START + LEASE)
    await queue.recover(START + LEASE)

    (again,) = await claim(queue)
    assert (again.out, again.repeated) == ((8,), True)


@pytest.mark.parametrize("before_it_was_found", [True, False])
async def test_a_correction_of_a_post_that_is_in_doubt_goes_out_all_the_same(
    units: SqlUnits, queue: OutboxQueue, *, before_it_was_found: bool
) -> None:
    first, corrected = await posts(units, "first", "corrected")
    await put(units, first)
    await begun(queue)
    if before_it_was_found:
        await put(units, corrected)
    await queue.recover(START + LEASE)
    if not before_it_was_found:
        await put(units, corrected)

    assert (await begun(queue)).envelope == corrected


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


async def test_a_change_of_what_stands_there_that_is_put_back_is_no_new_message(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person, "1"), slot="board", fresh=True))
    await queue.sent(await begun(queue), START, None)
    await put(units, replace(cancelled(person, "2"), slot="board"))
    assert await queue.later(await begun(queue), START + MINUTE)
    (change,) = await claim(queue, START + MINUTE)
    assert not change.envelope.fresh


async def test_who_has_lost_the_lease_moves_no_message_of_a_slot(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, replace(cancelled(person), slot="board"))
    lost = await begun(queue)
    await queue.recover(START + LEASE)
    again = await begun(queue, START + LEASE)
    first, second = (SentMessage(chat=ChatId(5), message_id=n, has_media=False) for n in (7, 8))

    assert await queue.sent(again, START + LEASE, second)
    assert not await queue.sent(lost, START + LEASE, first)

    assert await queue.slot_message("board", ChatId(5)) == second


async def test_a_message_without_a_slot_leaves_no_place(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    await put(units, cancelled(person))
    message = SentMessage(chat=ChatId(70), message_id=9, has_media=False)
    await queue.sent(await begun(queue), START, message)
    assert await queue.slot_message("", ChatId(70)) is None


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
    await put(units, replace(cancelled(PersonId(1), "anew"), to=None, chat=group, slot=slots[0]))
    (change,) = await claim(queue)
    assert await queue.failed(change, "refused")
    assert await standing(chat) == set()  # it shows what is no longer so
