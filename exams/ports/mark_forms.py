"""The list of marks as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from exams.notices.lines import MarkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledMark:
    """One row of a filled list of marks.

    Attributes:
        place: number in the list that was given out.
        name: as the row has it, empty where it has none; guards against a list that has changed.
        points: as they stand.
    """

    place: int
    name: str
    points: str


class MarkForms(Protocol):
    """The list of marks as a workbook: given out to fill in, and read back."""

    async def write(self, subject: str, lines: Sequence[MarkLine]) -> bytes:
        """Return an XLSX with place, name and an empty or filled column for points."""

    async def read(self, data: bytes) -> tuple[FilledMark, ...]:
        """Return each row whose points are not empty.

        Raises:
            FileUnreadable: no workbook.
            MarksUnreadable: a row without a place; the facts name the row.
        """
