"""New workbooks; xlsxwriter lives behind this file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from textwrap import wrap
from typing import Any, Final

from exams.domain.exam import ASTANA

MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # noted in every file: equal data, equal bytes
A4: Final = 9
IN_SIGHT: Final = 27
"""Characters of columns that may stay while a table is moved: half of what a phone shows."""
ROWS_IN_SIGHT: Final = 5
"""Rows that may stay while a table is moved: with more, a phone on its side shows little else."""
UPRIGHT: Final = 100  # characters of columns which A4 in portrait shows large enough to read
LINE: Final = 15.75  # points: the height of a line in letters of `PLAIN` points
PLAIN: Final = 11
TITLE: Final = 14  # points of a sheet's title
FILLED: Final = 0.9  # of a column's characters that surely fit it: some letters are wide
HIGHEST: Final = 409.0  # points of the highest row a workbook takes
MARGIN: Final = 0.4  # inches beside what is printed
HEAD: Final[Mapping[str, Any]] = {
    "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
    "font_color": "#FFFFFF", "bg_color": "#1F4E79",
}  # fmt: skip
"""How a heading looks."""
Value = str | int | float | Decimal | date | None


def new_workbook(out: BytesIO, title: str) -> Any:
    """Begin an XLSX in which text stays text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415 - start-up need not wait for it

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title, "created": MADE})
    return book


def cell_styles(book: Any) -> dict[str, Any]:
    """Return how the cells of a table look; long words take several lines and none is cut."""
    cell = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    middle = cell | {"align": "center"}
    return {
        "head": book.add_format(HEAD),
        "text": book.add_format(cell | {"num_format": "@"}),
        "middle": book.add_format(middle | {"num_format": "@"}),
        "number": book.add_format(middle),
        "decimal": book.add_format(middle | {"num_format": "0.0#"}),
        "date": book.add_format(middle | {"num_format": "dd.mm.yyyy"}),
        "moment": book.add_format(middle | {"num_format": "dd.mm.yyyy hh:mm"}),
    }


def write_cell(sheet: Any, row: int, column: int, value: Value, styles: Mapping[str, Any]) -> None:
    """Write a value as what it is, so that dates and numbers can be sorted and counted.

    Rows and columns are counted from 0; a moment is written in the time of Astana.
    """
    match value:
        case None:
            sheet.write_blank(row, column, None, styles["number"])
        case str():
            # Never write(): it would make a formula of "=..." and a link of "http...".
            sheet.write_string(row, column, value, styles["text"])
        case datetime():
            there = value.astimezone(ASTANA).replace(tzinfo=None)
            sheet.write_datetime(row, column, there, styles["moment"])
        case date():
            sheet.write_datetime(row, column, value, styles["date"])
        case Decimal() | float():
            sheet.write_number(row, column, value, styles["decimal"])
        case _:
            sheet.write_number(row, column, value, styles["number"])


def write_head(
    sheet: Any, row: int, columns: Sequence[tuple[str, int]], styles: Mapping[str, Any]
) -> None:
    """Write the head of a table: the heading and the characters of each column."""
    headings, widths = [heading for heading, _ in columns], [width for _, width in columns]
    fit_row(sheet, row, headings, widths)
    for index, (heading, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(row, index, heading, styles["head"])


def write_row(
    sheet: Any,
    row: int,
    cells: Sequence[Value],
    widths: Sequence[int],
    styles: Mapping[str, Any],
) -> None:
    """Write a row as high as its words need, under columns of these widths, in characters."""
    fit_row(sheet, row, cells, widths)
    for column, value in enumerate(cells):
        write_cell(sheet, row, column, value, styles)


def write_across(
    sheet: Any, style: Any, row: int, widths: Sequence[int], words: str, *, size: int = PLAIN
) -> None:
    """Write words as wide as the table; a merged cell does not grow with them.

    Args:
        sheet: where.
        style: its format, which wraps words.
        row: from 0.
        widths: of the table's columns, in characters.
        words: a text, whatever it begins with.
        size: of its letters, in points.
    """
    sheet.merge_range(row, 0, row, len(widths) - 1, words, style)
    fit_row(sheet, row, [words], [sum(widths)], size=size)


def fit_row(
    sheet: Any, row: int, cells: Sequence[Value], widths: Sequence[int], *, size: int = PLAIN
) -> None:
    """Make a row as high as its longest words need; not every program does so by itself.

    Args:
        sheet: where.
        row: from 0.
        cells: what stands in it.
        widths: of their columns, in characters.
        size: of the letters, in points.
    """
    lines = max(
        _lines(cell, width * PLAIN / size) if isinstance(cell, str) else 1
        for cell, width in zip(cells, widths, strict=True)
    )
    sheet.set_row(row, min(HIGHEST, LINE * size / PLAIN * lines))


def _lines(words: str, width: float) -> int:
    """Return how many lines words take in a column of so many characters."""
    fits = max(1, int(width * FILLED))
    return sum(max(1, len(wrap(part, fits))) for part in words.split("\n"))


def keep_as_words(sheet: Any) -> None:
    """Let no program mark a number in words as a mistake: a student's may begin with a nought."""
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def keep_in_sight(sheet: Any, head: int, widths: Sequence[int]) -> None:
    """Let the head stay while a table is moved, and of its first two columns what leaves room.

    A head far below the top stays not, since all that is above it would stay as well.

    Args:
        sheet: to be looked at on a phone, too.
        head: the row in which it ends, from 0.
        widths: of the columns, in characters.
    """
    stay = max(count for count in range(3) if sum(widths[:count]) <= IN_SIGHT)
    sheet.freeze_panes(head + 1 if head < ROWS_IN_SIGHT else 0, stay)


def print_setup(sheet: Any, top: int, widths: Sequence[int]) -> None:
    """Let a table fit the width of A4 and repeat its head.

    Args:
        sheet: to be printed, on its side where it would be too small to read.
        top: the row with which the head ends, from 0.
        widths: of the columns, in characters.
    """
    if sum(widths) > UPRIGHT:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN, right=MARGIN)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P / &N")
