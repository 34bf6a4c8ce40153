"""How the columns of imported tables may be called, in Kazakh, Russian and English."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from exams.ports.tables import Cell

FIRST_ROWS: Final = 10  # a header stands within these; above it there may be a title
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({"number", "name"}),
    "schedule": frozenset({"subject", "kind", "date", "time", "groups", "proctors"}),
    "tickets": frozenset({"subject", "ticket", "question_1"}),
    "ratings": frozenset({"number", "subject", "rating"}),
    "questions": frozenset({"question", "right"}),
    "pool": frozenset({"question", "topic"}),
}
"""The columns without which no row of a table could be taken."""

_MARKS: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "ratings": (frozenset({"number", "rating"}), frozenset({"subject", "rating"})),
    "tickets": (frozenset({"ticket", "question_1"}),),
    "schedule": (frozenset({"subject", "date"}), frozenset({"date", "time"})),
    "people": (frozenset({"number", "name"}),),
    "questions": (frozenset({"question", "right"}), frozenset({"question", "option_1"})),
    "pool": (frozenset({"question", "topic"}),),
}
"""By which columns together a table is recognised; the most telling first."""

LANGUAGES: Final = ("kk", "ru", "en")
COLUMNS: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = tomllib.loads(
    Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
)
"""By table and column: the names in each language, and perhaps a note in each."""


def names(table: str, column: str) -> tuple[str, ...]:
    """Return everything a column may be called."""
    return tuple(name for language in LANGUAGES for name in COLUMNS[table][column][language])


def heading(table: str, column: str) -> str:
    """Return a column's first name in each language, a line each; one line if they agree."""
    firsts = (COLUMNS[table][column][language][0] for language in LANGUAGES)
    return "\n".join(dict.fromkeys(firsts))


def note(table: str, column: str) -> str:
    """Return what to know about a column in each language, a line each, or nothing."""
    texts = COLUMNS[table][column].get("note", {})
    return "\n".join(texts[language] for language in LANGUAGES if language in texts)


_LOOKALIKES: Final = str.maketrans("әғқңөұүһіё", "агкноуухие")


def plain(header: str) -> str:
    """Return a header as it is compared: case, spaces, signs and hints in brackets left out.

    Kazakh letters count as the Russian ones which people type for want of a layout.
    """
    text = unicodedata.normalize("NFC", re.sub(r"\([^)]*\)", " ", header)).casefold()
    words = re.sub(r"[^\w№]+", " ", text.replace("_", " ").translate(_LOOKALIKES))
    return " ".join(words.split())


_COLUMN_OF: Final[Mapping[str, Mapping[str, str]]] = {
    table: {plain(name): column for column in columns for name in names(table, column)}
    for table, columns in COLUMNS.items()
}


def _column(table: str, cell: Cell) -> str | None:
    """Return which column a header means; its lines may say it in several languages."""
    if not isinstance(cell, str):
        return None
    known = _COLUMN_OF[table]
    parts = (cell, *re.split(r"[\n/|·]", cell))
    return next((known[plain(part)] for part in parts if plain(part) in known), None)


def recognise(cells: Sequence[Cell]) -> tuple[str, dict[str, int]] | None:
    """Find out which table a header row heads.

    Returns:
        The table and the index of each of its columns, of doubled ones the first; None where
        the row heads no table we know.
    """
    found: list[tuple[str, dict[str, int]]] = []
    for table, marks in _MARKS.items():
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            column = _column(table, cell)
            if column is not None:
                columns.setdefault(column, index)
        if any(mark <= columns.keys() for mark in marks):
            found.append((table, columns))
    return max(found, key=lambda one: len(one[1]), default=None)


def lacking(table: str, columns: Mapping[str, int]) -> tuple[str, ...]:
    """Return the headings of the needed columns that are missing."""
    missing = (column for column in COLUMNS[table] if column in NEEDED[table] - columns.keys())
    return tuple(heading(table, column).replace("\n", " / ") for column in missing)
