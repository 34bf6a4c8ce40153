"""Where and when connections broke, in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.absence.case import OUTAGES
from exams.domain.absence.table import CaseStage
from exams.records.outages import CutOff
from storage.tables import absence, event_log, roster, sitting

STUDENT = (roster.people.c.id.label("student"), roster.people.c.region)


@dataclass(frozen=True, slots=True)
class SqlOutages:
    """Interruptions in the `events` table, and what students wrote of in `cases`."""

    connection: AsyncConnection

    async def cut_off(self, since: datetime, until: datetime) -> tuple[CutOff, ...]:
        """Return who lost the connection in an exam in this time, once for each interruption."""
        events, attempts = event_log.events, sitting.attempts
        return await self._all(
            select(*STUDENT, attempts.c.exam_id.label("exam"))
            .join_from(events, attempts, attempts.c.id == events.c.attempt_id)
            .join(roster.people, roster.people.c.id == attempts.c.student_id)
            # To the letter as in the index, which holds interruptions alone.
            .where(text("events.act = 'interrupt'"), events.c.at.between(since, until))
        )

    async def applied(self, since: datetime, until: datetime) -> tuple[CutOff, ...]:
        """Return who wrote to the dean of a power cut or no Internet that began in this time."""
        cases = absence.cases
        return await self._all(
            select(*STUDENT, cases.c.exam_id.label("exam"))
            .join_from(cases, roster.people, roster.people.c.id == cases.c.student_id)
            .where(
                cases.c.reason.in_(OUTAGES),
                cases.c.stage != CaseStage.OPENED,
                cases.c.happened_at.between(since, until),
            )
        )

    async def _all(self, query: Select[Any]) -> tuple[CutOff, ...]:
        rows = await self.connection.execute(query)
        return tuple(CutOff(**row) for row in rows.mappings())
