"""Examiners' marks, in SQL."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.grades import Mark
from exams.domain.ids import AttemptId, ExamId, PersonId
from storage.rows import first_come, require_one, values_of
from storage.tables import grades, sitting


@dataclass(frozen=True, slots=True)
class SqlMarks:
    """Marks in the `marks` table, one for an attempt."""

    connection: AsyncConnection

    async def of(self, attempt: AttemptId) -> Mark | None:
        """Return an attempt's mark."""
        rows = await self.connection.execute(
            select(grades.marks).where(grades.marks.c.attempt_id == attempt)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Mark(**row)

    async def of_exam(self, *exams: ExamId) -> dict[AttemptId, Mark]:
        """Return all marks of an exam, or of several."""
        return await self._all(sitting.attempts.c.exam_id.in_(exams))

    async def of_student(self, student: PersonId) -> dict[AttemptId, Mark]:
        """Return all marks of a student."""
        return await self._all(sitting.attempts.c.student_id == student)

    async def _all(self, whose: ColumnElement[bool]) -> dict[AttemptId, Mark]:
        rows = await self.connection.execute(
            select(grades.marks)
            .join(sitting.attempts)
            .where(whose)
            .order_by(grades.marks.c.attempt_id)
        )
        return {row["attempt_id"]: Mark(**row) for row in rows.mappings()}

    async def put(self, mark: Mark) -> None:
        """Write a mark.

        Version 0 is a first one; stored marks count from 1, so two first ones cannot both win.

        Raises:
            Stale: there is a first one already, or the changed one is not the stored version.
        """
        values = values_of(mark) | {"version": mark.version + 1}
        if mark.version == 0:
            with first_come():
                await self.connection.execute(insert(grades.marks), values)
            return
        done = await self.connection.execute(
            update(grades.marks)
            .where(
                grades.marks.c.attempt_id == mark.attempt_id,
                grades.marks.c.version == mark.version,
            )
            .values(values)
        )
        require_one(done)

    async def drop(self, mark: Mark) -> None:
        """Take a draft back.

        Raises:
            Stale: it is not the stored version.
        """
        done = await self.connection.execute(
            delete(grades.marks).where(
                grades.marks.c.attempt_id == mark.attempt_id,
                grades.marks.c.version == mark.version,
            )
        )
        require_one(done)
