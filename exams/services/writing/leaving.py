"""The leave gate: nobody goes before the sheets are accepted and the proctor says so (S28, D5)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain import handing_in
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import RESULTS_DUE, Kind
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.domain.sheets import pages
from exams.notices.proctor import StudentCard
from exams.notices.sheets import Released
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import card_of
from exams.services.doors import STAFF, Seat, room, seat_of
from exams.services.keeping import done_already, keep
from exams.services.telling import tell


async def _let_go(unit: Unit, seat: Seat, *, at: datetime) -> None:
    released = handing_in.release(seat.attempt, seat.held, at=at)
    kept = pages(await unit.sheets.of(seat.attempt.id))
    await keep(
        unit,
        seat,
        released,
        Act.RELEASE.value,
        at=at,
        facts={"in_room": seat.attempt.present, "left_early": released.left_early},
    )
    told = seat.exam.kind is Kind.ORAL and await unit.marks.of(seat.attempt.id) is not None
    due = None if told else (seat.exam.results_due_at or at + RESULTS_DUE).replace(microsecond=0)
    notice = Released(
        exam=seat.exam.id, subject=seat.exam.subject, at=at, sheets=len(kept), due=due
    )
    await tell(unit, seat, notice, key="1")


@dataclass(frozen=True, slots=True)
class Release:
    """A proctor lets one student go."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Say "you may leave".

        Raises:
            SheetsNotAccepted: the sheets come first.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.RELEASE):
                return await card_of(unit, seat, seat.attempt, now=now)
            await _let_go(unit, seat, at=now)
            after = await unit.attempts.get(attempt)
            card = await card_of(unit, seat, after or seat.attempt, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class ReleaseReady:
    """A proctor lets everybody go whose sheets are accepted."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> int:
        """Release them and return how many."""
        now = self.clock.now()
        count = 0
        async with self.units() as unit:
            await room(unit, actor, exam, *STAFF)
            for attempt in await unit.attempts.of_exam(exam):
                if attempt.stage is Stage.ACCEPTED:
                    await _let_go(unit, await seat_of(unit, actor, attempt.id), at=now)
                    count += 1
            await unit.commit()
        return count
