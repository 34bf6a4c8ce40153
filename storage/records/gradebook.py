"""Grades on their way to the university's system, in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.gradebook import GradeRow, RowState
from exams.domain.ids import AttemptId, ExamId
from storage.rows import first_come, require_one, values_of
from storage.tables import grades

EVERY: Final = 100_000
"""More rows than an exam has."""

columns = grades.grade_rows.c


@dataclass(frozen=True, slots=True)
class SqlGradebook:
    """Rows in the `grade_rows` table; attempt and revision name each for ever."""

    connection: AsyncConnection

    async def get(self, key: str) -> GradeRow | None:
        """Return a row by its name, None for a name that is none."""
        attempt, _, revision = key.partition("-")
        if not (attempt.isdecimal() and revision.isdecimal() and key.isascii()):
            return None
        found = await self._all(
            (columns.attempt_id == int(attempt)) & (columns.revision == int(revision))
        )
        return found[0] if found else None

    async def of_attempt(self, attempt: AttemptId) -> tuple[GradeRow, ...]:
        """Return every row of an attempt, the first grade first."""
        return await self._all(columns.attempt_id == attempt)

    async def of_exam(self, exam: ExamId) -> tuple[GradeRow, ...]:
        """Return every row of an exam."""
        return await self._all(columns.exam_id == exam)

    async def due(self, now: datetime, *, limit: int) -> tuple[GradeRow, ...]:
        """Return rows that wait and may be sent, the oldest first."""
        waiting = (columns.state == RowState.WAITING) & (columns.due_at <= now)
        return await self._all(waiting, limit=limit)

    async def add(self, row: GradeRow) -> None:
        """Store a new row.

        Raises:
            Stale: there is one of this attempt and revision.
        """
        with first_come():
            await self.connection.execute(insert(grades.grade_rows), values_of(row))

    async def save(self, row: GradeRow) -> None:
        """Write a changed row if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        done = await self.connection.execute(
            update(grades.grade_rows)
            .where(
                columns.attempt_id == row.attempt_id,
                columns.revision == row.revision,
                columns.version == row.version,
            )
            .values(values_of(row) | {"version": row.version + 1})
        )
        require_one(done)

    async def _all(
        self, where: ColumnElement[bool], *, limit: int = EVERY
    ) -> tuple[GradeRow, ...]:
        rows = await self.connection.execute(
            select(grades.grade_rows)
            .where(where)
            .order_by(columns.published_at, columns.attempt_id, columns.revision)
            .limit(limit)
        )
        return tuple(GradeRow(**row) for row in rows.mappings())
