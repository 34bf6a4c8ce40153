"""Files by their digest, and backups of database and files together."""

import asyncio
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from exams.domain.attempt import Attempt
from exams.domain.ids import Digest
from exams.ports.files import Files
from storage.backup import Copied, Damaged, backup, restore
from storage.database import Database, connect
from storage.files import DiskFiles
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import University


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "files"


@pytest.fixture
def files(folder: Path) -> Files:
    return DiskFiles(folder, make.SEAL)


def all_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


async def test_bytes_come_back_by_their_digest(files: Files, folder: Path) -> None:
    digest = await files.put(b"sheet")
    assert digest == hashlib.sha256(b"sheet").hexdigest()
    assert await files.get(digest) == b"sheet"
    assert (folder / digest[:2] / digest[2:4] / digest).read_bytes() == b"sheet"


async def test_the_same_bytes_are_stored_once(files: Files, folder: Path) -> None:
    digests = await asyncio.gather(*(files.put(b"sheet") for _ in range(8)))
    assert set(digests) == {digests[0]}
    assert all_files(folder) == [digests[0]]


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", "A" * 64])
async def test_an_unknown_digest_is_a_key_error(files: Files, digest: str) -> None:
    await files.put(b"sheet")
    with pytest.raises(KeyError):
        await files.get(Digest(digest))


STARVED = """
import resource, sys
from pathlib import Path
from storage.files import DiskFiles
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    DiskFiles(Path(sys.argv[1])).put_now(b"x" * 5000)
except OSError as error:
    print(error.errno)
"""


def test_a_full_disk_leaves_no_half_file(folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", STARVED, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "27\n"
    assert all_files(folder) == []


@pytest.fixture
async def attempt(university: University) -> Attempt:
    _, (attempt,) = await university.seated(1)
    return attempt


@pytest.fixture
async def saved(
    database: Database, files: Files, folder: Path, attempt: Attempt, tmp_path: Path
) -> Path:
    assert attempt.version == 0
    await files.put(b"one")
    await files.put(b"second")
    target = tmp_path / "backup"
    copied = await asyncio.to_thread(backup, database.url, folder, target)
    assert copied == Copied(
        database_bytes=(target / "emtihan.db").stat().st_size, files=2, file_bytes=9
    )
    return target


async def test_a_backup_taken_under_writes_is_one_whole_moment(
    units: SqlUnits, database: Database, attempt: Attempt, folder: Path, tmp_path: Path
) -> None:
    stop = asyncio.Event()

    async def write() -> None:
        current = attempt
        while not stop.is_set():
            async with units() as unit:
                current = replace(current, warnings=current.warnings + 1)
                await unit.attempts.save(current)
                current = replace(current, version=current.version + 1)
                await unit.commit()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(write())
        await asyncio.to_thread(backup, database.url, folder, tmp_path / "backup")
        stop.set()
    with closing(sqlite3.connect(tmp_path / "backup" / "emtihan.db")) as copy:
        warnings, version = copy.execute("SELECT warnings, version FROM attempts").fetchone()
    assert warnings == version


async def test_a_restored_backup_is_what_was_saved(
    saved: Path, units: SqlUnits, attempt: Attempt, tmp_path: Path
) -> None:
    async with units() as unit:
        await unit.attempts.save(replace(attempt, warnings=1))
        await unit.commit()
    url = f"sqlite+aiosqlite:///{tmp_path}/new/emtihan.db"
    copied = await asyncio.to_thread(restore, saved, url, tmp_path / "new" / "files")
    assert copied.files == 2
    again = connect(url)
    async with SqlUnits(again).reading() as unit:
        assert await unit.attempts.get(attempt.id) == attempt
    await again.close()
    restored = DiskFiles(tmp_path / "new" / "files")
    assert await restored.get(Digest(hashlib.sha256(b"one").hexdigest())) == b"one"


async def test_what_an_earlier_database_left_is_not_played_into_a_restored_one(
    saved: Path, units: SqlUnits, attempt: Attempt, file: Path, tmp_path: Path
) -> None:
    async with units() as unit:
        await unit.attempts.save(replace(attempt, warnings=1))
        await unit.commit()
    new = tmp_path / "new" / "emtihan.db"
    new.parent.mkdir()
    shutil.copy(f"{file}-wal", f"{new}-wal")  # the database itself was moved away
    url = f"sqlite+aiosqlite:///{new}"

    await asyncio.to_thread(restore, saved, url, tmp_path / "new" / "files")

    again = connect(url)
    async with SqlUnits(again).reading() as unit:
        assert await unit.attempts.get(attempt.id) == attempt
    await again.close()


async def test_a_backup_that_was_killed_is_begun_anew(
    database: Database, files: Files, folder: Path, tmp_path: Path
) -> None:
    digest = await files.put(b"one")
    DiskFiles(tmp_path / "backup.unfinished" / "files").put_now(b"gone since")

    await asyncio.to_thread(backup, database.url, folder, tmp_path / "backup")

    assert DiskFiles(tmp_path / "backup" / "files").digests() == (digest,)
    assert not (tmp_path / "backup.unfinished").exists()


async def test_what_an_earlier_backup_has_whole_is_linked_and_not_copied_again(
    saved: Path, files: Files, database: Database, folder: Path, tmp_path: Path
) -> None:
    new = await files.put(b"new")
    one, second = (Digest(hashlib.sha256(data).hexdigest()) for data in (b"one", b"second"))
    before, after = DiskFiles(saved / "files"), DiskFiles(tmp_path / "next" / "files")
    before.path_of(second).write_bytes(b"broken")

    work = partial(backup, database.url, folder, tmp_path / "next", earlier=saved)
    copied = await asyncio.to_thread(work)

    assert copied.files == 3
    assert after.path_of(one).samefile(before.path_of(one))
    assert await after.get(second) == b"second", "what is broken there is copied from here"
    assert await after.get(new) == b"new"
    shutil.rmtree(saved)
    assert await after.get(one) == b"one"


async def test_nothing_is_overwritten(saved: Path, database: Database, folder: Path) -> None:
    with pytest.raises(FileExistsError):
        backup(database.url, folder, saved)
    with pytest.raises(FileExistsError):
        restore(saved, database.url, folder)


async def test_a_changed_file_is_found(saved: Path, tmp_path: Path) -> None:
    digest = DiskFiles(saved / "files").digests()[0]
    DiskFiles(saved / "files").path_of(digest).write_bytes(b"other")
    with pytest.raises(Damaged, match=digest):
        restore(saved, f"sqlite+aiosqlite:///{tmp_path}/new.db", tmp_path / "new")
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda file: file.unlink(), "no emtihan.db"),
        (lambda file: file.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "emtihan.db"),
        (lambda file: file.write_text("hello" * 1000), "not a database"),
    ],
)
async def test_a_damaged_database_is_not_restored(
    saved: Path, tmp_path: Path, spoil: object, says: str
) -> None:
    assert callable(spoil)
    spoil(saved / "emtihan.db")
    with pytest.raises(Damaged, match=says):
        restore(saved, f"sqlite+aiosqlite:///{tmp_path}/new.db", tmp_path / "new")


def execute(saved: Path, statement: str, *facts: object) -> list[tuple[Any, ...]]:
    """Do something to a backup's database that nobody should."""
    with closing(sqlite3.connect(saved / "emtihan.db")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        rows = connection.execute(statement, facts).fetchall()
        connection.commit()
    return rows


async def test_a_row_that_points_nowhere_is_found(saved: Path, tmp_path: Path) -> None:
    execute(saved, "DELETE FROM exams")
    with pytest.raises(Damaged, match="points nowhere"):
        restore(saved, f"sqlite+aiosqlite:///{tmp_path}/new.db", tmp_path / "new")


async def test_an_index_that_does_not_fit_its_table_is_found(saved: Path, tmp_path: Path) -> None:
    (index,) = execute(saved, "SELECT * FROM sqlite_master WHERE name LIKE 'ix_attempts%' LIMIT 1")
    execute(saved, "DELETE FROM sqlite_master WHERE name = ?", index[1])
    execute(saved, "DELETE FROM attempts")  # which the index hears nothing of
    execute(saved, "INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", *index)
    with pytest.raises(Damaged, match=index[1]):
        restore(saved, f"sqlite+aiosqlite:///{tmp_path}/new.db", tmp_path / "new")


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "postgresql+asyncpg://host/db"])
def test_only_a_file_is_copied(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an SQLite file"):
        backup(url, tmp_path, tmp_path / "backup")
