"""Photographed sheets, in SQL."""

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, ExamId, SheetId
from exams.domain.lost_sheet import LostSheet
from exams.domain.sheets import Sheet, SheetStatus
from storage.rows import first_come, new_id, require_one, values_of
from storage.tables import paper, sitting
from storage.tables.paper import lost_sheets

ELSEWHERE: Final = frozenset({"id", "order", "place"})
OUT_OF_TIME: Final = (SheetStatus.EARLY, SheetStatus.LATE)

columns = paper.sheets.c


@dataclass(frozen=True, slots=True)
class SqlSheets:
    """Sheets in the `sheets` table; the pictures are files."""

    connection: AsyncConnection

    async def get(self, sheet: SheetId) -> Sheet | None:
        """Return a sheet by id."""
        rows = await self.connection.execute(select(paper.sheets).where(columns.id == sheet))
        row = rows.mappings().one_or_none()
        return None if row is None else _sheet(row)

    async def of(self, attempt: AttemptId) -> tuple[Sheet, ...]:
        """Return an attempt's sheets in the order of sending."""
        rows = await self.connection.execute(
            select(paper.sheets)
            .where(columns.attempt_id == attempt)
            .order_by(columns.message, columns.page, columns.id)
        )
        return tuple(_sheet(row) for row in rows.mappings())

    async def fingerprints(self, exam: ExamId) -> tuple[tuple[SheetId, AttemptId, bytes], ...]:
        """Return the fingerprints of an exam's accepted sheets."""
        rows = await self.connection.execute(
            select(columns.id, columns.attempt_id, columns.fingerprint)
            .join(sitting.attempts)
            .where(
                sitting.attempts.c.exam_id == exam,
                columns.status == SheetStatus.ACCEPTED,
                func.length(columns.fingerprint) > 0,
            )
            .order_by(columns.id)
        )
        return tuple((row.id, row.attempt_id, row.fingerprint) for row in rows)

    async def counts(self, *exams: ExamId) -> dict[AttemptId, tuple[int, int]]:
        """Return how many sheets are accepted, and how many early or late, per attempt."""
        accepted = func.sum(case((columns.status == SheetStatus.ACCEPTED, 1), else_=0))
        out_of_time = func.sum(case((columns.status.in_(OUT_OF_TIME), 1), else_=0))
        rows = await self.connection.execute(
            select(columns.attempt_id, accepted, out_of_time)
            .join(sitting.attempts)
            .where(sitting.attempts.c.exam_id.in_(exams))
            .group_by(columns.attempt_id)
            .order_by(columns.attempt_id)
        )
        return {attempt: (taken, other) for attempt, taken, other in rows}

    async def add(self, sheet: Sheet) -> Sheet:
        """Store a new sheet.

        Raises:
            Stale: this page of this message is stored already.
        """
        with first_come():
            done = await self.connection.execute(insert(paper.sheets), _columns(sheet))
        return replace(sheet, id=new_id(done))

    async def save(self, sheet: Sheet) -> None:
        """Write a changed sheet.

        Raises:
            Stale: there is no such sheet.
        """
        done = await self.connection.execute(
            update(paper.sheets).where(columns.id == sheet.id).values(_columns(sheet))
        )
        require_one(done)

    async def lost(self, attempt: AttemptId) -> LostSheet | None:
        """Return the permission to send a lost sheet, if one was given and not used."""
        rows = await self.connection.execute(
            select(lost_sheets).where(lost_sheets.c.attempt_id == attempt)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else LostSheet(**row)

    async def allow_lost(self, lost: LostSheet) -> None:
        """Write a permission in place of an earlier one."""
        await self.close_lost(lost.attempt_id)
        await self.connection.execute(insert(lost_sheets), values_of(lost))

    async def close_lost(self, attempt: AttemptId) -> None:
        """Forget a permission: it was used."""
        await self.connection.execute(
            delete(lost_sheets).where(lost_sheets.c.attempt_id == attempt)
        )


def _columns(sheet: Sheet) -> dict[str, Any]:
    (message, page), (place_message, place_page) = sheet.order, sheet.place
    return values_of(sheet, without=ELSEWHERE) | {
        "message": message,
        "page": page,
        "place_message": place_message,
        "place_page": place_page,
    }


def _sheet(row: Any) -> Sheet:
    values = dict(row)
    order = (values.pop("message"), values.pop("page"))
    place = (values.pop("place_message"), values.pop("place_page"))
    return Sheet(order=order, place=place, **values)
