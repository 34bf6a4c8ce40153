"""Sheets page by page: in order, straightened, the photograph itself one tap away (S28)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Stage
from exams.domain.erasure import require_kept
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, SheetId
from exams.domain.log import Event
from exams.domain.lost_sheet import AFTER_HAND_IN
from exams.domain.page_comment import PageComment
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown, known
from exams.domain.refusals.sheets import NothingSent
from exams.domain.sheets import Sheet, kept_aside, pages
from exams.notices.base import Media
from exams.notices.lines import CommentLine
from exams.notices.sheet_desk import SheetPage
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, seat_of

TURN: Final = "turn_sheet"
MOVE: Final = "move_sheet"
INSERT: Final = "insert_sheet"
UNDO: Final = "undo_sheets"
DESK_ACTS: Final = frozenset({TURN, MOVE, INSERT})
OPEN: Final = frozenset({ExamStage.RUNNING, ExamStage.CLOSED, ExamStage.MARKING})
"""What was published stays as it was marked."""
PUBLISHED: Final = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED})
SENT: Final = AFTER_HAND_IN | {Stage.CLEARED}


def comment_lines(comments: Iterable[PageComment], sheet: SheetId) -> tuple[CommentLine, ...]:
    """Return the comments on a page as they are read."""
    return tuple(
        CommentLine(text=one.text, spot=one.spot.value if one.spot else "")
        for one in comments
        if one.sheet_id == sheet
    )


def may_arrange(seat: Seat) -> bool:
    """Return whether the pages may be turned and moved now."""
    return seat.attempt.stage in AFTER_HAND_IN and seat.exam.stage in OPEN


def require_arranging(seat: Seat, act: str) -> None:
    """Let nobody touch the pages before they are handed in, or once the results are out.

    Raises:
        WrongStage: it is not the time.
    """
    if not may_arrange(seat):
        late = seat.attempt.stage in AFTER_HAND_IN
        raise WrongStage(act=act, stage=(seat.exam if late else seat.attempt).stage.value)


async def sheet_seat(unit: Unit, actor: Actor, sheet: SheetId) -> tuple[Seat, Sheet]:
    """Return a sheet to the staff of its exam, with the seat it belongs to.

    Raises:
        Unknown: there is no such sheet.
        NotAllowed: a stranger here.
    """
    found = known(await unit.sheets.get(sheet))
    return await seat_of(unit, actor, found.attempt_id), found


async def desk_acts(unit: Unit, seat: Seat) -> tuple[Event, ...]:
    """Return what was done to an answer at the desk, and taken back."""
    return await unit.events.of_attempt(seat.exam.id, seat.attempt.id, DESK_ACTS | {UNDO})


def last_act(events: Sequence[Event], kept: Sequence[Sheet]) -> Event | None:
    """Return what was done last at the desk and is not taken back, if its page is still one."""
    undone = {event.facts.get("of") for event in events if event.act == UNDO}
    done = (e for e in reversed(events) if e.act in DESK_ACTS and e.sequence not in undone)
    last = next(done, None)
    ids = {int(sheet.id) for sheet in kept}
    return last if last is not None and last.facts.get("sheet") in ids else None


async def page_of(
    unit: Unit, seat: Seat, sheet: SheetId | None, *, now: datetime, original: bool = False
) -> SheetPage:
    """Return a page of an answer, the first one where none is named.

    Raises:
        NothingSent: there are no pages.
        SheetsErased: their pictures are gone.
        Unknown: the sheet is no page any more.
    """
    sheets = await unit.sheets.of(seat.attempt.id)
    kept, listed = pages(sheets), pages(sheets) + kept_aside(sheets)
    if not listed:
        raise NothingSent
    require_kept(listed)
    shown = next((page for page in listed if sheet in {None, page.id}), None)
    if shown is None:
        raise Unknown
    at = listed.index(shown)
    lost = await unit.sheets.lost(seat.attempt.id)
    events = await desk_acts(unit, seat)
    last = last_act(events, kept) if may_arrange(seat) else None
    digest = shown.picture if original else shown.page
    return SheetPage(
        exam=seat.exam.id,
        attempt=seat.attempt.id,
        sheet=shown.id,
        name=seat.student.name,
        page=at + 1,
        pages=len(listed),
        original=original,
        turned=shown.turned,
        notes=_notes(shown, kept, events),
        awaited=lost.until if lost is not None and lost.until > now else None,
        before=listed[at - 1].id if at else None,
        after=listed[at + 1].id if at + 1 < len(listed) else None,
        undo=last.sequence if last is not None else 0,
        comments=comment_lines(await unit.comments.of(seat.attempt.id), shown.id),
        can=_offers(seat, shown, kept),
        media=(Media(kind="photo", digest=digest, name=f"{at + 1}.jpg"),),
    )


def _notes(shown: Sheet, kept: Sequence[Sheet], events: Sequence[Event]) -> tuple[str, ...]:
    inserted = {event.facts.get("sheet") for event in events if event.act == INSERT}
    holds = {
        "aside": shown not in kept,
        "inserted": int(shown.id) in inserted,
        "turned": shown.turned > 0,
        "same": shown.same_as is not None,
    }
    return tuple(note for note, is_so in holds.items() if is_so)


def _offers(seat: Seat, shown: Sheet, kept: Sequence[Sheet]) -> tuple[str, ...]:
    open_ = may_arrange(seat) and shown in kept
    holds = {
        "turn": open_,
        "move": open_ and len(kept) > 1,
        "ask_lost": open_ and Role.CHIEF in seat.held,
        "original": True,
        "comment": open_ and Role.EXAMINER in seat.held,
    }
    return tuple(offer for offer, is_so in holds.items() if is_so)


@dataclass(frozen=True, slots=True)
class OpenSheets:
    """A proctor or examiner begins to leaf through a student's sheets."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> SheetPage:
        """Return the first page.

        Raises:
            NothingSent: nothing was sent.
        """
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt)
            return await page_of(unit, seat, None, now=self.clock.now())


@dataclass(frozen=True, slots=True)
class LookAtSheet:
    """A proctor or examiner turns to a page, or to the photograph behind it."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId, *, original: bool = False) -> SheetPage:
        """Return the page.

        Raises:
            Unknown: there is no such page, or no more.
        """
        async with self.units.reading() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            return await page_of(unit, seat, found.id, now=self.clock.now(), original=original)
