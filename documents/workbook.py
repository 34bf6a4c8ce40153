"""New workbooks; xlsxwriter lives behind this file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from exams.domain.exam import ASTANA

MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # noted in every file: equal data, equal bytes
A4: Final = 9
IN_SIGHT: Final = 27
"""Characters of columns that may stay while a table is moved: half of what a phone shows."""
HEAD: Final[Mapping[str, Any]] = {
    "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
    "font_color": "#FFFFFF", "bg_color": "#1F4E79",
}  # fmt: skip
"""How a heading looks. Its row has no height of its own, so that it grows with the words."""
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


def keep_in_sight(sheet: Any, head: int, widths: Sequence[int]) -> None:
    """Let the head stay while a table is moved, and of its first two columns what leaves room.

    Args:
        sheet: to be looked at on a phone, too.
        head: the row in which it ends, from 0.
        widths: of the columns, in characters.
    """
    stay = max(count for count in range(3) if sum(widths[:count]) <= IN_SIGHT)
    sheet.freeze_panes(head + 1, stay)


def print_setup(sheet: Any, top: int, *, wide: bool) -> None:
    """Let a table fit the width of A4 and repeat its head, which ends with row `top`, from 0."""
    if wide:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P / &N")
