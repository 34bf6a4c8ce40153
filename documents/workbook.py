"""New workbooks; xlsxwriter lives behind this file."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # noted in every file: equal data, equal bytes


def new_workbook(out: BytesIO, title: str) -> Any:
    """Begin an XLSX in which text stays text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415 - start-up need not wait for it

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title, "created": MADE})
    return book
