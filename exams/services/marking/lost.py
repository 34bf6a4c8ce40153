"""A lost sheet: asked for by the chief proctor, sent by the student, put where it belongs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.ids import SheetId
from exams.domain.log import Fact
from exams.domain.lost_sheet import LOST_TIME, LostSheet
from exams.domain.people import Actor, Role, require
from exams.domain.refusals.people import Unknown
from exams.domain.sheets import Sheet, moved, pages
from exams.notices.sheet_desk import LostSheetAsked, LostSheetIn, SheetPage
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat
from exams.services.keeping import note
from exams.services.marking.arranging import save_all
from exams.services.marking.pages import INSERT, page_of, require_arranging, sheet_seat
from exams.services.telling import alert_staff, tell

ASK_LOST: Final = "ask_lost_sheet"
SHOWN_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class AskLostSheet:
    """The chief proctor lets a student send a sheet that was forgotten."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId) -> SheetPage:
        """Ask for the sheet that follows a page; while it is awaited, nothing changes.

        Raises:
            NotAllowed: not the chief proctor.
            Unknown: the sheet is no page.
            WrongStage: not handed in yet, or the results are out.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            require(seat.held, (Role.CHIEF,))
            require_arranging(seat, ASK_LOST)
            kept = pages(await unit.sheets.of(seat.attempt.id))
            if found not in kept:
                raise Unknown
            page = kept.index(found) + 2
            open_ = await unit.sheets.lost(seat.attempt.id)
            if open_ is None or open_.until <= now or open_.page != page:
                lost = LostSheet(
                    attempt_id=seat.attempt.id, page=page, until=now + LOST_TIME, by=actor.id
                )
                await unit.sheets.allow_lost(lost)
                facts: dict[str, Fact] = {"page": page, "until": lost.until.isoformat()}
                await note(unit, seat, ASK_LOST, at=now, facts=facts)
                asked = LostSheetAsked(
                    exam=seat.exam.id, subject=seat.exam.subject, page=page, until=lost.until
                )
                await tell(unit, seat, asked, key=f"{now.timestamp()}")
            shown = await page_of(unit, seat, sheet, now=now)
            await unit.commit()
        return shown


async def insert(
    unit: Unit, seat: Seat, came: tuple[Sheet, ...], lost: LostSheet, *, at: datetime
) -> None:
    """Put sheets that have just come, and lie last, where the lost one belongs; close the matter.

    The student gets a receipt, the staff is told.
    """
    for number, sheet in enumerate(came):
        kept = pages(await unit.sheets.of(seat.attempt.id))
        page = min(lost.page + number, len(kept))
        await save_all(unit, moved(kept, sheet.id, page))
        facts: dict[str, Fact] = {
            "sheet": int(sheet.id),
            "was": 0,
            "to": page,
            "digest": str(sheet.upload),
        }
        await note(unit, seat, INSERT, at=at, facts=facts)
    await unit.sheets.close_lost(seat.attempt.id)
    kept = pages(await unit.sheets.of(seat.attempt.id))
    receipt = LostSheetIn(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        page=min(lost.page, len(kept)),
        count=len(kept),
        at=at,
        digests=tuple(dict.fromkeys(sheet.upload[:SHOWN_DIGITS] for sheet in came)),
    )
    await tell(unit, seat, receipt, key=f"{came[0].id}")
    await alert_staff(unit, seat, "lost_sheet", at=at, key=f"{came[0].id}")
