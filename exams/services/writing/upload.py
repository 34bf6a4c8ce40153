"""The time for answer sheets: when it begins, what has come so far (S25)."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import handing_in
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.sheets import pages
from exams.notices.sheets import SheetsSoFar
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import NOT_HELD, keep
from exams.services.writing.tickets import end_writing

TAKING = frozenset({Stage.PENS_DOWN, Stage.UPLOADING, Stage.RESHOOT, Stage.ANSWERED})
LATE = frozenset({Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.SHEETS_MISSING, Stage.ACCEPTED})


async def so_far(unit: Unit, seat: Seat, attempt: Attempt) -> SheetsSoFar:
    """Return the list of sheets as it stands."""
    kept = pages(await unit.sheets.of(attempt.id))
    return SheetsSoFar(
        exam=seat.exam.id,
        accepted=len(kept),
        advice=tuple(
            (number, fault) for number, sheet in enumerate(kept, 1) for fault in sheet.advice[:1]
        ),
        until=attempt.upload_until,
    )


@dataclass(frozen=True, slots=True)
class ShowSheets:
    """A student begins to send sheets, or looks at what has come."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> SheetsSoFar:
        """Return the list; after pens down this begins the upload.

        Raises:
            WrongStage: it is not the time for sheets.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            attempt = await upload_begun(unit, seat, at=now)
            if attempt.goes_on_at not in TAKING | LATE or seat.exam.stage in NOT_HELD:
                raise WrongStage(act="sheets", stage=attempt.stage.value)
            await unit.commit()
            return await so_far(unit, seat, attempt)


async def upload_begun(unit: Unit, seat: Seat, *, at: datetime) -> Attempt:
    """Return the attempt, sheets being taken now if the writing is over."""
    seat = replace(seat, attempt=await end_writing(unit, seat, at=at))
    if seat.attempt.stage not in {Stage.PENS_DOWN, Stage.ANSWERED}:
        return seat.attempt
    started = handing_in.start_upload(seat.attempt, seat.held, at=at)
    return await keep(unit, seat, started, Act.START_UPLOAD.value, at=at)
