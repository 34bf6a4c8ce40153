"""Whose message goes next: answers first, and the outbox is not forgotten over them."""

import asyncio

import pytest

from bot.background import Nursery
from bot.lanes import PASSED_OVER, Lane, Turn

IN_A_ROW = PASSED_OVER[Lane.BULK]
ANSWERS = [f"answer {n}" for n in range(3 * IN_A_ROW)]


async def order(nursery: Nursery, *waiting: tuple[str, Lane]) -> list[str]:
    """Return the order in which those go who all wait while somebody else holds the turn."""
    turn, went = Turn(), list[str]()

    async def go(name: str, which: Lane) -> None:
        async with turn.of(which):
            went.append(name)
            await asyncio.sleep(0)

    async with turn.of(Lane.ANSWER):
        tasks = [nursery.start(go(*one), name="going") for one in waiting]
        await asyncio.sleep(0)
        assert went == []
    await asyncio.gather(*tasks)
    assert turn.idle
    return went


async def test_as_long_as_people_tap_each_fourth_message_is_one_of_the_outbox(
    nursery: Nursery,
) -> None:
    bulk = [("admitted 1", Lane.BULK), ("admitted 2", Lane.BULK)]
    went = await order(nursery, *bulk, *((name, Lane.ANSWER) for name in ANSWERS))

    assert [place for place, name in enumerate(went, 1) if name not in ANSWERS] == [
        IN_A_ROW + 1,
        2 * IN_A_ROW + 2,
    ]
    assert [name for name in went if name in ANSWERS] == ANSWERS


async def test_boards_wait_longer_than_what_is_said_to_somebody_but_not_for_ever(
    nursery: Nursery,
) -> None:
    turns = PASSED_OVER[Lane.CURRENT]
    went = await order(
        nursery,
        ("board", Lane.CURRENT),
        *((f"answer {n}", Lane.ANSWER) for n in range(2 * turns)),
        *((f"admitted {n}", Lane.BULK) for n in range(2)),
    )

    assert went.index("board") in {turns, turns + 1}, "only who waits as long goes before it"
    assert went.index("admitted 1") == 2 * IN_A_ROW + 1


async def test_a_board_goes_at_once_where_nobody_else_waits(nursery: Nursery) -> None:
    assert await order(nursery, ("board", Lane.CURRENT)) == ["board"]


async def test_an_answer_goes_before_all_that_waits_in_the_outbox(nursery: Nursery) -> None:
    went = await order(
        nursery, *((f"reminder {n}", Lane.BULK) for n in range(9)), ("ticket", Lane.ANSWER)
    )

    assert went == ["ticket", *(f"reminder {n}" for n in range(9))]


@pytest.mark.parametrize("gone", [*Lane])
async def test_who_no_longer_waits_holds_nobody_up(nursery: Nursery, gone: Lane) -> None:
    turn = Turn()

    async def go() -> None:
        async with turn.of(gone):
            raise AssertionError("it was called off")

    async with turn.of(Lane.ANSWER):
        task = nursery.start(go(), name="called off")
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
    async with asyncio.timeout(180):
        async with turn.of(Lane.BULK):
            pass
    assert turn.idle
