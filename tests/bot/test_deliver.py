"""The outbox on a real database against a strict Telegram, its faults included."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.background import Nursery
from bot.deliver import IN_FLIGHT, LEASE, Deliverer
from bot.pacing import Pacing
from exams.domain.delivery import AfterCrash, DeliveryState, Priority
from exams.domain.ids import Digest
from exams.notices.base import Media
from exams.notices.before import Calendar
from sandbox.telegram import Chat, FaultKind
from tests.bot.post import Post, Until, shown


async def test_a_committed_message_leaves_at_once(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()
    await until(deliverer.idle)

    await post.put(post.letter(person, "Айнұр & <b>you</b>"))
    deliverer.wake()

    await phone.wait_for("Айнұр & <b>you</b>")
    await until(deliverer.idle)
    assert await post.queue.counts() == {DeliveryState.SENT: 1}


async def test_a_message_due_later_waits(post: Post, deliverer: Deliverer) -> None:
    person, phone = await post.person()
    later = post.clock.now() + timedelta(hours=1)
    await post.put(replace(post.letter(person, "reminder"), due_at=later))

    await asyncio.sleep(0.1)
    assert shown(phone) == []
    post.clock.ahead = timedelta(hours=2)
    deliverer.wake()

    await phone.wait_for("reminder")


async def test_a_slot_is_one_message_edited_in_place(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()

    for text in ("first", "second"):
        await post.put(replace(post.letter(person, text), slot="board:1"))
        deliverer.wake()
        await phone.wait_for(text)
        await until(deliverer.idle)

    assert len(shown(phone)) == 1
    await post.put(replace(post.letter(person, "third"), slot="board:1", fresh=True))
    deliverer.wake()
    await phone.wait_for("third")
    await until(deliverer.idle)
    assert len(shown(phone)) == 1  # the earlier one was deleted


async def test_one_who_blocked_the_bot_is_unreachable_and_the_others_are_not(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    bolat, his = await post.person()
    aigerim, hers = await post.person()
    await his.block()
    await post.put(post.letter(bolat), post.letter(aigerim), post.letter(bolat))
    deliverer.wake()

    await hers.wait_for("Letter 2")
    await until(deliverer.idle)

    assert await post.queue.counts() == {
        DeliveryState.SENT: 1,
        DeliveryState.UNREACHABLE: 2,
    }
    async with post.units.reading() as unit:
        stored = await unit.people.get(bolat.id)
    assert stored is not None
    assert not stored.reachable


async def test_a_storm_of_429_loses_and_repeats_nothing(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    everybody = [await post.person() for _ in range(12)]
    post.telegram.faults.switch_on(
        FaultKind.TOO_MANY_REQUESTS, every=3, times=4, methods=["sendMessage"], retry_after=1
    )
    await post.put(*(post.letter(person) for person, _ in everybody))
    deliverer.wake()

    async def all_sent() -> bool:  # between two tries one is neither due nor under way
        return await post.queue.counts() == {DeliveryState.SENT: 12}

    await until(all_sent)

    assert [len(shown(phone)) for _, phone in everybody] == [1] * 12
    assert post.telegram.refusals == []


async def test_a_broken_server_is_tried_again(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()
    post.telegram.faults.switch_on(FaultKind.SERVER_ERROR, times=1, methods=["sendMessage"])
    await post.put(post.letter(person))
    deliverer.wake()
    await until(lambda: _tried(post))
    post.clock.ahead = timedelta(minutes=2)

    await phone.wait_for("Letter 1")
    assert "Repeated" not in shown(phone)[0]


async def _tried(post: Post) -> bool:
    return bool(post.telegram.faults.refusals)


async def test_a_lost_answer_is_in_doubt_until_the_lease_ends(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()
    post.telegram.faults.switch_on(FaultKind.ANSWER_LOST, times=2, methods=["sendMessage"])
    asked = replace(post.letter(person), after_crash=AfterCrash.ASK)
    await post.put(post.letter(person), asked)
    deliverer.wake()

    async def both_out() -> bool:
        return len(shown(phone)) == 2 and await deliverer.idle()

    await until(both_out)
    assert await post.queue.counts() == {DeliveryState.SENDING: 2}
    post.clock.ahead = 2 * LEASE
    await post.queue.recover(post.clock.now())
    deliverer.wake()
    await until(deliverer.idle)

    assert await post.queue.counts() == {DeliveryState.SENT: 1, DeliveryState.IN_DOUBT: 1}
    assert "Repeated message" in shown(phone)[2]


async def test_a_dead_process_leaves_at_most_four_in_doubt_and_they_go_again_marked(
    post: Post, pacing: Pacing, until: Until
) -> None:
    everybody = [await post.person() for _ in range(10)]
    await post.put(*(post.letter(person) for person, _ in everybody))
    post.telegram.faults.switch_on(
        FaultKind.TIME_OUT, times=IN_FLIGHT, methods=["sendMessage"], seconds=600
    )
    async with Nursery() as first:
        first.start(post.deliverer(pacing, first).run(), name="first")

        async def hands_full() -> bool:
            return not post.telegram.faults.on

        await until(hands_full)  # each request hangs at Telegram, and the process dies there

    async with Nursery() as second:
        deliverer = post.deliverer(Pacing(), second)
        second.start(deliverer.run(), name="second")

        async def all_sent() -> bool:
            return await post.queue.counts() == {DeliveryState.SENT: 10}

        await until(all_sent)

    marked = [phone for _, phone in everybody if "Repeated" in shown(phone)[-1]]
    assert len(marked) == IN_FLIGHT
    assert all(len(shown(phone)) == 1 for _, phone in everybody)


async def test_a_group_that_became_a_supergroup_is_followed(
    post: Post, deliverer: Deliverer
) -> None:
    _, dana = await post.person()
    chat = post.telegram.add_group(title="CS-21", members=[dana], bot="member")
    group = await post.group(chat.id)
    new: Chat = await dana.migrate(chat)
    await post.put(post.to_group(group))
    deliverer.wake()

    await dana.wait_for("", chat=new)
    assert post.migrated == [(chat.id, new.id)]


async def test_a_group_that_threw_the_bot_out_is_reported(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    _, dana = await post.person()
    chat = post.telegram.add_group(title="CS-21", members=[dana], bot="kicked")
    await post.put(post.to_group(await post.group(chat.id)))
    deliverer.wake()

    await until(deliverer.idle)
    assert post.lost == [chat.id]


async def test_a_message_that_cannot_be_made_fails_and_holds_nobody_up(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()
    lost = Media(kind="document", digest=Digest("gone"), name="exams.ics")
    there = Media(kind="document", digest=Digest("ics"), name="exams.ics")
    await post.put(
        post.letter(person, notice=Calendar(count=1, media=(lost,))),
        post.letter(person, notice=Calendar(count=2, media=(there,))),
    )
    deliverer.wake()

    await until(deliverer.idle)

    assert await post.queue.counts() == {DeliveryState.FAILED: 1, DeliveryState.SENT: 1}
    assert phone.file_of(phone.messages()[-1]) == b"BEGIN:VCALENDAR"


async def test_what_telegram_refuses_is_not_tried_again(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()
    no_picture = Media(kind="photo", digest=Digest("ics"), name="exams.png")
    await post.put(
        post.letter(person, notice=Calendar(count=1, media=(no_picture,))), post.letter(person)
    )
    deliverer.wake()

    await phone.wait_for("Letter")
    await until(deliverer.idle)

    assert await post.queue.counts() == {DeliveryState.FAILED: 1, DeliveryState.SENT: 1}


async def test_a_slow_chat_does_not_hold_up_the_others(post: Post, deliverer: Deliverer) -> None:
    proctor, slow = await post.person()
    crowd = [await post.person() for _ in range(10)]
    await post.put(
        *(replace(post.letter(proctor), priority=Priority.TICKET) for _ in range(64)),
        *(post.letter(person) for person, _ in crowd),
    )
    deliverer.wake()

    for _, phone in crowd:
        await phone.wait_for("Letter")
    assert len(shown(slow)) < 32, "a chat takes one a second, and nobody waits for it"
    assert post.telegram.refusals == []


async def test_groups_that_are_told_to_wait_hold_up_no_private_chat(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    dana = post.telegram.add_person(first_name="Dana")
    chats = [
        post.telegram.add_group(title=f"CS-{n}", members=[dana], bot="member")
        for n in range(IN_FLIGHT)
    ]
    groups = [await post.group(chat.id, chat.title) for chat in chats]
    crowd = [await post.person() for _ in range(10)]
    post.telegram.faults.switch_on(
        FaultKind.TOO_MANY_REQUESTS, times=IN_FLIGHT, retry_after=600, methods=["sendMessage"]
    )
    posts = [replace(post.to_group(g), priority=Priority.TICKET) for _ in range(5) for g in groups]
    await post.put(*posts)
    deliverer.wake()

    async def all_told() -> bool:
        return not post.telegram.faults.on

    await until(all_told)
    await post.put(*(post.letter(person) for person, _ in crowd))
    deliverer.wake()
    for _, phone in crowd:
        await phone.wait_for("Letter")
    shown_posts = [m for chat in chats for m in chat.messages.values() if m.from_bot]
    assert not shown_posts


async def test_one_persons_messages_keep_their_order(
    post: Post, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await post.person()
    await post.put(*(post.letter(person, f"number {n}") for n in range(5)))
    deliverer.wake()
    await until(deliverer.idle)

    numbers = [text.split("number ")[1][0] for text in shown(phone)]
    assert numbers == list("01234")
