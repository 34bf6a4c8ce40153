"""One process of the bot for a database: two would send and handle everything twice.

The port alone does not keep a second one away, for it may be told to listen on another.
"""

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from storage.backup import database_file


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Hold the lock file of a database; the system lets go of it, however the process ends.

    The database itself is not locked: other commands read and write it meanwhile.

    Raises:
        OSError: another process holds it.
    """
    database = database_file(url).resolve()  # a link to it is the same database
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(f"{database.name}.running").open("w") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = "the bot runs on this database already; end it before another one is started"
            raise OSError(errno.EBUSY, said, str(database)) from None
        yield
