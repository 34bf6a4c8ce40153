"""A folder shared with the university's own system: grades go out, answers come in."""

import asyncio
import csv
import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from documents.oneroster import package, table
from documents.workbook import new_workbook
from exams.ports.grade_system import GradeAnswer, GradeLine, GradeSystemUnavailable

COLUMNS: Final = (
    "key", "revision", "number", "name", "subject", "kind", "date", "points", "letter", "gpa",
    "final", "final_letter", "corrects", "published_at",
)  # fmt: skip
ENDINGS: Final = {"csv": "csv", "xlsx": "xlsx", "oneroster": "zip"}
RECORDED: Final = frozenset({"recorded", "accepted", "ok", "1", "yes"})
REJECTED: Final = frozenset({"rejected", "refused", "error", "0", "no"})
LIVE: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell of a CSV file."""


class DropFolder:
    """The `GradeSystem` port over `out` and `in` below a folder.

    A file is written beside its place and then renamed, so that nobody reads half of one; the same
    grades make the same file. An answer is a CSV file in `in` with the columns key, status and
    reason. It is moved to `in/done` when it is read a second time, after its answers were stored;
    one that cannot be read goes to `in/bad`.
    """

    def __init__(self, folder: Path, form: str) -> None:
        self._out, self._in, self._form = folder / "out", folder / "in", form
        self._read: set[Path] = set()

    async def send(self, lines: Sequence[GradeLine]) -> tuple[GradeAnswer, ...]:
        """Write one file.

        Raises:
            GradeSystemUnavailable: the folder cannot be written.
        """
        try:
            await asyncio.to_thread(self._write, lines)
        except OSError as error:
            raise GradeSystemUnavailable("folder") from error
        return ()

    async def answers(self) -> tuple[GradeAnswer, ...]:
        """Return what stands in the files that have come.

        Raises:
            GradeSystemUnavailable: the folder cannot be read.
        """
        try:
            return await asyncio.to_thread(self._collect)
        except OSError as error:
            raise GradeSystemUnavailable("folder") from error

    def _write(self, lines: Sequence[GradeLine]) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(" ".join(line.key for line in lines).encode()).hexdigest()[:16]
        data = {"csv": _csv, "xlsx": _xlsx, "oneroster": package}[self._form](lines)
        target = self._out / f"grades-{name}.{ENDINGS[self._form]}"
        half = target.with_suffix(".part")
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.rename(target)

    def _collect(self) -> tuple[GradeAnswer, ...]:
        found: list[GradeAnswer] = []
        files = sorted(self._in.glob("*.csv")) if self._in.is_dir() else []
        for path in files:
            if path in self._read:
                self._put_away(path, "done")
                continue
            try:
                found += _answers(path.read_text(encoding="utf-8-sig"))
            except (UnicodeDecodeError, csv.Error, KeyError, ValueError):
                self._put_away(path, "bad")
            else:
                self._read.add(path)
        return tuple(found)

    def _put_away(self, path: Path, where: str) -> None:
        self._read.discard(path)
        (self._in / where).mkdir(exist_ok=True)
        path.rename(self._in / where / path.name)


def _answers(text: str) -> Iterator[GradeAnswer]:
    sample = text.partition("\n")[0]
    delimiter = next((sign for sign in ";\t" if sign in sample), ",")
    for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
        status = row["status"].strip().casefold()
        if status not in RECORDED | REJECTED:
            raise ValueError("an answer that says neither yes nor no")
        yield GradeAnswer(
            key=row["key"].strip(),
            recorded=status in RECORDED,
            reason=(row.get("reason") or "").strip(),
        )


def _cells(line: GradeLine) -> tuple[str | int | None, ...]:
    return (
        line.key, line.revision, line.number, line.name, line.subject, line.kind,
        f"{line.held_at:%Y-%m-%d}", line.points, line.letter, line.gpa, line.final,
        line.final_letter, line.corrects, line.published_at.isoformat(),
    )  # fmt: skip


def _csv(lines: Sequence[GradeLine]) -> bytes:
    rows = [tuple(_harmless(cell) for cell in _cells(line)) for line in lines]
    return b"\xef\xbb\xbf" + table(COLUMNS, rows)  # Excel reads UTF-8 by this mark


def _harmless(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(LIVE) else cell


def _xlsx(lines: Sequence[GradeLine]) -> bytes:
    out = BytesIO()
    book = new_workbook(out, "Grades")
    sheet = book.add_worksheet("Grades")
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name)
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(_cells(line)):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write_number(row, column, cell)
    book.close()
    return out.getvalue()
