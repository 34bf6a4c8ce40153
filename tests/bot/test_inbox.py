"""Updates are kept, ordered per person, and their work is done once, whatever happens."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from sqlalchemy import event

from bot.background import Nursery
from bot.clock import SystemClock
from bot.inbox import Intake, key_of
from exams.domain.ids import Digest, ExamId, PersonId
from exams.domain.people import Role
from exams.records.events import Happening
from exams.services.made_files import NoteMade
from storage.database import Database
from storage.inbox import Inbox, Waiting
from storage.once import Handling, OnceUnits, handling
from storage.unit import SqlUnits
from tests.storage.university import University

AT = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)
Update = Mapping[str, Any]


def tap(number: int, person: int = 7) -> dict[str, Any]:
    return {
        "update_id": number,
        "callback_query": {"id": str(number), "from": {"id": person}, "data": "card:1"},
    }


class Desk:
    """Handles updates by writing an event each, and can be told to fail."""

    def __init__(self, database: Database, nursery: Nursery) -> None:
        self.units = OnceUnits(database)
        self.handled: list[int] = []
        self.given_up: list[int] = []
        self.resumed: list[int] = []
        self.fail_before: dict[int, int] = {}
        self.fail_after: set[int] = set()
        self.pause: dict[int, float] = {}
        self.after: dict[int, int] = {}
        self.wakings = 0
        self.only_look: set[int] = set()
        self.answered = False
        self.told = asyncio.Event()
        self.hold: dict[int, asyncio.Event] = {}
        self.intake = Intake(
            box=Inbox(database),
            handle=self.handle,
            give_up=self.give_up,
            resume=self.resume,
            worked_off=self.wake,
            clock=SystemClock(),
            nursery=nursery,
            first_pause=0.01,
        )

    async def handle(self, update: Update) -> None:
        number = update["update_id"]
        await asyncio.sleep(self.pause.get(number, 0))
        if number in self.hold:
            await self.hold[number].wait()
        first = self.after.get(number)
        while first is not None and first not in self.handled:  # noqa: ASYNC110 - set by others
            await asyncio.sleep(0.01)
        if self.fail_before.get(number, 0) > 0:
            self.fail_before[number] -= 1
            raise RuntimeError("the text of a person")
        if number in self.only_look:
            self.handled.append(number)
            return
        async with self.units() as unit:
            await unit.events.append(
                Happening(
                    exam_id=ExamId(0), at=AT, actor=PersonId(number), role=Role.STUDENT, act="tap"
                )
            )
            await unit.commit(answered=self.answered)
        self.handled.append(number)
        if number in self.fail_after:
            raise RuntimeError("Telegram did not take the answer")

    async def give_up(self, update: Update) -> None:
        self.given_up.append(update["update_id"])

    async def resume(self, update: Update) -> None:
        self.resumed.append(update["update_id"])

    def wake(self) -> None:
        self.wakings += 1

    async def effects(self) -> list[int]:
        async with self.units.reading() as unit:
            return [int(event.actor) for event in await unit.events.of(ExamId(0))]

    async def quiet(self) -> bool:
        return len(self.intake) == 0


@pytest.fixture
def desk(database: Database, nursery: Nursery) -> Desk:
    return Desk(database, nursery)


async def test_an_update_is_on_the_disk_before_it_is_acknowledged(
    desk: Desk, database: Database
) -> None:
    desk.pause[5] = 60

    await desk.intake.take([tap(5)])

    (waiting,) = await Inbox(database).unfinished()
    assert json.loads(waiting.payload) == tap(5)


async def test_what_ends_together_is_ticked_off_together_and_everything_is(
    desk: Desk, database: Database, until: Any
) -> None:
    commits: list[object] = []
    event.listen(database._writer.sync_engine, "commit", commits.append)
    await desk.intake.take([tap(number, person=number) for number in range(1, 31)])
    await until(desk.quiet)

    assert await desk.intake.box.unfinished() == ()
    assert sorted(desk.handled) == list(range(1, 31))
    assert len(commits) < 1 + 30 + 30  # kept, each carried out, ticked off one by one


async def test_only_an_update_that_changed_something_wakes_the_outbox(
    desk: Desk, until: Any
) -> None:
    desk.only_look.add(1)
    await desk.intake.take([tap(1)])
    await until(desk.quiet)
    assert desk.handled == [1]
    assert desk.wakings == 0

    await desk.intake.take([tap(2)])
    await until(desk.quiet)
    assert desk.wakings == 1


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


async def test_what_arrives_twice_is_handled_once(desk: Desk, until: Any) -> None:
    await desk.intake.take([tap(1), tap(2)])
    await desk.intake.take([tap(2), tap(3)])
    await until(desk.quiet)
    await desk.intake.take([tap(1)])
    await until(desk.quiet)

    assert desk.handled == [1, 2, 3]


class SlowInbox(Inbox):
    """Answers late: what it has read is over by then."""

    async def store(self, updates: Sequence[tuple[int, str, str]], at: datetime) -> frozenset[int]:
        stored = await super().store(updates, at)
        await asyncio.sleep(0.05)
        return stored

    async def unfinished(self) -> tuple[Waiting, ...]:
        found = await super().unfinished()
        await asyncio.sleep(0.05)
        return found


async def test_what_is_worked_off_just_when_it_arrives_again_is_handled_once(
    desk: Desk, database: Database, until: Any
) -> None:
    desk.intake.box = SlowInbox(database)
    desk.pause[2] = 0.07
    await desk.intake.take([tap(2, person=2)])
    await desk.intake.take([tap(2, person=2), tap(3, person=3)])
    await until(desk.quiet)

    assert sorted(desk.handled) == [2, 3]


async def test_a_failure_is_tried_again_and_then_given_up_with_an_apology(
    desk: Desk, until: Any
) -> None:
    desk.fail_before = {1: 2, 2: 99}

    await desk.intake.take([tap(1), tap(2), tap(3)])
    await until(desk.quiet)

    assert desk.handled == [1, 3]
    assert desk.given_up == [2]
    assert await desk.intake.box.unfinished() == ()


async def test_what_is_carried_out_is_not_done_again_because_the_answer_failed(
    desk: Desk, until: Any
) -> None:
    desk.fail_after = {1}

    await desk.intake.take([tap(1)])
    await until(desk.quiet)

    assert await desk.effects() == [1]
    assert desk.given_up == []


async def test_a_restart_handles_the_unfinished_and_answers_the_carried_out(
    desk: Desk, database: Database, until: Any
) -> None:
    box = Inbox(database)
    await box.store([(n, "person 7", json.dumps(tap(n))) for n in (1, 2, 3)], AT)
    token = handling.set(None)
    await _carry_out(desk, 1)
    handling.reset(token)

    await desk.intake.begin()
    await until(desk.quiet)

    assert desk.resumed == [1]
    assert desk.handled == [2, 3]
    assert await desk.effects() == [1, 2, 3]
    assert await box.unfinished() == ()


async def test_what_is_answered_through_the_outbox_needs_nothing_after_a_restart(
    desk: Desk, database: Database, until: Any
) -> None:
    box = Inbox(database)
    await box.store([(n, "person 7", json.dumps(tap(n))) for n in (1, 2)], AT)
    desk.answered = True
    token = handling.set(None)
    await _carry_out(desk, 1)
    handling.reset(token)

    await desk.intake.begin()
    await until(desk.quiet)

    assert desk.resumed == []
    assert desk.handled == [2]
    assert await desk.effects() == [1, 2]


async def _carry_out(desk: Desk, number: int) -> None:
    handling.set(Handling(number))
    await desk.handle(tap(number))
    desk.handled.clear()


async def test_an_update_on_whose_way_a_file_was_made_is_not_carried_out_by_that(
    desk: Desk, database: Database, until: Any
) -> None:
    exam, _ = await University(SqlUnits(database)).seated(1)
    made = [Digest("a" * 64)]
    desk.fail_before[1] = 1

    async def bind_and_hand_in(update: Update) -> None:
        await NoteMade(desk.units)(exam.id, made)
        await desk.handle(update)

    desk.intake.handle = bind_and_hand_in
    await desk.intake.take([tap(1)])
    await until(desk.quiet)

    assert desk.handled == [1]
    assert await desk.effects() == [1]
    async with desk.units.reading() as unit:
        assert await unit.personal_files.noted(exam.id, made)


async def test_the_clock_works_for_no_update(desk: Desk, database: Database) -> None:
    await Inbox(database).store([(1, "person 7", json.dumps(tap(1)))], AT)

    await desk.handle(tap(9))
    await desk.intake.begin()

    assert 1 not in desk.resumed


@pytest.mark.parametrize(
    ("update", "key"),
    [
        (tap(1, person=9), "person 9"),
        ({"update_id": 1, "message": {"from": {"id": 4}, "chat": {"id": 4}}}, "person 4"),
        ({"update_id": 1, "message": {"from": {"id": 4}, "chat": {"id": -3}}}, "chat -3"),
        ({"update_id": 1, "message": {"chat": {"id": -3}}}, "chat -3"),
        ({"update_id": 1, "my_chat_member": {"from": {"id": 4}, "chat": {"id": -3}}}, "chat -3"),
        (
            {
                "update_id": 1,
                "callback_query": {"from": {"id": 4}, "message": {"chat": {"id": -3}}},
            },
            "chat -3",
        ),
        ({"update_id": 1}, "nobody"),
    ],
)
def test_an_update_belongs_to_a_group_or_else_to_a_person(update: Update, key: str) -> None:
    assert key_of(update) == key


class FullDisk(Inbox):
    """An inbox whose next writes about updates find no room."""

    full: ClassVar[int] = 0

    async def store(self, updates: Sequence[tuple[int, str, str]], at: datetime) -> frozenset[int]:
        if FullDisk.full < 0:
            raise OSError("no space left")
        return await super().store(updates, at)

    async def _set(self, updates: Collection[int], **values: object) -> None:
        if FullDisk.full:
            FullDisk.full -= 1
            raise OSError("no space left on the disk of Aigerim")
        await super()._set(updates, **values)


@pytest.mark.parametrize("fails", [False, True])
async def test_a_disk_that_was_full_leaves_nobody_unserved(
    desk: Desk,
    database: Database,
    until: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    fails: bool,
) -> None:
    monkeypatch.setattr(FullDisk, "full", 3)
    desk.intake.box, desk.intake.insist_pause = FullDisk(database), 0.01
    if fails:
        desk.fail_before[1] = 1

    await desk.intake.take([tap(1), tap(2)])
    await until(desk.quiet)

    assert desk.handled == [1, 2]
    assert await desk.effects() == [1, 2], "once each"
    assert await desk.intake.box.unfinished() == ()
    assert caplog.text.count("inbox not written") == 3
    assert "Aigerim" not in caplog.text


async def test_an_update_that_cannot_be_read_any_more_holds_up_nothing_behind_it(
    desk: Desk, database: Database, until: Any
) -> None:
    await Inbox(database).store(
        [(1, "person 7", "{half"), (2, "person 7", json.dumps(tap(2)))], AT
    )

    await desk.intake.begin()
    await desk.intake.take([tap(3)])

    await until(desk.quiet)
    assert desk.handled == [2, 3]
    assert [one.update_id for one in await Inbox(database).unfinished()] == [1]
    await desk.intake.take([tap(4)])
    await until(desk.quiet)
    assert desk.handled == [2, 3, 4]


async def test_what_cannot_be_kept_is_not_acknowledged_and_is_seen_by_who_watches(
    desk: Desk, database: Database, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.intake.box = FullDisk(database)
    monkeypatch.setattr(FullDisk, "full", -1)
    with pytest.raises(OSError, match="no space"):
        await desk.intake.take([tap(1)])
    on_full_disk = desk.intake.keeps

    monkeypatch.setattr(FullDisk, "full", 0)
    await desk.intake.take([tap(1)])

    assert (on_full_disk, desk.intake.keeps) == (False, True)
    await until(desk.quiet)
    assert desk.handled == [1]
