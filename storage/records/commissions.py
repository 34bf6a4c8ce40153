"""Commissions and what their members gave, in SQL."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.commission import Commission
from exams.domain.ids import AttemptId, ExamId, PersonId
from storage.rows import first_come, require_one
from storage.tables import sitting
from storage.tables.commission import commission_marks, commission_members, commissions


@dataclass(frozen=True, slots=True)
class SqlCommissions:
    """Commissions in three tables."""

    connection: AsyncConnection

    async def of(self, exam: ExamId) -> Commission | None:
        """Return an exam's commission; None where its proctors mark alone."""
        rows = await self.connection.execute(
            select(commissions).where(commissions.c.exam_id == exam)
        )
        row = rows.mappings().one_or_none()
        if row is None:
            return None
        members = await self.connection.execute(
            select(commission_members.c.person_id)
            .where(commission_members.c.exam_id == exam)
            .order_by(commission_members.c.place)
        )
        return Commission(**row, members=tuple(members.scalars()))

    async def put(self, commission: Commission) -> None:
        """Write a commission.

        Raises:
            Stale: there is one already, or the changed one is not the stored version.
        """
        exam = commission.exam_id
        values = {"exam_id": exam, "way": commission.way, "version": commission.version + 1}
        if commission.version == 0:
            with first_come():
                await self.connection.execute(insert(commissions), values)
        else:
            done = await self.connection.execute(
                update(commissions)
                .where(commissions.c.exam_id == exam, commissions.c.version == commission.version)
                .values(values)
            )
            require_one(done)
        await self.connection.execute(
            delete(commission_members).where(commission_members.c.exam_id == exam)
        )
        rows = [
            {"exam_id": exam, "person_id": member, "place": place}
            for place, member in enumerate(commission.members, start=1)
        ]
        await self.connection.execute(insert(commission_members), rows)

    async def dissolve(self, exam: ExamId) -> None:
        """Let the proctors mark alone again."""
        for table in (commission_members, commissions):
            await self.connection.execute(delete(table).where(table.c.exam_id == exam))

    async def given(self, attempt: AttemptId) -> dict[PersonId, int | None]:
        """Return what members gave for an answer; None: was absent."""
        rows = await self.connection.execute(
            select(commission_marks.c.person_id, commission_marks.c.points).where(
                commission_marks.c.attempt_id == attempt
            )
        )
        return {row.person_id: row.points for row in rows}

    async def given_in(self, exam: ExamId) -> dict[AttemptId, dict[PersonId, int | None]]:
        """Return what members gave for each answer of an exam that has a mark of theirs."""
        rows = await self.connection.execute(
            select(
                commission_marks.c.attempt_id,
                commission_marks.c.person_id,
                commission_marks.c.points,
            )
            .join(sitting.attempts)
            .where(sitting.attempts.c.exam_id == exam)
        )
        given: dict[AttemptId, dict[PersonId, int | None]] = {}
        for row in rows:
            given.setdefault(row.attempt_id, {})[row.person_id] = row.points
        return given

    async def begun(self, exam: ExamId) -> bool:
        """Return whether any answer was marked."""
        rows = await self.connection.execute(
            select(commission_marks.c.attempt_id)
            .join(sitting.attempts)
            .where(sitting.attempts.c.exam_id == exam)
            .limit(1)
        )
        return rows.first() is not None

    async def give(
        self, attempt: AttemptId, member: PersonId, points: int | None, at: datetime
    ) -> None:
        """Write a member's mark in place of an earlier one."""
        await self.connection.execute(
            delete(commission_marks).where(
                commission_marks.c.attempt_id == attempt, commission_marks.c.person_id == member
            )
        )
        await self.connection.execute(
            insert(commission_marks),
            {"attempt_id": attempt, "person_id": member, "points": points, "at": at},
        )
