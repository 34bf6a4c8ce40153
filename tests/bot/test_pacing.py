"""Telegram's limits are kept without a single refusal, and nearly used up."""

import asyncio
import time
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod

from bot.background import Nursery
from bot.lanes import Lane, in_lane
from bot.pacing import Paced, Pacing, Window, counts
from sandbox.telegram import FakeTelegram, FaultKind

STUDENTS = 170


async def chats(telegram: FakeTelegram, count: int) -> list[int]:
    people = [telegram.add_person(first_name=f"Student {n}") for n in range(count)]
    for person in people:
        await person.start()
    return [person.id for person in people]


async def test_200_messages_to_many_chats_one_chat_and_a_group_meet_no_refusal(
    telegram: FakeTelegram, bot: Bot
) -> None:
    crowd = await chats(telegram, STUDENTS)
    group = telegram.add_group(title="CS-21", bot="member")
    todo = [*crowd, *[crowd[0]] * 6, *[group.id] * 5]
    asyncio.get_running_loop().call_later(1.0, time.sleep, 0.5)  # the computer stalls

    with in_lane(Lane.BULK):
        await asyncio.gather(*(bot.send_message(chat, "The link") for chat in todo))

    assert telegram.refusals == []
    assert telegram.messages_sent == len(todo)


async def test_an_answer_overtakes_the_bulk(
    telegram: FakeTelegram, bot: Bot, nursery: Nursery
) -> None:
    *crowd, aigerim = await chats(telegram, 140)

    async def bulk(chat: int) -> None:
        with in_lane(Lane.BULK):
            await bot.send_message(chat, "Reminder")

    waiting = [nursery.start(bulk(chat), name="bulk") for chat in crowd]
    await asyncio.sleep(0.1)
    await bot.send_message(aigerim, "Your ticket")
    left = sum(not one.done() for one in waiting)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    assert left > 0, "five seconds' worth of reminders waited, and the ticket did not"
    assert telegram.refusals == []


async def test_a_refusal_closes_the_gate_for_all_and_the_answer_goes_again(
    telegram: FakeTelegram, bot: Bot
) -> None:
    aigerim, bolat = await chats(telegram, 2)
    telegram.faults.switch_on(FaultKind.TOO_MANY_REQUESTS, times=1, retry_after=1)
    started = time.monotonic()

    await bot.send_message(aigerim, "Hello")
    await bot.send_message(bolat, "Hello")

    assert time.monotonic() - started >= 1
    assert telegram.messages_sent == 2


async def test_a_refused_bulk_message_is_left_to_the_outbox(
    telegram: FakeTelegram, bot: Bot
) -> None:
    (aigerim,) = await chats(telegram, 1)
    telegram.faults.switch_on(FaultKind.TOO_MANY_REQUESTS, times=1, retry_after=3)

    with in_lane(Lane.BULK), pytest.raises(TelegramRetryAfter):
        await bot.send_message(aigerim, "Hello")


class Hand:
    """A clock that moves only when somebody sleeps by it."""

    def __init__(self, late: float = 0.0) -> None:
        self.time = 100.0
        self.late = late

    def __call__(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds + self.late
        await asyncio.sleep(0)


async def test_sleeps_that_end_late_cost_no_pace_and_break_no_limit() -> None:
    hand = Hand(late=0.01)
    pacing = Pacing(monotonic=hand, sleep=hand.sleep)
    left = []

    for chat in range(200):
        async with pacing.message(chat, Lane.BULK):
            left.append(hand.time)

    assert len(left) / (left[-1] - left[0]) == pytest.approx(28, abs=0.5)
    assert all(later - earlier > 0.99 for earlier, later in zip(left, left[30:], strict=False))


async def test_a_group_takes_twenty_a_minute() -> None:
    hand = Hand()
    pacing = Pacing(monotonic=hand, sleep=hand.sleep)
    left = []

    for _ in range(41):
        async with pacing.message(-5, Lane.BULK):
            left.append(hand.time)

    assert all(later - earlier > 59.99 for earlier, later in zip(left, left[20:], strict=False))
    assert left[-1] - left[0] < 130


async def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    hand = Hand()
    pacing = Pacing(monotonic=hand, sleep=hand.sleep)
    left = []

    for _ in range(8):
        async with pacing.message(5, Lane.ANSWER):
            left.append(hand.time - 100)

    assert left == pytest.approx([0, 0, 0, 1, 2, 3, 4, 5])
    assert 0.5 < pacing.chat_wait(5) <= 1
    assert pacing.chat_wait(6) == 0


async def test_a_message_that_is_not_answered_yet_fills_the_window() -> None:
    window = Window(2, 1.0)
    window.leave()
    window.leave()

    assert window.wait(50.0) is None
    window.answered(50.0)
    assert window.wait(50.4) == pytest.approx(0.6)
    assert window.wait(51.0) == 0.0


async def test_one_who_gives_up_waiting_lets_the_next_one_pass(nursery: Nursery) -> None:
    hand, opened = Hand(), asyncio.Event()

    async def closed(seconds: float) -> None:
        await opened.wait()
        await hand.sleep(seconds)

    pacing = Pacing(monotonic=hand, sleep=closed)
    pacing.close(1)

    async def one(chat: int) -> int:
        async with pacing.message(chat, Lane.BULK):
            return chat

    waiting = [nursery.start(one(chat), name="one") for chat in range(6)]
    for _ in range(10):
        await asyncio.sleep(0)  # all stand in line before the closed gate
    for given_up in waiting[3:5]:
        given_up.cancel()
    opened.set()

    done = await asyncio.gather(*waiting, return_exceptions=True)

    assert [item for item in done if isinstance(item, int)] == [0, 1, 2, 5]


@pytest.mark.parametrize("method", ["sendMessage", "sendMediaGroup", "copyMessage"])
def test_messages_count(method: str) -> None:
    assert counts(method)


@pytest.mark.parametrize(
    "method", ["getUpdates", "getFile", "answerCallbackQuery", "sendChatAction", "getMe"]
)
def test_other_calls_do_not_count(method: str) -> None:
    assert not counts(method)


class Moody:
    """A Telegram that tells some chats to wait, and takes whatever else comes."""

    def __init__(self, hand: Hand, waits: dict[int, int]) -> None:
        self.hand, self.waits = hand, waits
        self.taken: dict[int, float] = {}

    async def __call__(self, _: object, method: TelegramMethod[Any]) -> Any:
        chat: int = method.chat_id  # type: ignore[attr-defined]
        if chat in self.waits:
            seconds = self.waits.pop(chat)
            raise TelegramRetryAfter(method=method, message="", retry_after=seconds)
        self.taken[chat] = self.hand.time
        return True


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("edit", [False, True])
async def test_a_chat_that_is_told_to_wait_long_holds_up_no_other(
    bot: Bot, *, group: bool, edit: bool
) -> None:
    hand, flooded = Hand(), -5 if group else 5
    paced = Paced(Pacing(monotonic=hand, sleep=hand.sleep))
    moody = Moody(hand, {flooded: 300})

    async def write(chat: int) -> None:
        method = EditMessageText(chat_id=chat, message_id=1, text="Hello") if edit else None
        await paced(moody, bot, method or SendMessage(chat_id=chat, text="Hello"))

    with in_lane(Lane.BULK), pytest.raises(TelegramRetryAfter):
        await write(flooded)
    for chat in range(10, 30):
        await write(chat)
    assert max(moody.taken.values()) - 100 < 10
    assert (moody.taken[10] == 100) is group, "a group's limit is its own"
    assert edit or paced.pacing.chat_wait(flooded) > 280
    await write(flooded)
    assert moody.taken[flooded] - 100 >= 300


async def test_when_two_people_are_told_to_wait_it_is_meant_for_all(bot: Bot) -> None:
    hand = Hand()
    paced = Paced(Pacing(monotonic=hand, sleep=hand.sleep))
    moody = Moody(hand, {1: 300, 2: 290})
    for chat in (1, 2):
        with in_lane(Lane.BULK), pytest.raises(TelegramRetryAfter):
            await paced(moody, bot, SendMessage(chat_id=chat, text="Hello"))

    await paced(moody, bot, SendMessage(chat_id=3, text="Hello"))

    assert moody.taken[3] - 100 >= 290
