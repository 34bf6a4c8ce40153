"""Takes imported tables into a unit of work row by row; whether it is kept, the caller decides."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from exams.domain.exam import Exam
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.lines import ExamLine, RowFault, Unseated
from exams.ports.chance import Shuffler
from exams.ports.tables import ImportedTable
from exams.records.unit import Unit
from exams.services.office.lines import BadLine, Line, Taken
from exams.services.office.rating_rows import RatingRows
from exams.services.office.roster_rows import RosterRows
from exams.services.office.schedule_rows import ScheduleRows
from exams.services.office.seating import Seating
from exams.services.office.ticket_rows import TicketRows

ORDER: Final = ("people", "schedule", "tickets", "ratings")


@dataclass
class Taker:
    """Takes tables into a unit, noting faults.

    Attributes:
        counts: by table, how many rows were new, changed something, and changed nothing.
        known: every exam that is not archived, as it stands after the rows taken so far.
        again: exams to come of which another one was planned, at another time.
        planned: the exams that were planned, as they stood before; None for a new one.
        unseated: who got no place in an exam of their group.
        kept_out: how many students have no resit left in the subject of an exam they are in.
    """

    unit: Unit
    now: datetime
    actor: Actor
    shuffler: Shuffler
    default_host: str
    faults: list[RowFault] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)
    known: dict[ExamId, Exam] = field(default_factory=dict)
    again: list[ExamLine] = field(default_factory=list)
    planned: dict[ExamId, Exam | None] = field(default_factory=dict)
    unseated: list[Unseated] = field(default_factory=list)
    kept_out: int = 0

    @property
    def tables(self) -> tuple[tuple[str, int, int], ...]:
        """Return how many rows of each table were new, and how many changed something."""
        return tuple((kind, new, changed) for kind, (new, changed, _) in self.counts.items())

    async def take(self, tables: Sequence[ImportedTable]) -> None:
        """Take all tables: people before the schedule, the schedule before its tickets."""
        unit, known = self.unit, self.known
        known |= {exam.id: exam for exam in await unit.exams.all()}
        roster = RosterRows(unit=unit, actor=self.actor)
        schedule = ScheduleRows(
            unit=unit, now=self.now, roster=roster, known=known, default_host=self.default_host
        )
        seating = Seating(unit=unit, now=self.now, actor=self.actor, roster=roster, known=known)
        tickets = TicketRows(unit=unit, shuffler=self.shuffler, known=known)
        ratings = RatingRows(unit=unit, roster=roster, seating=seating, tickets=tickets)
        by_kind = {kind: [table for table in tables if table.kind == kind] for kind in ORDER}
        await roster.read()
        await self._take(by_kind["people"], roster.take)
        await roster.store()
        await self._take(by_kind["schedule"], schedule.take)
        self.again, self.planned = schedule.again, schedule.planned
        await seating.leave_old_exams()
        await seating.seat_students()
        self.unseated = seating.unseated
        await self._take(by_kind["tickets"], tickets.take)
        await self._take(by_kind["ratings"], ratings.take)
        await tickets.lay()

    async def _take(
        self, tables: Iterable[ImportedTable], take: Callable[[Line], Awaitable[Taken]]
    ) -> None:
        for table in tables:
            counts = self.counts.setdefault(table.kind, [0, 0, 0])
            for row in table.rows:
                try:
                    taken = await take(Line(table, row, self.faults))
                except BadLine:
                    continue
                counts[taken.value] += 1
