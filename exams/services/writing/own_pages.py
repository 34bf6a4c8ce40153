"""A student looks at the own pages and, before handing them in, puts them right."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Stage
from exams.domain.erasure import require_kept
from exams.domain.ids import ExamId, SheetId
from exams.domain.log import Fact
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown, known
from exams.domain.refusals.sheets import NoSheets
from exams.domain.sheets import Sheet, SheetStatus, moved, pages
from exams.notices.base import Media
from exams.notices.sheet_desk import OwnPage, PageLeftOut
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import NOT_HELD, note
from exams.services.marking.pages import PUBLISHED, SENT, comment_lines
from exams.services.telling import tell
from exams.services.writing.upload import so_far

LEAVE_OUT: Final = "leave_out_page"
PUT_BACK: Final = "put_back_page"
MOVE: Final = "move_own_page"
Own = tuple[Seat, Sheet, tuple[Sheet, ...]]
"""Whose sheet it is, the sheet, and the pages as they stand."""

SEEN: Final = SENT | {Stage.UPLOADING, Stage.RESHOOT}


def may_put_right(seat: Seat, at: datetime) -> bool:
    """Return whether the pages are still the student's: sent, and not handed in."""
    if seat.attempt.stage is not Stage.UPLOADING or seat.exam.stage in NOT_HELD:
        return False
    until = seat.attempt.upload_until
    return until is None or min(at, seat.exam.suspended_at or at) < until


async def own_page(unit: Unit, seat: Seat, page: int, *, at: datetime) -> OwnPage:
    """Return a page of the own answer, from 1.

    Raises:
        NoSheets: nothing was sent yet.
        SheetsErased: the pictures are gone.
        Unknown: there is no such page.
    """
    kept = pages(await unit.sheets.of(seat.attempt.id))
    out = seat.exam.stage in PUBLISHED
    comments = await unit.comments.of(seat.attempt.id) if out else ()
    if not kept or seat.attempt.stage not in SEEN:
        raise NoSheets
    require_kept(kept)
    if not 1 <= page <= len(kept):
        raise Unknown
    shown = kept[page - 1]
    return OwnPage(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        sheet=shown.id,
        page=page,
        pages=len(kept),
        comments=comment_lines(comments, shown.id),
        put_right=may_put_right(seat, at),
        media=(Media(kind="photo", digest=shown.page, name=f"{page}.jpg"),),
    )


@dataclass(frozen=True, slots=True)
class LookAtOwnSheet:
    """A student looks at the own sheets as the examiner sees them."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, page: int = 1) -> OwnPage:
        """Return a page, from 1.

        Raises:
            NoSheets: nothing was sent yet.
            SheetsErased: the pictures are gone.
            Unknown: there is no such page.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            return await own_page(unit, seat, page, at=self.clock.now())


async def _own(unit: Unit, actor: Actor, sheet: SheetId, act: str, at: datetime) -> Own:
    """Return a sheet that its student may still put right.

    Raises:
        Unknown: there is no such sheet, or it is not the student's.
        WrongStage: it was handed in, or the time for sheets is over.
    """
    found = known(await unit.sheets.get(sheet))
    attempt = known(await unit.attempts.get(found.attempt_id))
    seat = await own_seat(unit, actor, attempt.exam_id)
    if seat.attempt.id != attempt.id:
        raise Unknown
    if not may_put_right(seat, at):
        raise WrongStage(act=act, stage=seat.attempt.stage.value)
    return seat, found, pages(await unit.sheets.of(attempt.id))


async def _left_out(unit: Unit, seat: Seat, sheet: Sheet) -> bool:
    """Return whether the student left a sheet out, and nobody else."""
    if sheet.status is not SheetStatus.LEFT_OUT:
        return False
    own = await unit.events.of_attempt(seat.exam.id, seat.attempt.id, {LEAVE_OUT})
    return any(event.facts.get("sheet") == int(sheet.id) for event in own)


async def _keep(
    unit: Unit, seat: Seat, sheets: tuple[Sheet, ...], act: str, *, at: datetime, **facts: Fact
) -> None:
    """Save sheets with an event, and bring the list of what was sent up to date."""
    for sheet in sheets:
        await unit.sheets.save(sheet)
    await note(unit, seat, act, at=at, facts=facts)
    done = len(await unit.events.of_attempt(seat.exam.id, seat.attempt.id))
    listed = await so_far(unit, seat, seat.attempt)
    await tell(unit, seat, listed, key=f"{act}:{done}", slot=f"sheets:{seat.attempt.id}")


def _was_replaced_by(page: Sheet, other: Sheet) -> bool:
    """Return whether a page took the place of another picture: nothing is awaited there."""
    return other.status is SheetStatus.REPLACED and other.place == page.place


def _said(seat: Seat, sheet: Sheet, kept: tuple[Sheet, ...]) -> PageLeftOut:
    before = sum(page.place < sheet.place for page in kept)
    return PageLeftOut(exam=seat.exam.id, sheet=sheet.id, page=before + 1, accepted=len(kept))


@dataclass(frozen=True, slots=True)
class LeaveOutPage:
    """A picture was sent that is no page of the answer: it does not count."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId) -> PageLeftOut:
        """Leave a page out; a second tap changes nothing.

        Raises:
            Unknown: there is no such page.
            WrongStage: it was handed in.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, found, kept = await _own(unit, actor, sheet, LEAVE_OUT, now)
            if found in kept:
                kept = tuple(page for page in kept if page.id != sheet)
                known_ = await unit.sheets.of(seat.attempt.id)
                gone = (found, *(s for s in known_ if _was_replaced_by(found, s)))
                out = tuple(replace(one, status=SheetStatus.LEFT_OUT) for one in gone)
                await _keep(unit, seat, out, LEAVE_OUT, at=now, sheet=int(sheet))
                await unit.commit()
            elif not await _left_out(unit, seat, found):
                raise Unknown
        return _said(seat, found, kept)


@dataclass(frozen=True, slots=True)
class PutBackPage:
    """A page that was left out counts again, where it was."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId) -> OwnPage:
        """Put a page back; a second tap changes nothing.

        Raises:
            Unknown: the student left no such page out.
            WrongStage: the pages were handed in.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, found, kept = await _own(unit, actor, sheet, PUT_BACK, now)
            if await _left_out(unit, seat, found):
                back = replace(found, status=SheetStatus.ACCEPTED)
                await _keep(unit, seat, (back,), PUT_BACK, at=now, sheet=int(sheet))
                kept = pages((*kept, back))
                await unit.commit()
            return await own_page(unit, seat, _place(kept, sheet), at=now)


@dataclass(frozen=True, slots=True)
class MoveOwnPage:
    """A page was sent out of order: it becomes another one."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId, to: int) -> OwnPage | PageLeftOut:
        """Let a sheet become page `to`, from 1; a second tap changes nothing.

        Raises:
            Unknown: there is no such page.
            WrongStage: it was handed in.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, found, kept = await _own(unit, actor, sheet, MOVE, now)
            if await _left_out(unit, seat, found):
                return _said(seat, found, kept)
            changed = moved(kept, sheet, to)
            if changed:
                was = _place(kept, sheet)
                await _keep(unit, seat, changed, MOVE, at=now, sheet=int(sheet), was=was, to=to)
                await unit.commit()
            return await own_page(unit, seat, to, at=now)


def _place(kept: tuple[Sheet, ...], sheet: SheetId) -> int:
    """Return which page a sheet is, from 1; 0 for none."""
    return next((n for n, page in enumerate(kept, 1) if page.id == sheet), 0)
