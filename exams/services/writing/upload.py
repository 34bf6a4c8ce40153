"""The time for answer sheets: when it begins, what has come so far (S25)."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import handing_in
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.delivery import Priority
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.sheets import pages
from exams.notices.sheets import PicturesWait, SheetsSoFar
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import NOT_HELD, keep
from exams.services.telling import tell
from exams.services.writing.tickets import end_writing

TAKING = frozenset({Stage.PENS_DOWN, Stage.UPLOADING, Stage.RESHOOT, Stage.ANSWERED})
SENDING = frozenset({Stage.UPLOADING, Stage.RESHOOT})
LATE = frozenset({Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.SHEETS_MISSING, Stage.ACCEPTED})


async def so_far(
    unit: Unit, seat: Seat, attempt: Attempt, *, looked_at: int | None = None
) -> SheetsSoFar:
    """Return the list of sheets as it stands, once the picture that is looked at is in it."""
    kept = pages(await unit.sheets.of(attempt.id))
    account = seat.student.account
    came = () if account is None else (await unit.came.pictures(account))[account]
    return SheetsSoFar(
        exam=seat.exam.id,
        accepted=len(kept),
        advice=tuple(
            (number, fault) for number, sheet in enumerate(kept, 1) for fault in sheet.advice[:1]
        ),
        until=attempt.upload_until,
        waiting=sum(picture.message != looked_at for picture in came),
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


@dataclass(frozen=True, slots=True)
class TellOfWaiting:
    """Pictures of a student wait for those of others: they are told to have come."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, update: int) -> None:
        """Show the list below the pictures, if sheets are taken and one still waits.

        Pictures of any other kind, as a proof that is sent, have a message of their own.

        Args:
            actor: the student.
            update: the messenger's id of what waits: a picture, or a tap behind pictures.
        """
        async with self.units() as unit:
            seat = await _seat_at(unit, actor, TAKING)
            if seat is None:
                await _tell_of_others(unit, actor, update)
                await unit.commit()
                return
            attempt = await upload_begun(unit, seat, at=self.clock.now())
            listed = await so_far(unit, seat, attempt)
            if listed.waiting:
                await tell_so_far(unit, seat, listed, key=f"wait:{update}")
                await unit.commit()


@dataclass(frozen=True, slots=True)
class ListAgain:
    """A picture was refused: a list that stands counts it no longer among those that wait."""

    units: Units

    async def __call__(self, actor: Actor, message: int) -> None:
        """Show the list again below the refusal, if sheets are being sent.

        Args:
            actor: the student.
            message: the messenger's id of the picture.
        """
        async with self.units() as unit:
            seat = await _seat_at(unit, actor, SENDING)
            if seat is not None:
                listed = await so_far(unit, seat, seat.attempt, looked_at=message)
                await tell_so_far(unit, seat, listed, key=f"again:{message}")
                await unit.commit(aside=True)


async def _tell_of_others(unit: Unit, actor: Actor, update: int) -> None:
    """Tell somebody that pictures which are no sheets have come, in place of an earlier word."""
    await unit.outbox.put(
        Envelope(
            notice=PicturesWait(),
            to=actor.id,
            key=f"{PicturesWait.template}:{actor.id}:{update}",
            priority=Priority.ANSWER,
            slot=f"{PicturesWait.template}:{actor.id}",
            fresh=True,
        )
    )


async def _seat_at(unit: Unit, actor: Actor, stages: frozenset[Stage]) -> Seat | None:
    """Return the exam in which a student is at one of the stages."""
    for attempt in await unit.attempts.of_student(actor.id):
        if attempt.goes_on_at in stages:
            seat = await own_seat(unit, actor, attempt.exam_id)
            if seat.exam.stage not in NOT_HELD:
                return seat
    return None


async def tell_so_far(unit: Unit, seat: Seat, listed: SheetsSoFar, *, key: str) -> None:
    """Put the list of sheets below everything else, in place of the one before."""
    slot = f"sheets:{seat.attempt.id}"
    await tell(unit, seat, listed, key=key, slot=slot, fresh=True)


async def upload_begun(unit: Unit, seat: Seat, *, at: datetime) -> Attempt:
    """Return the attempt, sheets being taken now if the writing is over."""
    seat = replace(seat, attempt=await end_writing(unit, seat, at=at))
    if seat.attempt.stage not in {Stage.PENS_DOWN, Stage.ANSWERED}:
        return seat.attempt
    started = handing_in.start_upload(seat.attempt, seat.held, at=at)
    return await keep(unit, seat, started, Act.START_UPLOAD.value, at=at)
