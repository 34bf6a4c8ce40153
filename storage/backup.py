"""A consistent copy of database and files while the bot runs, and the way back."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exams.domain.ids import Digest
from storage.database import file_of
from storage.files import DiskFiles, sync_folder

DATABASE: Final = "emtihan.db"
FILES: Final = "files"
NAMED: Final = "emtihan-"
"""How the name of a nightly backup begins; its day follows."""


class Damaged(Exception):
    """A copy is not what was copied; the message says what is wrong and with which file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a backup or a restore carried over."""

    database_bytes: int
    files: int
    file_bytes: int


def backup(url: str, files: Path, target: Path, *, earlier: Path | None = None) -> Copied:
    """Copy database and files to a new folder; blocks, so call it in a thread.

    The database comes first: each file is written before the row that names it, so every row of
    the copy finds its file. The folder appears under its name when everything is in it.

    Args:
        url: of a SQLite database; writers go on meanwhile.
        files: folder of `DiskFiles`.
        target: does not exist yet, its parent does.
        earlier: a backup on the same disk; what lies there whole is linked, not copied again.

    Raises:
        FileExistsError: the target is there already.
        Damaged: the copy does not pass its check.
    """
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(f"{target.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir()
    copy = unfinished / DATABASE
    with closing(sqlite3.connect(file_of(url))) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    check(copy)
    _sync(copy)
    known = None if earlier is None else DiskFiles(earlier / FILES)
    copied = _copied(copy, _copy_files(DiskFiles(files), DiskFiles(unfinished / FILES), known))
    sync_folder(unfinished)
    unfinished.rename(target)
    sync_folder(target.parent)
    return copied


def restore(source: Path, url: str, files: Path) -> Copied:
    """Bring a backup back to a place where there is no database yet; the bot must not run.

    Raises:
        FileExistsError: there is a database already; move it away first.
        Damaged: the backup does not pass its check.
    """
    database = file_of(url)
    if database.exists():
        raise FileExistsError(database)
    saved = source / DATABASE
    if not saved.is_file():
        raise Damaged(f"no {DATABASE} in {source}")
    check(saved)
    copied = _copied(saved, _copy_files(DiskFiles(source / FILES), DiskFiles(files)))
    database.parent.mkdir(parents=True, exist_ok=True)
    unfinished = database.with_name(f"{database.name}.unfinished")
    shutil.copyfile(saved, unfinished)
    _sync(unfinished)
    for rest in ("-wal", "-shm"):  # of an earlier database: they would be played into this one
        database.with_name(database.name + rest).unlink(missing_ok=True)
    unfinished.rename(database)
    sync_folder(database.parent)
    return copied


def check(database: Path) -> None:
    """Check a database file that nobody uses.

    Raises:
        Damaged: it is no database, a page is broken, or a row points nowhere.
    """
    with _reading(database) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if faults != ["ok"]:
            raise Damaged(f"{database.name}: {faults[0]}")
        stray = connection.execute("PRAGMA foreign_key_check").fetchone()
        if stray is not None:
            raise Damaged(f"{database.name}: a row of {stray[0]} points nowhere")


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(
            sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise Damaged(f"{database.name}: {error}") from error


def _copy_files(
    source: DiskFiles, target: DiskFiles, known: DiskFiles | None = None
) -> tuple[int, int]:
    target.folder.mkdir(parents=True, exist_ok=True)
    number = size = 0
    for digest in source.digests():
        data = source.get_now(digest)
        if hashlib.sha256(data).hexdigest() != digest:
            raise Damaged(f"{digest}: the bytes have changed")
        if known is None or not _linked(known, target, digest, data):
            target.put_now(data)
        number, size = number + 1, size + len(data)
    return number, size


def _linked(known: DiskFiles, target: DiskFiles, digest: Digest, data: bytes) -> bool:
    """Link a file that another backup has whole; False where it has not, or the disk cannot."""
    try:
        if known.get_now(digest) != data:
            return False
        target.link_now(known.path_of(digest), digest)
    except (KeyError, OSError):
        return False
    return True


def _copied(database: Path, files: tuple[int, int]) -> Copied:
    number, size = files
    return Copied(database_bytes=database.stat().st_size, files=number, file_bytes=size)


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
