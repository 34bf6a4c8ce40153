"""Whether a database has the shape of this release; asked without changing it."""

import sqlite3
from contextlib import closing

from alembic.script import ScriptDirectory

from storage.database import file_of
from storage.migrations import config


def newest(url: str) -> str:
    """Return the name of the shape this release needs."""
    return ScriptDirectory.from_config(config(url)).get_current_head() or ""


def passed(url: str, name: str) -> bool:
    """Say whether this release knows a shape, as its own or as one that it has left behind."""
    return name in {
        one.revision for one in ScriptDirectory.from_config(config(url)).walk_revisions()
    }


def present(url: str) -> str | None:
    """Return the name of the shape a SQLite database has, None if there is no database yet.

    Raises:
        sqlite3.Error: the file is no database of ours.
        ValueError: the URL names no SQLite file.
    """
    file = file_of(url)
    if not file.exists():
        return None
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""
