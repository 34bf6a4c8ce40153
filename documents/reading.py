"""Read a workbook from standard input and write its sheets as JSON: run as a program.

It runs by itself with little memory and little time, because the parser may be made to take any
amount of either by a small file. Arguments: the most rows and the most columns of a sheet.
Nothing of ours is imported here, so that it starts in a few hundredths of a second.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 15  # of computing


class TooLarge(Exception):
    """A sheet has more rows or columns than we take."""


def _told(cell: Any) -> Any:
    # A datetime is a date as well, so it is asked for first.
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        within_a_day = timedelta(0) <= cell < timedelta(days=1)
        hours = f"{cell.seconds // 3600:02}:{cell.seconds // 60 % 60:02}:{cell.seconds % 60:02}"
        return {"time": hours} if within_a_day else str(cell)
    return cell


def read(data: bytes, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """Return name, rows and merged cells of every visible sheet, as JSON can hold them.

    Raises:
        CalamineError, TooLarge: damaged, encrypted, no workbook, or too many rows or columns.
    """
    found = []
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for about in book.sheets_metadata:
        if about.visible is SheetVisibleEnum.Visible and about.typ is SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
            rows = _rows(sheet, most_rows, most_columns)
            found.append({"name": about.name, "rows": rows, "merged": merged})
    return found


def _rows(sheet: Any, most_rows: int, most_columns: int) -> list[list[Any]]:
    last = sheet.end
    if last is None:
        return []
    if last[0] >= most_rows or last[1] >= most_columns:
        raise TooLarge
    return [[_told(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def main() -> None:
    """Read, write, and end with 1 where that cannot be done."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most_rows, most_columns = map(int, sys.argv[1:])
    try:
        found = read(sys.stdin.buffer.read(), most_rows, most_columns)
    except (CalamineError, OSError, ValueError, MemoryError, TooLarge):
        sys.exit(1)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
