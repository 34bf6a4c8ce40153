"""Who shows how a test's questions measured."""

from collections.abc import Sequence
from typing import Protocol

from exams.domain.item_statistics import ItemStatistics
from exams.domain.people import Locale


class ItemFigures(Protocol):
    """Shows the examiner how a test's questions measured."""

    async def picture(
        self, subject: str, items: Sequence[ItemStatistics], sat: int, locale: Locale
    ) -> bytes:
        """Return a PNG: difficulty against discrimination, and the most doubtful questions."""

    async def workbook(
        self, subject: str, items: Sequence[ItemStatistics], locale: Locale
    ) -> bytes:
        """Return an XLSX with a row for each question and one for each answer to it."""
