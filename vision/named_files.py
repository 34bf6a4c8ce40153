"""Files that somebody named on the command line: why one could not be read, in one word."""

import sys
from pathlib import Path
from typing import Final

UNREADABLE: Final = "unreadable"
_FAULTS: Final[tuple[tuple[type[OSError], str, str], ...]] = (
    (FileNotFoundError, "no_such_file", "there is no such file: look at its name and folder"),
    (NotADirectoryError, "no_such_file", "there is no such file: look at its name and folder"),
    (PermissionError, "no_permission", "you may not read this file: ask its owner, or copy it"),
    (IsADirectoryError, "is_a_folder", "this is a folder: name the files in it"),
    (OSError, UNREADABLE, "this file cannot be read: copy it to another disk and try again"),
)


def why_unread(path: Path, error: OSError) -> str:
    """Return the word for why a file could not be read; on stderr, say what to do about it."""
    word, advice = next(
        (word, advice) for kind, word, advice in _FAULTS if isinstance(error, kind)
    )
    sys.stderr.write(f"{path}: {advice}\n")
    return word
