"""Whose update is handled next: in order for each, and nobody waits for what others send."""

import asyncio
from typing import Any

import pytest

from bot.background import Nursery
from storage.database import Database
from tests.bot.desk import Desk, Update, tap


async def test_a_person_is_served_in_order_and_others_meanwhile(desk: Desk, until: Any) -> None:
    desk.after = {1: 3}

    await desk.intake.take([tap(1, person=7), tap(2, person=7), tap(3, person=8)])
    await desk.intake.take([tap(4, person=7)])
    await until(desk.quiet)

    assert desk.handled == [3, 1, 2, 4]
    assert desk.wakings == 4
    assert await desk.intake.box.unfinished() == ()


def command(number: int, group: int, person: int) -> dict[str, Any]:
    message = {"from": {"id": person}, "chat": {"id": group}, "text": "/link"}
    return {"update_id": number, "message": message}


@pytest.mark.parametrize("groups", [1, 50])
async def test_no_private_tap_waits_for_groups_that_are_told_to_wait(
    desk: Desk, until: Any, groups: int
) -> None:
    commands = [command(n, group=-1 - n % groups, person=n) for n in range(1, 51)]
    desk.after = {one["update_id"]: 100 for one in commands}

    await desk.intake.take([*commands, tap(100, person=50)])
    await until(desk.quiet)

    assert desk.handled[0] == 100
    assert sorted(desk.handled[1:]) == list(range(1, 51))


def picture(number: int, person: int) -> dict[str, Any]:
    message = {"from": {"id": person}, "chat": {"id": person}, "photo": []}
    return {"update_id": number, "message": message}


async def test_no_tap_waits_for_pictures_however_many_students_hand_in(
    desk: Desk, until: Any
) -> None:
    pictures = [picture(n, person=n) for n in range(1, 101)]
    desk.after = dict.fromkeys(range(1, 101), 200)

    await desk.intake.take([*pictures, tap(200, person=200)])
    await until(desk.quiet)

    assert desk.handled[0] == 200
    assert sorted(desk.handled) == [*range(1, 101), 200]


def table(number: int, person: int) -> dict[str, Any]:
    document = {"file_name": "Кесте.XLSX"}
    message = {"from": {"id": person}, "chat": {"id": person}, "document": document}
    return {"update_id": number, "message": message}


async def test_the_table_of_the_office_waits_for_no_pictures(desk: Desk, until: Any) -> None:
    pictures = [picture(n, person=n) for n in range(1, 101)]
    desk.after = dict.fromkeys(range(1, 101), 200)

    await desk.intake.take([*pictures, table(200, person=200)])
    await until(desk.quiet)

    assert desk.handled[0] == 200


async def test_a_long_album_takes_turns_with_the_pictures_of_others(
    desk: Desk, until: Any
) -> None:
    desk.intake._picture_places = asyncio.Semaphore(1)
    album = [picture(n, person=1) for n in range(1, 31)]

    await desk.intake.take([*album, picture(31, person=2), picture(32, person=3)])
    await until(desk.quiet)

    assert desk.handled[:5] == [1, 31, 32, 2, 3]


async def test_for_each_child_two_pictures_are_taken_up_and_the_others_lie_at_telegram(
    database: Database, nursery: Nursery, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.children", lambda: 1)
    desk, gate, begun = Desk(database, nursery), asyncio.Event(), list[int]()

    async def handle(update: Update) -> None:
        begun.append(update["update_id"])
        if len(begun) <= 2:
            await gate.wait()

    async def two() -> bool:
        return len(begun) >= 2

    desk.intake.handle = handle
    await desk.intake.take([picture(n, person=n) for n in range(1, 6)])
    await until(two)
    await desk.intake.take([tap(6, person=6)])

    async def tapped() -> bool:
        return 6 in begun

    await until(tapped)
    assert begun == [1, 2, 6]
    gate.set()
    await until(desk.quiet)
    assert sorted(begun) == [1, 2, 3, 4, 5, 6]


async def test_who_waits_for_the_pictures_of_others_is_told_so_once(
    desk: Desk, until: Any
) -> None:
    desk.intake._picture_places = asyncio.Semaphore(1)
    desk.intake.soon = 0.01
    told: list[int] = []

    async def tell(update: Update) -> None:
        told.append(update["update_id"])
        desk.told.set()

    desk.intake.waits = tell
    desk.hold[1] = desk.told  # the first is looked at until somebody else was told
    desk.hold[2] = asyncio.Event()

    await desk.intake.take([picture(1, person=7), picture(2, person=8), picture(3, person=8)])
    async with asyncio.timeout(300):
        await desk.told.wait()
    desk.hold[2].set()
    await until(desk.quiet)

    assert told == [2]
    assert desk.handled == [1, 2, 3]


async def test_whose_tap_comes_after_many_is_told_at_once_that_it_has_come(
    desk: Desk, until: Any
) -> None:
    desk.intake._places = asyncio.Semaphore(1)
    desk.intake.heard_within = 0.01
    heard: list[int] = []

    async def tell(update: Update) -> None:
        heard.append(update["update_id"])
        if update["update_id"] == 3:
            desk.told.set()

    desk.intake.heard = tell
    desk.hold[1] = desk.told

    await desk.intake.take([tap(1, person=7), tap(2, person=8), tap(3, person=9)])
    await until(desk.quiet)

    assert heard == [2, 3]
    assert desk.handled == [1, 2, 3]


async def test_a_tap_with_a_place_of_its_own_is_only_answered(desk: Desk, until: Any) -> None:
    desk.intake.heard_within = 0.0
    heard: list[int] = []

    async def tell(update: Update) -> None:
        heard.append(update["update_id"])

    desk.intake.heard = tell
    desk.pause = {1: 0.05, 2: 0.05}

    await desk.intake.take([tap(1, person=7), tap(2, person=8)])
    await until(desk.quiet)

    assert heard == []


def urgent(update: Update) -> bool:
    return str(update.get("callback_query", {}).get("data", "")).startswith("urgent")


def urgent_tap(number: int, person: int = 7) -> dict[str, Any]:
    made = tap(number, person)
    made["callback_query"]["data"] = "urgent:1"
    return made


async def test_what_is_urgent_goes_past_the_own_pictures_in_its_order(
    desk: Desk, until: Any
) -> None:
    desk.intake.urgent = urgent
    desk.hold[1] = asyncio.Event()
    desk.after = {5: 3}  # by itself a later one would be quicker

    pictures = [picture(1, person=7), picture(2, person=7)]
    await desk.intake.take([*pictures, tap(4), urgent_tap(3), urgent_tap(5), urgent_tap(6)])
    async with asyncio.timeout(300):
        while desk.handled != [3, 5, 6]:  # noqa: ASYNC110 - set by others
            await asyncio.sleep(0.01)
    desk.hold[1].set()
    await until(desk.quiet)

    assert desk.handled == [3, 5, 6, 1, 2, 4]


async def test_what_is_urgent_goes_past_nothing_but_pictures(desk: Desk, until: Any) -> None:
    desk.intake.urgent = urgent
    desk.pause[1] = 0.1

    await desk.intake.take([tap(1), urgent_tap(2)])
    await desk.intake.take([picture(3, person=8), tap(4), urgent_tap(5)])
    await until(desk.quiet)

    assert [number for number in desk.handled if number != 3] == [1, 2, 4, 5]


@pytest.mark.parametrize("soon", [0.01, 3600.0])
async def test_a_tap_that_waits_long_for_the_own_pictures_is_told_so(
    desk: Desk, until: Any, soon: float
) -> None:
    desk.intake.soon = soon
    told: list[int] = []

    async def tell(update: Update) -> None:
        told.append(update["update_id"])
        desk.told.set()

    desk.intake.waits = tell
    if soon < 1:
        desk.hold[1] = desk.told  # looked at until the tap was told

    await desk.intake.take([picture(1, person=7), tap(2)])
    await until(desk.quiet)

    assert told == ([2] if soon < 1 else [])
    assert desk.handled == [1, 2]
    assert not desk.intake._pictures
    assert not desk.intake._patient


async def test_a_group_that_is_told_to_wait_holds_up_no_other_group(
    desk: Desk, until: Any
) -> None:
    commands = [command(n, group=-1, person=n) for n in range(1, 51)]
    desk.after = {one["update_id"]: 100 for one in commands}

    await desk.intake.take([*commands, command(100, group=-2, person=50)])
    await until(desk.quiet)

    assert desk.handled[0] == 100
