"""The hash-chained event log, in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.log import GENESIS, Event, digest_of
from exams.records.events import Happening
from storage.rows import first_come, require_one, values_of
from storage.tables import event_log

columns: Final = event_log.events.c


@dataclass(frozen=True, slots=True)
class SqlEvents:
    """Events in the `events` table, the end of each chain in `event_heads`."""

    connection: AsyncConnection

    async def append(self, happening: Happening) -> Event:
        """Chain an event to the last one of its exam.

        Raises:
            Stale: somebody else has lengthened the chain first.
        """
        (event,) = await self._chain([happening])
        return event

    async def append_all(self, happenings: Sequence[Happening]) -> None:
        """Chain several events of one exam, in this order, at once.

        Raises:
            Stale: somebody else has lengthened the chain first.
        """
        if happenings:
            await self._chain(happenings)

    async def _chain(self, happenings: Sequence[Happening]) -> list[Event]:
        head = await self.head(happenings[0].exam_id)
        sequence, previous = head or (0, GENESIS)
        events: list[Event] = []
        for place, happening in enumerate(happenings, sequence + 1):
            events.append(_link(happening, place, previous))
            previous = events[-1].hash
        rows = [values_of(event) | {"facts": dict(event.facts)} for event in events]
        with first_come():
            await self.connection.execute(insert(event_log.events), rows)
            await self._move_head(events[-1], head)
        return events

    async def of(self, exam: ExamId) -> tuple[Event, ...]:
        """Return an exam's events as they are stored, by row."""
        return await self._all(columns.exam_id == exam)

    async def of_attempt(
        self, exam: ExamId, attempt: AttemptId, acts: Collection[str] | None = None
    ) -> tuple[Event, ...]:
        """Return the events of an attempt, by row; only these acts, where they are named."""
        theirs = and_(columns.exam_id == exam, columns.attempt_id == attempt)
        return await self._all(theirs if acts is None else and_(theirs, columns.act.in_(acts)))

    async def by(self, exam: ExamId, actor: PersonId, act: str) -> tuple[Event, ...]:
        """Return the events of an exam by which somebody did this, by row."""
        theirs = and_(columns.exam_id == exam, columns.actor == actor, columns.act == act)
        return await self._all(theirs)

    async def last(self, exam: ExamId, act: str) -> Event | None:
        """Return the event of an exam by which this act was done last."""
        done = and_(columns.exam_id == exam, columns.act == act)
        newest = select(func.max(columns.sequence)).where(done).scalar_subquery()
        found = await self._all(and_(columns.exam_id == exam, columns.sequence == newest))
        return found[0] if found else None

    async def count(self, exam: ExamId, acts: Collection[str]) -> int:
        """Return how often these acts were done in an exam."""
        wanted = and_(columns.exam_id == exam, columns.act.in_(acts))
        rows = await self.connection.execute(
            select(func.count()).select_from(event_log.events).where(wanted)
        )
        return rows.scalar_one()

    async def exams(self) -> tuple[ExamId, ...]:
        """Return every chain there is; 0 is the university's own."""
        rows = await self.connection.execute(
            select(event_log.events.c.exam_id)
            .union(select(event_log.event_heads.c.exam_id))  # also a chain cut off to nothing
            .order_by("exam_id")
        )
        return tuple(rows.scalars())

    async def head(self, exam: ExamId) -> tuple[int, str] | None:
        """Return sequence and hash noted, outside the chain, as the last."""
        rows = await self.connection.execute(
            select(event_log.event_heads.c.sequence, event_log.event_heads.c.hash).where(
                event_log.event_heads.c.exam_id == exam
            )
        )
        row = rows.one_or_none()
        return None if row is None else (row.sequence, row.hash)

    async def _all(self, wanted: ColumnElement[bool]) -> tuple[Event, ...]:
        rows = await self.connection.execute(
            select(*(column for column in columns if column.name != "id"))
            .where(wanted)
            .order_by(columns.id)
        )
        return tuple(Event(**row) for row in rows.mappings())

    async def _move_head(self, event: Event, head: tuple[int, str] | None) -> None:
        end = {"sequence": event.sequence, "hash": event.hash}
        heads = event_log.event_heads
        if head is None:
            await self.connection.execute(insert(heads), end | {"exam_id": event.exam_id})
            return
        done = await self.connection.execute(
            update(heads)
            .where(heads.c.exam_id == event.exam_id, heads.c.hash == head[1])
            .values(end)
        )
        require_one(done)


def _link(happening: Happening, sequence: int, previous: str) -> Event:
    event = Event(
        exam_id=happening.exam_id,
        sequence=sequence,
        at=_utc(happening.at),
        sent_at=_utc(happening.sent_at) if happening.sent_at else None,
        actor=happening.actor,
        role=happening.role.value,
        act=happening.act,
        attempt_id=happening.attempt_id,
        before=happening.before,
        after=happening.after,
        reason=happening.reason,
        facts=happening.facts or {},
        previous=previous,
        hash="",
    )
    return replace(event, hash=digest_of(event))


def _utc(at: datetime) -> datetime:
    # As it will be read again: the digest is taken from the moment's text.
    return at.astimezone(UTC)
