"""The list of marks as a workbook: given out to fill in, and read back."""

import asyncio
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from documents.columns import FIRST_ROWS, plain
from documents.grids import Grid, address, is_blank, read_grids
from documents.workbook import HEAD, fit_row, new_workbook, print_setup
from exams.domain.grades import HIGHEST
from exams.domain.refusals.files import FileUnreadable
from exams.domain.refusals.marks import MarksUnreadable
from exams.notices.lines import MarkLine
from exams.ports.mark_forms import FilledMark
from exams.ports.tables import Cell

HEADINGS: Final = (
    "№",
    "Аты-жөні\nФИО\nFull name",
    "Балы\nБаллы\nPoints",
    "Ескерту\nПримечание\nNote",
)
PLACE, NAME, POINTS, NOTE = range(len(HEADINGS))
WIDTHS: Final = {PLACE: 6, NAME: 44, POINTS: 12, NOTE: 28}  # characters
PLACES: Final = frozenset(map(plain, ("№", "орны", "номер", "no", "number", "place")))
NAMES: Final = frozenset(map(plain, ("аты-жөні", "фио", "full name", "name")))
POINTS_NAMES: Final = frozenset(
    map(
        plain,
        ("балы", "балл", "баллы", "ұпай", "ұпайы", "баға", "оценка", "points", "mark", "score"),
    )
)
ABSENT: Final = "келмеді · неявка · absent"
RANGE: Final = (
    "0–100 аралығындағы бүтін сан\nЦелое число от 0 до 100\nA whole number from 0 to 100"
)
LONGEST_TITLE: Final = 120


class MarkWorkbooks:
    """The `MarkForms` port."""

    async def write(self, subject: str, lines: Sequence[MarkLine]) -> bytes:
        """Return an XLSX in which only the points can be changed."""
        return await asyncio.to_thread(_write, subject, lines)

    async def read(self, data: bytes) -> tuple[FilledMark, ...]:
        """Return the filled rows, as the port says.

        Raises:
            FileUnreadable: no workbook.
            MarksUnreadable: no such columns, a row without a place, or a place twice.
        """
        grids = await read_grids(data)
        if all(is_blank(row) for grid in grids for row in grid.rows):
            raise FileUnreadable
        for grid in grids:
            for top, row in enumerate(grid.rows[:FIRST_ROWS]):
                place, points = _column(row, PLACES), _column(row, POINTS_NAMES)
                if place is not None and points is not None:
                    name = _column(row, NAMES)
                    return tuple(_filled(grid, top + 1, place=place, name=name, points=points))
        raise MarksUnreadable(line=" · ".join(plain(str(cell)) for cell in _first(grids))[:60])


def _column(row: Sequence[Cell], known: frozenset[str]) -> int | None:
    for index, cell in enumerate(row):
        if isinstance(cell, str) and known & {plain(part) for part in cell.split("\n")}:
            return index
    return None


def _first(grids: Sequence[Grid]) -> tuple[Cell, ...]:
    rows = (row for grid in grids for row in grid.rows)
    found = next(row for row in rows if not is_blank(row))
    return tuple(cell for cell in found if cell is not None)


def _filled(
    grid: Grid, first: int, *, place: int, name: int | None, points: int
) -> Iterator[FilledMark]:
    seen: set[int] = set()
    for index in range(first, len(grid.rows)):
        row = grid.rows[index]
        given = _text(row[points]) if points < len(row) else ""
        if not given:
            continue
        at = _text(row[place]) if place < len(row) else ""
        who = _text(row[name]).strip() if name is not None and name < len(row) else ""
        if not (at.isascii() and at.isdigit()) or int(at) in seen:
            raise MarksUnreadable(line=f"{address(index, points)}: {given}"[:60])
        seen.add(int(at))
        yield FilledMark(place=int(at), name=who, points=given)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _write(subject: str, lines: Sequence[MarkLine]) -> bytes:
    out = BytesIO()
    book = new_workbook(out, subject)
    sheet = book.add_worksheet("Балдар · Баллы · Points")
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": False})
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    print_setup(sheet, 1, tuple(WIDTHS.values()))
    title = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, subject[:LONGEST_TITLE], title)
    style = book.add_format(HEAD)
    for column, text in enumerate(HEADINGS):
        sheet.write_string(1, column, text, style)
    fit_row(sheet, 1, HEADINGS, tuple(WIDTHS.values()))
    _write_lines(book, sheet, lines)
    book.close()
    return out.getvalue()


def _write_lines(book: Any, sheet: Any, lines: Sequence[MarkLine]) -> None:
    cell = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    dim = {"font_color": "#6B6B6B"}
    fixed, grey = book.add_format(cell), book.add_format(cell | dim)
    numbered = book.add_format(cell | {"align": "center"})
    grey_numbered = book.add_format(cell | dim | {"align": "center"})
    entry = book.add_format(cell | {"locked": False, "align": "center", "bg_color": "#FFF8DC"})
    for row, line in enumerate(lines, start=2):
        style = grey if line.absent else fixed
        note = ABSENT if line.absent else ""
        fit_row(sheet, row, ("", line.who, "", note), tuple(WIDTHS.values()))
        sheet.write_number(row, PLACE, line.place, grey_numbered if line.absent else numbered)
        sheet.write_string(row, NAME, line.who, style)
        sheet.write_string(row, NOTE, note, style)
        if line.points is not None:
            sheet.write_number(row, POINTS, line.points, entry)
        else:
            sheet.write_blank(row, POINTS, None, grey if line.absent else entry)
    if lines:
        whole = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": HIGHEST,
            "error_message": RANGE,
        }
        sheet.data_validation(2, POINTS, len(lines) + 1, POINTS, whole)
