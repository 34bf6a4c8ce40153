"""Photographed sheets."""

from typing import Protocol

from exams.domain.ids import AttemptId, ExamId, SheetId
from exams.domain.lost_sheet import LostSheet
from exams.domain.sheets import Sheet

NEW_SHEET = SheetId(0)
"""The id of what is not stored yet; `add` returns the same with its own id."""


class Sheets(Protocol):
    """Photographed sheets."""

    async def get(self, sheet: SheetId) -> Sheet | None:
        """Return a sheet by id."""

    async def of(self, attempt: AttemptId) -> tuple[Sheet, ...]:
        """Return an attempt's sheets in the order of sending."""

    async def fingerprints(self, exam: ExamId) -> tuple[tuple[SheetId, AttemptId, bytes], ...]:
        """Return the fingerprints of an exam's accepted sheets."""

    async def counts(self, *exams: ExamId) -> dict[AttemptId, tuple[int, int]]:
        """Return how many sheets are accepted, and how many early or late, per attempt."""

    async def add(self, sheet: Sheet) -> Sheet:
        """Store a new sheet."""

    async def save(self, sheet: Sheet) -> None:
        """Write a changed sheet."""

    async def lost(self, attempt: AttemptId) -> LostSheet | None:
        """Return the permission to send a lost sheet, if one was given and not used."""

    async def allow_lost(self, lost: LostSheet) -> None:
        """Write a permission in place of an earlier one."""

    async def close_lost(self, attempt: AttemptId) -> None:
        """Forget a permission: it was used."""
