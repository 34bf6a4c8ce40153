"""Brings a database to the shape of this release; the process calls it when it starts."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

from storage.database import file_of

SCRIPTS: Final = Path(__file__).resolve().parent.parent / "alembic"


def upgrade(url: str) -> None:
    """Run all migrations that are missing; a new database gets every table.

    Blocks, and runs an event loop of its own: inside a running one call it in a thread.

    Args:
        url: as for `storage.database.connect`.
    """
    file_of(url).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config(url), "head")


def config(url: str) -> Config:
    """Return Alembic's configuration for a database, without a file."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made
