"""The registrar's tables, read from a file, and the workbook to fill in."""

import asyncio

from documents.grids import is_blank, read_grids
from documents.oneroster_in import is_package, read_package
from documents.tables import POOL, QUESTIONS, headings, tables_in
from documents.template import template
from documents.tickets.reading import is_tickets, read_tickets
from exams.domain.refusals.files import FileUnreadable, UnknownTable
from exams.ports.tables import ImportedTable


class TableFiles:
    """The `ImportFiles` port over XLSX, XLS, ODS and CSV; for tickets Word and Markdown too."""

    async def read(self, data: bytes, name: str) -> tuple[ImportedTable, ...]:
        """Return the tables of a file, as the port says; `name` tells nothing that counts."""
        del name  # a type by its ending is a guess, by its content it is a fact
        if is_package(data):
            return await asyncio.to_thread(read_package, data)
        if await asyncio.to_thread(is_tickets, data):
            return (await asyncio.to_thread(read_tickets, data),)
        grids = await read_grids(data)
        if all(is_blank(row) for grid in grids for row in grid.rows):
            raise FileUnreadable
        found = [table for grid in grids for table in tables_in(grid)]
        tables = [table for table in found if table.kind not in {QUESTIONS, POOL}]
        if not tables:
            raise UnknownTable(columns=headings(grids))
        filled = tuple(table for table in tables if table.rows)
        if not filled:
            raise FileUnreadable
        return filled

    async def pool(self, data: bytes) -> ImportedTable | None:
        """Return the pool of a file, as the port says."""
        if await asyncio.to_thread(is_tickets, data):
            return None
        try:
            grids = await read_grids(data)
            found = [table for grid in grids for table in tables_in(grid)]
        except (FileUnreadable, UnknownTable):
            return None  # whatever it is, it is refused as what it is
        return next((table for table in found if table.kind == POOL and table.rows), None)

    async def template(self) -> bytes:
        """Return the workbook to fill in."""
        return await asyncio.to_thread(template)
