"""The tables of the registrar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

Cell = str | int | float | bool | datetime | date | time | None
"""What can stand in a cell of a spreadsheet; an empty one is None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of an imported table.

    Attributes:
        cells: value and address ("B7") by column; columns as in `TABLE_COLUMNS`.
        pictures: of a question of a ticket, by its column; nobody has looked at them yet.
    """

    cells: Mapping[str, tuple[Cell, str]]
    pictures: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTable:
    """A table recognised by its column headers, in any of the three languages.

    Attributes:
        kind: people, schedule, tickets, ratings or pool.
        sheet: the sheet's name, empty in a CSV file.
    """

    kind: str
    sheet: str
    rows: tuple[TableRow, ...]


TABLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": (
        "number",
        "name",
        "roles",
        "group",
        "language",
        "faculty",
        "region",
        "phone",
        "extra_time",
        "conditions",
    ),
    "schedule": (
        "subject",
        "kind",
        "date",
        "time",
        "groups",
        "proctors",
        "chief",
        "minutes",
        "host",
        "reserve",
    ),
    "tickets": (
        "subject",
        "ticket",
        "question_1",
        "question_2",
        "question_3",
        "question_4",
        "language",
    ),
    "ratings": ("number", "subject", "rating"),
}
"""The columns of each table that can be imported."""


class ImportFiles(Protocol):
    """Reads the registrar's tables and makes the workbook to fill in."""

    async def read(self, data: bytes, name: str) -> tuple[ImportedTable, ...]:
        """Return the tables of an XLSX or CSV file; rows without any value are left out.

        Raises:
            FileUnreadable: wrong type, damaged, encrypted, empty.
            UnknownTable: no sheet has columns we know; the facts name those that are there.
        """

    async def template(self) -> bytes:
        """Return an XLSX with the tables, their headers and an example row each."""

    async def pool(self, data: bytes) -> ImportedTable | None:
        """Return the pool of questions from which tickets are composed; None: it is none."""
