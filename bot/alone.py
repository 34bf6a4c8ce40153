"""One process of the bot for a database: two would send and handle everything twice.

The port alone does not keep a second one away, for it may be told to listen on another.
"""

import errno
import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from storage.database import file_of

logger = logging.getLogger(__name__)

# A killed process keeps its locks until the system has taken it apart, which takes seconds on a
# busy machine: whoever starts it again at once must not be refused.
PATIENCE = 60.0
"""Seconds to wait for another process to end."""


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Hold the lock file of a database; the system lets go of it, however the process ends.

    The database itself is not locked: other commands read and write it meanwhile.

    Raises:
        OSError: another process still holds it after `PATIENCE`.
    """
    database = file_of(url).resolve()  # a link to it is the same database
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(f"{database.name}.running").open("w") as file:
        if not _locked(file):
            logger.warning("the bot runs on this database already; waiting for it to end")
            _wait_for(file, database)
        yield


def _wait_for(file: IO[str], database: Path) -> None:
    latest = time.monotonic() + PATIENCE
    while not _locked(file):
        if time.monotonic() > latest:
            said = "the bot runs on this database already; end it before another one is started"
            raise OSError(errno.EBUSY, said, str(database))
        time.sleep(0.05)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
