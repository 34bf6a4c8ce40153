"""What to do about a failure that this computer causes, not a defect: for the command line."""

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bot.settings import PREFIX

DATABASE: Final = (
    ("not a database", "is no database; point EMTIHAN_DATABASE_URL to the right file"),
    ("malformed", "is damaged; move it away and bring a backup back: emtihan restore DIR"),
    ("unable to open", "cannot be opened; let this user write in its folder"),
    ("readonly", "cannot be written; let this user write the file and in its folder"),
    ("no such table", "is of an older release, or of another program; emtihan run updates it"),
    ("no such column", "is of an older release; emtihan run brings it up to date"),
    ("locked", "is being written by somebody else; try again in a moment"),
    ("full", "found no room on the disk; make some"),
)
"""What SQLite says, and what that means for the database."""
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
ROOT: Final = Path(__file__).resolve().parents[1]


def explained(error: BaseException) -> str | None:
    """Return in words what is wrong and what to do; None for a defect, whose place must be seen.

    Nothing of the error's own words is told that may hold a token, a name or a text.
    """
    for one in _causes(error):
        if isinstance(one, sqlite3.Error):
            said = str(one).lower()
            return next((f"the database {told}" for word, told in DATABASE if word in said), None)
        if isinstance(one, OSError):
            return _of_system(one)
        if (told := _by_name(one)) is not None:
            return told
    return None


def _asks_for_webhook(error: Any) -> bool:
    return type(error.method).__name__ == "SetWebhook"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was raised from; the driver's own words are the innermost."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = getattr(one, "orig", None) or one.__cause__
    yield from reversed(chain)


def _of_system(error: OSError) -> str | None:
    if error.errno == errno.EADDRINUSE:
        return (
            "somebody listens on that port already: perhaps the bot runs; else set "
            f"{PREFIX}LISTEN_PORT"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"this computer has no such address: set {PREFIX}LISTEN_HOST"
    if error.errno in FULL:
        return "there is no room on the disk; make some"
    named = isinstance(error.filename, str | os.PathLike) and bool(error.filename)
    if not named or _of_the_product(Path(error.filename)):
        return None  # a connection that broke, a file that belongs to the product: ours to mend
    return f"{error.filename}: {error.strerror}"


def _of_the_product(file: Path) -> bool:
    """Return whether a file came with the product or one of its libraries."""
    file = file.absolute()
    if file.is_relative_to(sys.prefix):
        return True
    below = file.relative_to(ROOT).parts if file.is_relative_to(ROOT) else ()
    return bool(below) and (ROOT / below[0] / "__init__.py").is_file()


def _by_name(error: Any) -> str | None:
    """Tell errors of libraries by name: importing them to look takes seconds."""
    match f"{type(error).__module__}.{type(error).__name__}":
        case "alembic.util.exc.CommandError":
            return (
                "the database was made by a newer release: install that one, or bring an older "
                "backup back"
            )
        case "aiogram.exceptions.TelegramUnauthorizedError":
            return f"Telegram refuses the token: check {PREFIX}TOKEN"
        case "aiogram.exceptions.TelegramNotFound":
            return f"there is no Bot API at that address, or no such token: check {PREFIX}TOKEN"
        case "aiogram.exceptions.TelegramBadRequest" if _asks_for_webhook(error):
            return f"Telegram refuses the webhook: check {PREFIX}WEBHOOK_URL with emtihan doctor"
    return None
