"""The port by which tables come from the university's own system."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file as it came.

    Attributes:
        key: the same for the same file, another for another.
    """

    key: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """What became of one row.

    Attributes:
        sheet: empty in a CSV file.
        row: as a spreadsheet counts, from 1.
        about: the row's own key: a number, a subject.
        recorded: it was taken in.
        reason: a code of `RowFault`, or "others" where other rows are wrong, or "dropped".
    """

    sheet: str
    row: int
    about: str
    recorded: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """What became of a file: all of it was taken, or nothing.

    Attributes:
        reason: why not a row could be read; empty where each has its own answer.
    """

    key: str
    name: str
    recorded: bool
    rows: tuple[RowAnswer, ...]
    reason: str = ""


class ArrivalSource(Protocol):
    """Where tables come from."""

    async def arrivals(self) -> tuple[Arrived, ...]:
        """Return what has come and was not answered.

        Raises:
            GradeSystemUnavailable: nobody can say now.
        """

    async def answer(self, answer: FileAnswer) -> None:
        """Tell what became of a file; telling it twice does no harm.

        Raises:
            GradeSystemUnavailable: it goes again.
        """
