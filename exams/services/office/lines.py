"""One row of an imported table, read cell by cell; what is wrong is noted with its address."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from exams.domain import cells
from exams.domain.ids import Digest
from exams.notices.lines import Clash, RowFault
from exams.ports.tables import ImportedTable, TableRow

T = TypeVar("T")
SHOWN: Final = 40  # characters of a wrong cell


def picture_of(column: str) -> str:
    """Return under which name the stored picture of a question's column goes."""
    return f"picture of {column}"


class Taken(Enum):
    """What became of a row; the values index the counts."""

    NEW = 0
    CHANGED = 1
    SAME = 2


class BadLine(Exception):
    """A row that cannot be taken; its fault is noted already."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, and where its faults are noted."""

    table: ImportedTable
    row: TableRow
    faults: list[RowFault]

    def fault(self, column: str, reason: str, *, clash: Clash | None = None) -> BadLine:
        """Note a fault and return what to raise; reasons are those of `RowFault`."""
        value, address = self.row.cells.get(column, (None, ""))
        first = next((place for _, place in self.row.cells.values()), "")
        self.faults.append(
            RowFault(
                sheet=self.table.sheet,
                cell=address or first,
                reason=reason,
                given=cells.shown(value)[:SHOWN],
                clash=clash,
            )
        )
        return BadLine()

    def read(self, column: str, how: Callable[[cells.Cell], T]) -> T:
        """Read a cell.

        Raises:
            BadLine: it cannot be read so.
        """
        try:
            return how(self.row.cells.get(column, (None, ""))[0])
        except cells.BadCell as bad:
            raise self.fault(column, bad.reason) from bad

    def once(self, seen: set[tuple[str, ...]], column: str, *key: str) -> None:
        """Note what the row is about.

        Raises:
            BadLine: an earlier row was about the same.
        """
        if key in seen:
            raise self.fault(column, "duplicate")
        seen.add(key)

    def picture(self, column: str) -> Digest | None:
        """Return the stored picture of a question, if it has one."""
        value, _ = self.row.cells.get(picture_of(column), (None, ""))
        return None if value is None else Digest(str(value))

    def maybe(self, column: str, how: Callable[[cells.Cell], T]) -> T | None:
        """Read a cell that may be empty.

        Raises:
            BadLine: it is not empty and cannot be read so.
        """
        value = self.row.cells.get(column, (None, ""))[0]
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return self.read(column, how)
