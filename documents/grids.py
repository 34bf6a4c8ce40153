"""Tables as they stand in a file: a workbook's sheets, or one CSV, cell by cell.

A workbook is read by a child process with little memory and little time (`documents.reading`),
so that a damaged or malicious one costs a refusal and never the bot.
"""

import asyncio
import csv
import json
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from exams.domain.refusals.files import FileUnreadable
from exams.ports.tables import Cell

MOST_ROWS: Final = 20_000  # in one sheet; a university's roster is smaller
MOST_COLUMNS: Final = 100
MOST_UNPACKED: Final = 200_000_000  # bytes; ten times what 20,000 full rows take
SECONDS: Final = 20.0  # for one file
ZIP: Final = b"PK\x03\x04"  # XLSX, ODS
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and an encrypted XLSX
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
MARKUP: Final = ("<", "{", "%PDF")  # HTML that is called .xls, JSON, PDF
SEPARATORS: Final = (";", ",", "\t")
HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        sheet: its name, empty for a CSV file.
        rows: by row and column from 0; a row may be shorter than another.
        merged: top, left, bottom and right of merged cells, all from 0 and included.
    """

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def filled(self, row: int) -> tuple[Cell, ...]:
        """Return a row in which a cell merged downwards has its value in each of its rows."""
        cells = list(self.rows[row])
        for top, left, bottom, _ in self.merged:
            if top < row <= bottom and left < len(cells) and left < len(self.rows[top]):
                cells[left] = self.rows[top][left]
        return tuple(cells)


def address(row: int, column: int) -> str:
    """Return how a spreadsheet names a cell: 0 and 0 are A1."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


async def read_grids(data: bytes) -> tuple[Grid, ...]:
    """Read the visible sheets of an XLSX, XLS or ODS file, or a CSV, told apart by content.

    Raises:
        FileUnreadable: another type, damaged, encrypted, or larger than we take.
    """
    return await asyncio.to_thread(_read, data)


def _read(data: bytes) -> tuple[Grid, ...]:
    if data.startswith(ZIP):
        _weigh(data)
        return tuple(_workbook(data))
    if data.startswith(OLE):
        return tuple(_workbook(data))
    return (Grid(sheet="", rows=_text_rows(data)),)


# -- workbooks -----------------------------------------------------------------


def _weigh(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as bad:
        raise FileUnreadable from bad
    if unpacked > MOST_UNPACKED:
        raise FileUnreadable


def _workbook(data: bytes) -> Iterator[Grid]:
    command = [sys.executable, "-I", str(HERE / "reading.py"), str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, run by our own Python
            command, input=data, capture_output=True, timeout=SECONDS, check=True
        )
        sheets = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as failed:
        raise FileUnreadable from failed
    for sheet in sheets:
        rows = tuple(tuple(_cell(cell) for cell in row) for row in sheet["rows"])
        yield Grid(sheet=sheet["name"], rows=rows, merged=tuple(map(tuple, sheet["merged"])))


def _cell(told: Any) -> Cell:
    """Return a cell as the child process told it: a plain value, or {type: ISO text}."""
    if isinstance(told, str):
        return tidy(told)
    if not isinstance(told, Mapping):
        return told if isinstance(told, int | float) else None
    if "datetime" in told:
        return datetime.fromisoformat(told["datetime"])
    if "date" in told:
        return date.fromisoformat(told["date"])
    return time.fromisoformat(told["time"])


def tidy(text: str) -> str | None:
    """Return text composed (й in one character) and without outer spaces; None for nothing."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip() or None


# -- text files ------------------------------------------------------------------


def _text_rows(data: bytes) -> tuple[tuple[Cell, ...], ...]:
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() or text.lstrip().startswith(MARKUP) or not _is_text(text):
        raise FileUnreadable
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):  # a hint for Excel
        return _csv_rows("\n" + rest, first[-1])
    return _csv_rows(text, _separator(text))


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1251.

    Raises:
        FileUnreadable: another encoding.
    """
    try:
        if data.startswith(UTF_16):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1251")
    except UnicodeDecodeError as bad:
        raise FileUnreadable from bad


def _is_text(text: str) -> bool:
    return not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text)


def _separator(text: str) -> str:
    """Return what parts the columns of the first line that has any."""
    lines = (line for line in text.split("\n") if line.strip())
    counts = dict.fromkeys(SEPARATORS, 0)
    for line in lines:
        counts = {sign: line.count(sign) for sign in SEPARATORS}
        if any(counts.values()):
            break
    return max(SEPARATORS, key=lambda sign: counts[sign])


def _csv_rows(text: str, separator: str) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    try:
        for row in csv.reader(StringIO(text), delimiter=separator, strict=True):
            rows.append(tuple(tidy(cell) for cell in row))
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise FileUnreadable
    except csv.Error as bad:
        raise FileUnreadable from bad
    return tuple(rows)


def is_blank(cells: Iterable[Cell]) -> bool:
    """Return whether nothing stands in any of the cells."""
    return all(cell is None for cell in cells)
