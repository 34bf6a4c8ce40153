"""Seals what an earlier release left open: its tickets, and the files they came in.

Called once the tables have their shape and before anything else opens the database. What was
deleted in SQLite lies in its free pages until they are used again, so the file is written anew.
"""

import json
import sqlite3
from contextlib import closing

from exams.domain.ids import Digest
from storage.database import file_of
from storage.files import DiskFiles
from storage.records.decks import about, face
from storage.seal import Seal, SealBroken

OPEN = "SELECT exam_id, language, number, questions, pictures FROM cards WHERE sealed IS NULL"
SEALED = "SELECT exam_id, language, number, sealed FROM cards WHERE sealed IS NOT NULL"
CLOSE = (
    "UPDATE cards SET sealed = ?, questions = NULL, pictures = '[]'"
    " WHERE exam_id = ? AND language = ? AND number = ?"
)
IMPORTS = "SELECT facts FROM events WHERE act = 'import'"
WAITING = "DELETE FROM pendings WHERE kind = 'import' RETURNING payload"


def seal_open_tickets(url: str, files: DiskFiles, seal: Seal) -> int:
    """Seal every ticket that lies open, and return how many did.

    The files from which tickets were imported are deleted: the log keeps their digests, and the
    registrar the files. An import that waits for its confirmation is sent again.
    """
    with closing(sqlite3.connect(file_of(url), isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 10000")
        rows = connection.execute(OPEN).fetchall()
        if not rows:
            return 0
        connection.execute("BEGIN IMMEDIATE")
        for exam, language, number, questions, pictures in rows:
            plain = face(json.loads(questions), json.loads(pictures))
            sealed = seal.close(plain, about=about(exam, language, number))
            connection.execute(CLOSE, (sealed, exam, language, number))
        imported = _imported(connection)
        connection.execute("COMMIT")
        for digest in imported:
            files.path_of(digest).unlink(missing_ok=True)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(rows)


def closed_tickets(url: str, seal: Seal) -> tuple[int, int]:
    """Return how many sealed tickets there are, and how many of them no key opens."""
    with closing(sqlite3.connect(f"file:{file_of(url)}?mode=ro", uri=True)) as connection:
        rows = connection.execute(SEALED).fetchall()
    return len(rows), sum(not _opens(seal, *row) for row in rows)


def _opens(seal: Seal, exam: int, language: str, number: int, sealed: bytes) -> bool:
    try:
        seal.open(sealed, about=about(exam, language, number))
    except SealBroken:
        return False
    return True


def _imported(connection: sqlite3.Connection) -> set[Digest]:
    facts = [json.loads(row[0]) for row in connection.execute(IMPORTS)]
    waiting = connection.execute(WAITING).fetchall()
    return {Digest(one["file"]) for one in facts if "tickets" in one} | {
        Digest(str(payload).split(" ")[0]) for (payload,) in waiting
    }
