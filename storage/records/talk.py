"""What was said during exams, in SQL."""

from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, ExamId
from exams.domain.talk import Remark, RemarkKind
from storage.rows import values_of
from storage.tables import sitting

columns = sitting.remarks.c


@dataclass(frozen=True, slots=True)
class SqlTalk:
    """Remarks in the `remarks` table; voice notes are files."""

    connection: AsyncConnection

    async def add(self, remark: Remark) -> None:
        """Store a remark."""
        await self.connection.execute(insert(sitting.remarks), values_of(remark))

    async def of(self, attempt: AttemptId) -> tuple[Remark, ...]:
        """Return an attempt's remarks, the first one first."""
        rows = await self.connection.execute(
            select(*(column for column in columns if column.name != "id"))
            .where(columns.attempt_id == attempt)
            .order_by(columns.id)
        )
        return tuple(Remark(**row) for row in rows.mappings())

    async def unanswered(self, *exams: ExamId) -> dict[AttemptId, int]:
        """Return how many questions of each student came after the proctor's last message."""
        others = sitting.remarks.alias()
        last = (
            select(func.coalesce(func.max(others.c.id), 0))
            .where(others.c.attempt_id == columns.attempt_id, others.c.kind == RemarkKind.MESSAGE)
            .scalar_subquery()
        )
        rows = await self.connection.execute(
            select(columns.attempt_id, func.count())
            .join(sitting.attempts)
            .where(
                sitting.attempts.c.exam_id.in_(exams),
                columns.kind == RemarkKind.QUESTION,
                columns.id > last,
            )
            .group_by(columns.attempt_id)
            .order_by(columns.attempt_id)
        )
        return {attempt: int(count) for attempt, count in rows}
