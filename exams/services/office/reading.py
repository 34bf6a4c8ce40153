"""A registrar's file read: its tables, with the pictures of tickets looked at and stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.domain.refusals.base import Refusal
from exams.domain.refusals.files import TicketsUnreadable
from exams.ports.banks import QuestionPictures
from exams.ports.files import Files
from exams.ports.tables import ImportedTable, ImportFiles, TableRow
from exams.services.office.lines import picture_of


@dataclass(frozen=True, slots=True)
class ReadTables:
    """Reads a file and stores the pictures in it; nothing refers to them yet."""

    files: Files
    tables: ImportFiles
    pictures: QuestionPictures

    async def __call__(self, data: bytes, name: str) -> tuple[ImportedTable, ...]:
        """Return the tables of a file.

        Raises:
            FileUnreadable, UnknownTable: the file is no table we know.
            TicketsUnreadable: a ticket of it cannot be taken, or a picture of one.
        """
        tables = await self.tables.read(data, name)
        return tuple([await self._stored(table) for table in tables])

    async def _stored(self, table: ImportedTable) -> ImportedTable:
        sets = [pictures for row in table.rows for pictures in row.pictures.values()]
        if not sets:
            return table
        made = iter(await self.pictures.joined(sets))
        rows = [await self._row(row, [next(made) for _ in row.pictures]) for row in table.rows]
        return replace(table, rows=tuple(rows))

    async def _row(self, row: TableRow, made: Sequence[bytes | Refusal]) -> TableRow:
        cells = dict(row.cells)
        for column, picture in zip(row.pictures, made, strict=True):
            if isinstance(picture, Refusal):
                number = row.cells["ticket"][0]
                raise TicketsUnreadable(reason="picture", ticket=str(number)) from picture
            cells[picture_of(column)] = (
                await self.files.put(picture, sealed=True),
                row.cells[column][1],
            )
        return TableRow(cells=cells)
