"""Which tables stand in a file's grids, told by their headings in any of three languages."""

from collections.abc import Iterator, Sequence
from typing import Final

from documents.columns import FIRST_ROWS, lacking, recognise
from documents.grids import Grid, address, is_blank
from documents.template import EXAMPLES
from exams.domain.refusals.files import UnknownTable
from exams.ports.tables import Cell, ImportedTable, TableRow

QUESTIONS: Final = "questions"
"""The table that is a bank of questions, and taken in by itself."""
POOL: Final = "pool"
"""The table from which tickets are composed."""


def questions_in(grids: Sequence[Grid]) -> tuple[ImportedTable, ...]:
    """Return those tables of a file which hold questions of a computer test."""
    found = (table for grid in grids for table in tables_in(grid))
    return tuple(table for table in found if table.kind == QUESTIONS and table.rows)


def tables_in(grid: Grid) -> Iterator[ImportedTable]:
    """Yield the table which a grid is, if it is one.

    Raises:
        UnknownTable: a needed column is missing.
    """
    for index in range(min(FIRST_ROWS, len(grid.rows))):
        found = recognise(grid.rows[index])
        if found is None:
            continue
        kind, columns = found
        if missing := lacking(kind, columns):
            raise UnknownTable(columns=_texts(grid.rows[index]), missing=missing)
        rows = tuple(_rows(grid, index + 1, kind, columns))
        yield ImportedTable(kind=kind, sheet=grid.sheet, rows=rows)
        return


def _rows(grid: Grid, first: int, kind: str, columns: dict[str, int]) -> Iterator[TableRow]:
    for row in range(first, len(grid.rows)):
        own = _picked(grid.rows[row], columns)
        if is_blank(own.values()) or _is_example(kind, own):
            continue
        cells = _picked(grid.filled(row), columns)
        yield TableRow(
            cells={
                column: (value, address(row, columns[column])) for column, value in cells.items()
            }
        )


def _picked(cells: tuple[Cell, ...], columns: dict[str, int]) -> dict[str, Cell]:
    return {
        column: cells[index] if index < len(cells) else None for column, index in columns.items()
    }


def _is_example(kind: str, cells: dict[str, Cell]) -> bool:
    """Return whether a row is an example of our workbook that nobody has touched."""
    said = {column: str(value) for column, value in cells.items() if value is not None}
    return said in EXAMPLES[kind]


def _texts(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(str(cell) for cell in cells if cell is not None)


def headings(grids: tuple[Grid, ...]) -> tuple[str, ...]:
    """Return what stands in the first row of each sheet that has any."""
    firsts = (next((row for row in grid.rows if not is_blank(row)), ()) for grid in grids)
    return tuple(text for row in firsts for text in _texts(row))
