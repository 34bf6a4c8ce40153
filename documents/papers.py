"""Statement, journal and transcript: set to print and sign, or as a workbook."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from documents.layouts import Layout, Row, Words, layout, pages
from documents.typeset import typeset
from documents.workbook import (
    TITLE,
    cell_styles,
    fit_row,
    keep_as_words,
    keep_in_sight,
    new_workbook,
    print_setup,
    write_across,
    write_cell,
    write_head,
)
from exams.domain.papers import Form, Paper
from exams.domain.people import Locale


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
        told = [_told(page, Words(locale)) for page in pages(paper, locale)]
        return await typeset("paper", {"university": self.university, "pages": told})

    def _workbook(self, page: Layout) -> bytes:
        out = BytesIO()
        book = new_workbook(out, page.title)
        sheet = book.add_worksheet(page.sheet)
        title = book.add_format({"bold": True, "font_size": TITLE})
        said = book.add_format({"text_wrap": True, "valign": "top"})
        lines = [*filter(None, (self.university,)), page.title]
        top = len(lines) + 1
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, title if line == page.title else None)
        # On one line: all that stands above the table stays in sight, on a phone too.
        facts = " · ".join(f"{name}: {value}" for name, value in page.facts)
        widths = [column.characters for column in page.columns]
        write_across(sheet, said, top - 1, widths, facts)
        _table(sheet, cell_styles(book), page, top)
        for row, note in enumerate(page.notes, start=top + len(page.rows) + 2):
            write_across(sheet, said, row, widths, note)
        keep_in_sight(sheet, top, widths)
        keep_as_words(sheet)
        print_setup(sheet, top, widths)
        book.close()
        return out.getvalue()


def _table(sheet: Any, styles: dict[str, Any], page: Layout, top: int) -> None:
    centred = styles | {"text": styles["middle"]}
    widths = [column.characters for column in page.columns]
    write_head(sheet, top, [(one.heading, one.characters) for one in page.columns], styles)
    for below, row in enumerate(page.rows, start=top + 1):
        fit_row(sheet, below, row.cells, widths)
        for index, value in enumerate(row.cells):
            style = styles if page.columns[index].left else centred
            write_cell(sheet, below, index, value, style)
    sheet.autofilter(top, 0, top + max(len(page.rows), 1), len(page.columns) - 1)


# -- paper ------------------------------------------------------------------------


def _told(page: Layout, words: Words) -> dict[str, Any]:
    shown = [index for index, column in enumerate(page.columns) if column.width is not None]
    columns = [page.columns[index] for index in shown]
    return {
        "title": page.title,
        "facts": page.facts,
        "columns": [
            {
                "heading": column.heading,
                "width": column.width,
                "left": column.left,
                "turns": column.turns,
            }
            for column in columns
        ],
        "rows": [_paper_row(row, shown, words) for row in page.rows],
        "over": page.said_over,
        "notes": page.notes,
        "signed": page.signed,
        "date": page.date,
        "stamp": page.stamp,
        "wide": page.wide,
    }


def _paper_row(row: Row, shown: list[int], words: Words) -> dict[str, Any]:
    return {"cells": [words.shown(row.cells[index]) for index in shown], "said": row.said}
