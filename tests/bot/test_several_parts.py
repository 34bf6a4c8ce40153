"""Messages too long for one: each part once, and all of them corrected and deleted together."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.background import Nursery
from bot.deliver import LEASE, Deliverer
from bot.pacing import Pacing
from exams.domain.delivery import DeliveryState
from exams.notices.results import GroupResults
from sandbox.telegram import FaultKind, Phone
from tests.bot.office import Office, deliver, posts
from tests.bot.post import Post, Until, shown
from tests.templates.samples.marks import POSTED

PARTS = 3
LINES = 90
LETTER = "\n".join(f"line {number:04} {'x' * 100}" for number in range(LINES))


@pytest.fixture
def post(office: Office) -> Post:
    return office


def lines(phone: Phone) -> Counter[str]:
    """Return how often somebody has each line of the letter."""
    return Counter(re.findall(r"line \d{4}", "\n".join(shown(phone))))


def table(*, points: int, places: int = 200) -> GroupResults:
    """Return results as a table, of two parts unless it is short."""
    lines = tuple(
        replace(POSTED.lines[0], place=place, points=points, letter="A")
        for place in range(1, places + 1)
    )
    return replace(POSTED, picture=False, lines=lines)


async def all_sent(office: Office, until: Until) -> None:
    """Wait until the only message of the outbox is out."""

    async def sent() -> bool:
        return await office.queue.counts() == {DeliveryState.SENT: 1}

    await until(sent)


async def test_what_telegram_puts_off_in_the_middle_goes_on_where_it_stopped(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await office.person()
    office.telegram.faults.switch_on(
        FaultKind.TOO_MANY_REQUESTS, every=2, times=1, methods=["sendMessage"]
    )
    await office.put(office.letter(person, LETTER))
    deliverer.wake()
    await all_sent(office, until)

    assert office.telegram.faults.refusals
    assert len(shown(phone)) == PARTS
    assert lines(phone) == {f"line {number:04}": 1 for number in range(LINES)}
    assert "Repeated" not in "".join(shown(phone))


async def test_a_process_that_died_in_the_middle_goes_on_where_it_stopped(
    office: Office, pacing: Pacing, until: Until
) -> None:
    person, phone = await office.person()
    office.telegram.faults.switch_on(
        FaultKind.TIME_OUT, every=2, times=1, methods=["sendMessage"], seconds=600
    )
    await office.put(office.letter(person, LETTER))
    async with Nursery() as first:
        first.start(office.deliverer(pacing, first).run(), name="first")

        async def hangs() -> bool:
            return not office.telegram.faults.on

        await until(hangs)

    async with Nursery() as second:
        deliverer = office.deliverer(Pacing(), second)
        second.start(deliverer.run(), name="second")
        await all_sent(office, until)

    assert lines(phone) == {f"line {number:04}": 1 for number in range(LINES)}
    assert ["Repeated" in text for text in shown(phone)] == [False, True, False]


async def test_a_part_whose_answer_was_lost_is_the_only_one_there_twice(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    person, phone = await office.person()
    office.telegram.faults.switch_on(
        FaultKind.ANSWER_LOST, every=2, times=1, methods=["sendMessage"]
    )
    await office.put(office.letter(person, LETTER))
    deliverer.wake()

    async def in_doubt() -> bool:
        return len(shown(phone)) == 2 and await deliverer.idle()

    await until(in_doubt)
    assert await office.queue.counts() == {DeliveryState.SENDING: 1}
    office.clock.ahead = 2 * LEASE
    await office.queue.recover(office.clock.now())
    deliverer.wake()
    await all_sent(office, until)

    first, second, again, third = shown(phone)
    assert second == again.split("\n", 1)[1]
    assert "Repeated" in again
    assert "Repeated" not in first + second + third
    assert set(lines(phone).values()) == {1, 2}


async def test_results_in_several_parts_are_corrected_in_place(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="member")
    group = await office.group(chat.id)
    places = []
    for points in (91, 99):
        await deliver(office, deliverer, until, office.results(group, table(points=points)))
        places.append([message.id for message in posts(dana, chat)])

    before, after = places
    assert len(before) == 2
    assert before == after
    assert all("99 A" in message.text for message in posts(dana, chat))
    assert not office.telegram.refusals


@pytest.mark.parametrize("fresh", [True, False])
async def test_no_part_of_an_earlier_post_stays_beside_a_new_one(
    office: Office, deliverer: Deliverer, until: Until, *, fresh: bool
) -> None:
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="member")
    group = await office.group(chat.id)
    await deliver(office, deliverer, until, office.results(group, table(points=91)))
    old = {message.id for message in posts(dana, chat)}
    assert len(old) == 2
    anew = table(points=99, places=200 if fresh else 5)
    await deliver(office, deliverer, until, replace(office.results(group, anew), fresh=fresh))

    left = posts(dana, chat)
    assert len(left) == (2 if fresh else 1)
    assert not old & {message.id for message in left}


async def test_a_correction_waits_until_the_post_that_is_half_out_is_whole(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="member")
    group = await office.group(chat.id)
    office.telegram.faults.switch_on(
        FaultKind.TOO_MANY_REQUESTS, every=2, times=1, methods=["sendMessage"]
    )
    await office.put(office.results(group, table(points=91)))
    deliverer.wake()

    async def half_out() -> bool:
        return not office.telegram.faults.on and await deliverer.idle()

    await until(half_out)
    assert len(posts(dana, chat)) == 1
    await office.put(office.results(group, table(points=99)))
    office.clock.ahead = timedelta(minutes=1)
    deliverer.wake()

    await all_sent(office, until)
    texts = [message.text for message in posts(dana, chat)]
    assert ["99 A" in text for text in texts] == [True, True]
