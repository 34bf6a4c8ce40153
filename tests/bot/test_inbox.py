"""Updates are kept, and their work is done once, whatever happens."""

import asyncio
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar

import pytest
from sqlalchemy import event

from bot.inbox import key_of
from exams.domain.ids import Digest
from exams.services.made_files import NoteMade
from storage.database import Database
from storage.inbox import Inbox, Waiting
from storage.once import Handling, handling
from storage.unit import SqlUnits
from tests.bot.desk import AT, Desk, Update, tap
from tests.storage.university import University


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
