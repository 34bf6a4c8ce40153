"""Statement, journal and transcript: set to print and sign, or as a workbook."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from documents.layouts import Layout, Row, Value, layout, pages
from documents.typeset import typeset
from documents.workbook import new_workbook
from exams.domain.papers import Form, Paper
from exams.domain.people import Locale

A4: Final = 9
HEAD_HEIGHT: Final = 48


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The `Papers` port.

    Attributes:
        university: its name, printed above; empty leaves it out.
    """

    university: str

    async def write(self, paper: Paper, form: Form, locale: Locale) -> bytes:
        """Return a paper in one language: a PDF to sign, or an XLSX without live formulas."""
        if form is Form.XLSX:
            return await asyncio.to_thread(self._workbook, layout(paper, locale))
        told = [_told(page) for page in pages(paper, locale)]
        return await typeset("paper", {"university": self.university, "pages": told})

    def _workbook(self, page: Layout) -> bytes:
        out = BytesIO()
        book = new_workbook(out, page.title)
        sheet = book.add_worksheet(page.sheet)
        styles = _styles(book)
        lines = [*filter(None, (self.university,)), page.title]
        top = len(lines)
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, styles["title" if line == page.title else "plain"])
        for name, value in page.facts:
            sheet.write_string(top, 0, f"{name}: {value}", styles["plain"])
            top += 1
        _table(sheet, styles, page, top)
        below = top + len(page.rows) + 2
        for number, note in enumerate(page.notes):
            sheet.write_string(below + number, 0, note, styles["plain"])
        sheet.freeze_panes(top + 1, 2)
        if page.wide:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_footer("&C&P / &N")
        book.close()
        return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "head": book.add_format(head | {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        "text": book.add_format({"border": 1, "num_format": "@"}),
        "middle": book.add_format({"border": 1, "num_format": "@", "align": "center"}),
        "number": book.add_format({"border": 1, "align": "center"}),
    }


def _table(sheet: Any, styles: dict[str, Any], page: Layout, top: int) -> None:
    sheet.set_row(top, HEAD_HEIGHT)
    for index, column in enumerate(page.columns):
        sheet.set_column(index, index, column.characters)
        sheet.write_string(top, index, column.heading, styles["head"])
    for below, row in enumerate(page.rows, start=1):
        for index, value in enumerate(row.cells):
            text = "text" if page.columns[index].left else "middle"
            style = styles[text if isinstance(value, str) else "number"]
            _write(sheet, top + below, index, value, style)
    sheet.autofilter(top, 0, top + max(len(page.rows), 1), len(page.columns) - 1)


def _write(sheet: Any, row: int, column: int, value: Value, style: Any) -> None:
    if isinstance(value, str):
        # Never write(): it would make a formula of "=..." and a link of "http...".
        sheet.write_string(row, column, value, style)
    elif value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)


# -- paper ------------------------------------------------------------------------


def _told(page: Layout) -> dict[str, Any]:
    shown = [index for index, column in enumerate(page.columns) if column.width is not None]
    columns = [page.columns[index] for index in shown]
    return {
        "title": page.title,
        "facts": page.facts,
        "columns": [
            {"heading": column.heading, "width": column.width, "left": column.left}
            for column in columns
        ],
        "rows": [_paper_row(row, shown) for row in page.rows],
        "over": page.said_over,
        "notes": page.notes,
        "signed": page.signed,
        "date": page.date,
        "stamp": page.stamp,
        "wide": page.wide,
    }


def _paper_row(row: Row, shown: list[int]) -> dict[str, Any]:
    cells = [row.cells[index] for index in shown]
    return {"cells": ["" if cell is None else str(cell) for cell in cells], "said": row.said}
