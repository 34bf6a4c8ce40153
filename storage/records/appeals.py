"""Appeals against marks, in SQL."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.appeal import Appeal, AppealStage
from exams.domain.ids import AttemptId, ExamId
from storage.rows import first_come, require_one, values_of
from storage.tables import grades

FIRST: Final = 1
"""The version of a stored appeal that nobody has touched; a new one has 0."""

columns = grades.appeals.c


@dataclass(frozen=True, slots=True)
class SqlAppeals:
    """Appeals in the `appeals` table, one for an attempt."""

    connection: AsyncConnection

    async def of(self, attempt: AttemptId) -> Appeal | None:
        """Return the appeal against an attempt's mark."""
        found = await self._all(columns.attempt_id == attempt)
        return found[0] if found else None

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Appeal]:
        """Return all appeals against marks of an exam."""
        found = await self._all(columns.exam_id == exam)
        return {appeal.attempt_id: appeal for appeal in found}

    async def open(self) -> tuple[Appeal, ...]:
        """Return those nobody has decided, the most urgent first."""
        return await self._all(columns.stage == AppealStage.OPEN)

    async def due(self, now: datetime) -> tuple[Appeal, ...]:
        """Return the open ones whose deciders are to be reminded."""
        return await self._all((columns.stage == AppealStage.OPEN) & (columns.remind_at <= now))

    async def add(self, appeal: Appeal) -> Appeal:
        """Store a new appeal.

        Raises:
            Stale: there is one against this mark already.
        """
        stored = replace(appeal, version=FIRST)
        with first_come():
            await self.connection.execute(insert(grades.appeals), values_of(stored))
        return stored

    async def save(self, appeal: Appeal) -> None:
        """Write a changed appeal if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        done = await self.connection.execute(
            update(grades.appeals)
            .where(columns.attempt_id == appeal.attempt_id, columns.version == appeal.version)
            .values(values_of(appeal) | {"version": appeal.version + 1})
        )
        require_one(done)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Appeal, ...]:
        rows = await self.connection.execute(
            select(grades.appeals).where(where).order_by(columns.decide_by, columns.attempt_id)
        )
        return tuple(Appeal(**row) for row in rows.mappings())
