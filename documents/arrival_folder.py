"""A folder into which the university's own system lays roster and schedule."""

import asyncio
import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from documents.oneroster import table
from exams.ports.arrivals import Arrived, FileAnswer
from exams.ports.grade_system import GradeSystemUnavailable

logger = logging.getLogger(__name__)

ENDINGS: Final = frozenset({".csv", ".xlsx", ".xls", ".ods", ".zip"})
LARGEST: Final = 20 * 1024 * 1024  # bytes of a file, as from a chat
COLUMNS: Final = ("sheet", "row", "about", "status", "reason")


class ArrivalFolder:
    """The `ArrivalSource` port over a folder.

    A file is taken up once it has stood unchanged between two looks, so that nobody reads half of
    one. When it is decided, `answers` beside it gets a CSV file with a line for each row, and the
    file goes to `done` or `rejected`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, tuple[int, int]] = {}

    async def arrivals(self) -> tuple[Arrived, ...]:
        """Return what lies there and has stood still.

        Raises:
            GradeSystemUnavailable: the folder cannot be read.
        """
        try:
            return await asyncio.to_thread(lambda: tuple(self._collect()))
        except OSError as error:
            raise GradeSystemUnavailable("folder") from error

    async def answer(self, answer: FileAnswer) -> None:
        """Write the answer, then put the file away.

        Raises:
            GradeSystemUnavailable: the folder cannot be written.
        """
        try:
            await asyncio.to_thread(self._answer, answer)
        except OSError as error:
            raise GradeSystemUnavailable("folder") from error

    def _collect(self) -> Iterator[Arrived]:
        if not self._folder.is_dir():
            return
        seen = {}
        for path in sorted(self._folder.iterdir()):
            if path.suffix.lower() not in ENDINGS or not path.is_file():
                continue
            try:
                state = path.stat()
                seen[path.name] = (state.st_size, state.st_mtime_ns)
                still = self._seen.get(path.name) == seen[path.name]
                data = path.read_bytes() if still and 0 < state.st_size <= LARGEST else b""
            except OSError as error:  # of one file: the others come
                logger.warning("a file cannot be read", extra={"error": type(error).__name__})
                continue
            if data:
                yield Arrived(key=_key(path.name, data), name=path.name, data=data)
        self._seen = seen

    def _answer(self, answer: FileAnswer) -> None:
        status = {True: "recorded", False: "rejected"}
        rows: list[tuple[object, ...]] = [
            (row.sheet, row.row, row.about, status[row.recorded], row.reason)
            for row in answer.rows
        ]
        if not rows:
            rows.append(("", "", "", status[answer.recorded], answer.reason))
        answers = self._folder / "answers"
        answers.mkdir(exist_ok=True)
        stem = f"{Path(answer.name).stem}-{answer.key.rpartition(':')[2]}"
        half = answers / f"{stem}.part"
        with half.open("wb") as file:
            file.write(b"\xef\xbb\xbf" + table(COLUMNS, rows))
            file.flush()
            os.fsync(file.fileno())
        half.rename(answers / f"{stem}.csv")
        self._put_away(answer, stem)

    def _put_away(self, answer: FileAnswer, stem: str) -> None:
        """Move the file that was answered; another one that has its name by now stays."""
        path = self._folder / answer.name
        if not path.is_file() or _key(path.name, path.read_bytes()) != answer.key:
            return
        place = self._folder / ("done" if answer.recorded else "rejected")
        place.mkdir(exist_ok=True)
        path.rename(place / f"{stem}{path.suffix}")


def _key(name: str, data: bytes) -> str:
    return f"{name[:150]}:{hashlib.sha256(data).hexdigest()[:16]}"
