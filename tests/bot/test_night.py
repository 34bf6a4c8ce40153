"""The night forgets old updates, keeps backups, and tries again what failed."""

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from bot.night import KEPT_BACKUPS, PAUSE, TRIES, Night
from storage.files import DiskFiles
from storage.nights import Nights, last_night
from tests.bot.nights import AT, Set, Work, backups


async def test_a_night_that_was_slept_through_is_made_up_for_once(night: Night) -> None:
    assert isinstance(night.clock, Set)
    await night.when_due()
    night.clock.time = AT + timedelta(days=3, hours=9)  # started again in the morning
    awake = replace(night, _done=None)

    await awake.when_due()
    assert await backups(night) == ["emtihan-2026-12-14", "emtihan-2026-12-17"]

    night.clock.time += timedelta(hours=14)
    calls = Work()
    awake.forget_evidence = calls.count
    await awake.when_due()
    again = replace(awake, _done=None)
    await again.when_due()
    assert calls.calls == 0, "not yet night"
    night.clock.time += timedelta(hours=1)
    await awake.when_due()
    assert calls.calls == 1
    assert (await backups(night))[-1] == "emtihan-2026-12-18"


async def test_the_night_forgets_old_updates_and_keeps_unfinished_ones(night: Night) -> None:
    await night.inbox.store([(1, "a", "{}"), (2, "a", "{}"), (3, "a", "{}")], AT)
    await night.inbox.done([1], AT - timedelta(days=8))
    await night.inbox.done([2], AT - timedelta(days=1))

    await night()

    assert await night.inbox.purge(AT) == 1  # the one of yesterday was still there
    assert [waiting.update_id for waiting in await night.inbox.unfinished()] == [3]


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(days=400)])
async def test_the_night_removes_what_a_killed_process_left_half_written(
    night: Night, ahead: timedelta
) -> None:
    assert isinstance(night.clock, Set)
    night.clock.time += ahead  # as the clock of the sandbox is
    files = DiskFiles(night.files)
    whole = files.path_of(files.put_now(b"a sheet"))
    left, written_now = whole.with_name("new-left"), whole.with_name("new-now")
    for path, age in ((whole, 30), (left, 2), (written_now, 0)):
        path.touch()
        at = path.stat().st_mtime - timedelta(days=age).total_seconds()
        os.utime(path, (at, at))

    await night()

    assert sorted(whole.parent.iterdir()) == sorted([whole, written_now])


async def test_the_night_makes_a_backup_and_keeps_a_fortnight_of_them(night: Night) -> None:
    assert night.folder is not None
    night.folder.mkdir()
    for day in range(1, KEPT_BACKUPS + 3):
        (night.folder / f"emtihan-2026-11-{day:02}").mkdir()
    (night.folder / "by hand").mkdir()

    await night()
    await night()

    kept = sorted(path.name for path in night.folder.iterdir())
    assert kept[0] == "by hand"
    assert kept[-1] == "emtihan-2026-12-14"
    assert len(kept) == KEPT_BACKUPS + 1
    assert (night.folder / kept[-1] / "emtihan.db").is_file()


async def test_two_nights_share_on_the_disk_what_has_not_changed(night: Night) -> None:
    assert isinstance(night.clock, Set)
    assert night.folder is not None
    digest = DiskFiles(night.files).put_now(b"a sheet")
    await night()
    night.clock.time += timedelta(days=1)

    await night()

    first, second = (DiskFiles(one / "files") for one in sorted(night.folder.iterdir()))
    assert second.path_of(digest).samefile(first.path_of(digest))


async def test_an_old_backup_that_cannot_be_removed_keeps_no_other_from_being_removed(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert night.folder is not None
    night.folder.mkdir()
    for day in range(1, KEPT_BACKUPS + 4):
        (night.folder / f"emtihan-2026-11-{day:02}").mkdir()
    stuck = night.folder / "emtihan-2026-11-02"
    remove = shutil.rmtree

    def held(path: Path) -> None:
        if path == stuck:
            raise PermissionError(path)
        remove(path)

    monkeypatch.setattr(shutil, "rmtree", held)
    failed = await night()

    kept = await backups(night)
    assert kept[0] == stuck.name
    assert len(kept) == KEPT_BACKUPS + 1
    assert len(failed) == 1, "tried again, and told by the doctor"


class Broken(Work):
    """Fails so many times, and then counts."""

    async def count(self) -> int:
        await self()
        return 0


async def test_what_failed_is_tried_again_after_a_pause_and_nothing_else_is_done_twice(
    night: Night, database_url: str
) -> None:
    assert isinstance(night.clock, Set)
    failing, fine = Broken(OSError("full"), OSError("full")), Work()
    night.erase_pictures, night.forget_evidence = failing.count, fine.count

    ended = AT
    for calls in (1, 2, 3):
        assert last_night(database_url) is None
        for _ in range(2):
            await night.when_due()
        assert failing.calls == calls
        ended = night.clock.time
        night.clock.time += PAUSE

    await night.when_due()
    assert (failing.calls, fine.calls) == (3, 1)
    assert last_night(database_url) == ended


async def test_a_night_that_fails_to_its_end_is_left_to_the_next_one(
    night: Night, database_url: str
) -> None:
    assert isinstance(night.clock, Set)
    failing = Broken(*(OSError("full"),) * TRIES)
    night.erase_pictures = failing.count
    for _ in range(TRIES + 3):
        await night.when_due()
        night.clock.time += PAUSE
    assert failing.calls == TRIES
    assert last_night(database_url) is None

    night.clock.time = AT + timedelta(days=1)
    await night.when_due()

    assert failing.calls == TRIES + 1
    assert last_night(database_url) == night.clock.time


async def test_a_night_whose_end_cannot_be_noted_is_not_done_all_over_again(
    night: Night, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(night.clock, Set)
    calls = Work()
    night.forget_evidence = calls.count

    async def full(*_: object) -> NoReturn:
        raise OSError("full")

    with monkeypatch.context() as disk:
        disk.setattr(Nights, "note", full)
        with pytest.raises(OSError, match="full"):
            await night.when_due()
    night.clock.time += PAUSE
    await night.when_due()

    assert calls.calls == 1
    assert last_night(database_url) == night.clock.time


async def test_an_old_backup_that_could_not_be_removed_is_removed_when_tried_again(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(night.clock, Set)
    assert night.folder is not None
    night.folder.mkdir()
    for day in range(1, KEPT_BACKUPS + 1):
        (night.folder / f"emtihan-2026-11-{day:02}").mkdir()

    def held(*_: object) -> NoReturn:
        raise OSError("in use")

    with monkeypatch.context() as disk:
        disk.setattr(shutil, "rmtree", held)
        await night.when_due()
    assert len(await backups(night)) == KEPT_BACKUPS + 1
    night.clock.time += PAUSE
    await night.when_due()

    kept = await backups(night)
    assert (len(kept), kept[0], kept[-1]) == (
        KEPT_BACKUPS,
        "emtihan-2026-11-02",
        "emtihan-2026-12-14",
    )
