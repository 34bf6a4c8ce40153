"""A student hands the sheets in: all sent, counted, receipted (S25, rules D, B12)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain import handing_in
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.ids import ExamId
from exams.domain.log import Fact
from exams.domain.people import Actor
from exams.domain.refusals.base import Stale
from exams.domain.refusals.sheets import NoSheets, PagesAwaited
from exams.domain.sheets import Sheet, kept_aside, not_sent_again, pages
from exams.notices.base import Media
from exams.notices.proctor import HandedIn
from exams.notices.sheets import ConfirmSheets, Receipt
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import keep
from exams.services.marking.books import BindSheets
from exams.services.telling import tell, tell_staff
from exams.services.writing.upload import LATE

HANDED_IN = LATE | {Stage.RELEASED}
SHOWN_DIGITS = 12  # of a digest on the receipt: enough to compare by eye


@dataclass(frozen=True, slots=True)
class ConfirmAll:
    """A student says that all sheets are sent."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ConfirmSheets | Receipt:
        """Ask back with the number of pages; what is handed in already shows its receipt.

        Raises:
            NoSheets: none was accepted yet.
            PagesAwaited: the proctor asked for pages that have not come yet.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            sheets = await unit.sheets.of(seat.attempt.id)
            kept = pages(sheets)
            if kept and seat.attempt.stage in HANDED_IN:
                return await receipt_of(unit, seat, kept, at=self.clock.now())
        if not kept and seat.attempt.stage is not Stage.RESHOOT:
            raise NoSheets
        _nothing_awaited(seat.attempt, sheets)
        return ConfirmSheets(exam=exam, accepted=len(kept))


def _nothing_awaited(attempt: Attempt, sheets: tuple[Sheet, ...]) -> None:
    """Refuse to leave out a page that was asked for again: it would be lost."""
    if attempt.stage is not Stage.RESHOOT:
        return
    awaited = {sheet.place for sheet in not_sent_again(sheets)}
    if awaited:
        places = sorted({sheet.place for sheet in pages(sheets)} | awaited)
        raise PagesAwaited(pages=tuple(n for n, at in enumerate(places, 1) if at in awaited))


async def receipt_of(unit: Unit, seat: Seat, kept: tuple[Sheet, ...], *, at: datetime) -> Receipt:
    """Return the receipt for what was handed in, with the moment when that was."""
    acts = {Act.HAND_IN.value, Act.CLOSE_UPLOAD.value}
    events = await unit.events.of_attempt(seat.exam.id, seat.attempt.id, acts)
    handed = events[-1].at if events else at
    digests = tuple(sheet.upload[:SHOWN_DIGITS] for sheet in kept)
    return Receipt(
        exam=seat.exam.id,
        count=len(kept),
        at=handed,
        digests=digests,
        released=seat.attempt.stage is Stage.RELEASED,
    )


def digests_of(kept: tuple[Sheet, ...]) -> dict[str, Fact]:
    """Return the digest of each page, for the log."""
    return {f"page_{number}": str(sheet.upload) for number, sheet in enumerate(kept, 1)}


async def show_staff(
    unit: Unit,
    seat: Seat,
    after: Attempt,
    sheets: tuple[Sheet, ...],
    media: tuple[Media, ...] = (),
) -> None:
    """Show the staff of the exam what was handed in."""
    notice = HandedIn(
        exam=seat.exam.id,
        attempt=after.id,
        name=seat.student.name,
        pages=len(pages(sheets)),
        aside=len(kept_aside(sheets)),
        media=media,
    )
    await tell_staff(unit, seat.exam, notice, key=f"{after.id}:{after.version}")


@dataclass(frozen=True, slots=True)
class HandIn:
    """A student hands the sheets in and gets a receipt (rules D, B12)."""

    units: Units
    clock: Clock
    bind: BindSheets

    async def __call__(self, actor: Actor, exam: ExamId, said: int) -> Receipt | None:
        """Hand in `said` pages: the receipt goes through the outbox; a second tap shows it again.

        Raises:
            NoSheets: nothing was accepted.
            PagesDiffer: another number of pages was accepted.
            PagesAwaited: the proctor asked for pages that have not come yet.
            WrongStage: it is not the time for sheets.
            Stale: a page came in between.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            bound_pages = pages(await unit.sheets.of(seat.attempt.id))
            if bound_pages and seat.attempt.stage in HANDED_IN:
                return await receipt_of(unit, seat, bound_pages, at=self.clock.now())
        if not bound_pages:
            raise NoSheets
        files = await self.bind(seat, bound_pages)
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            sheets = await unit.sheets.of(seat.attempt.id)
            kept = pages(sheets)
            if kept != bound_pages:
                raise Stale  # a page came in between: the file must have it
            handed = handing_in.hand_in(
                seat.attempt, said=said, accepted=len(kept), held=seat.held
            )
            _nothing_awaited(seat.attempt, sheets)
            attempt = await keep(
                unit, seat, handed, Act.HAND_IN.value, at=now, facts=digests_of(kept)
            )
            receipt = await receipt_of(unit, seat, kept, at=now)
            await tell(unit, seat, receipt, key=f"{attempt.version}")
            await show_staff(unit, seat, attempt, sheets, files)
            await unit.commit(answered=True)
        return None
