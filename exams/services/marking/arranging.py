"""Pages put in order: turned, moved, and what was done taken back; photographs never change."""

from dataclasses import dataclass, replace

from exams.domain.ids import Digest, SheetId
from exams.domain.log import Fact
from exams.domain.people import Actor
from exams.domain.refusals.base import Stale
from exams.domain.refusals.people import Unknown
from exams.domain.sheets import Sheet, SheetStatus, moved, pages
from exams.notices.sheet_desk import SheetPage
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.sheet_papers import PageTurner
from exams.records.unit import Unit, Units
from exams.services.keeping import note
from exams.services.marking.pages import (
    INSERT,
    MOVE,
    TURN,
    UNDO,
    desk_acts,
    last_act,
    page_of,
    require_arranging,
    sheet_seat,
)

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Turning:
    """Makes the turned picture of a page, outside any transaction."""

    files: Files
    turner: PageTurner

    async def __call__(self, sheet: Sheet, quarters: int) -> Digest | None:
        """Return the page turned so far from how it was straightened; None for not at all."""
        if not quarters:
            return None
        page = await self.files.get(sheet.straightened)
        return await self.files.put(await self.turner.turned(page, quarters))


@dataclass(frozen=True, slots=True)
class TurnSheet:
    """A page lies on its side: it is turned, and read upright from then on by everybody."""

    units: Units
    clock: Clock
    turning: Turning

    async def __call__(self, actor: Actor, sheet: SheetId, quarters: int) -> SheetPage:
        """Turn a page.

        Args:
            actor: of the exam's staff.
            sheet: which.
            quarters: how far clockwise it shall be turned in all; a second tap changes nothing.

        Raises:
            Unknown: there is no such page, or no such turn.
            WrongStage: not handed in yet, or the results are out.
        """
        if not 0 <= quarters < QUARTERS:
            raise Unknown
        async with self.units.reading() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            require_arranging(seat, TURN)
        shown = await self.turning(found, quarters)
        now = self.clock.now()
        async with self.units() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            require_arranging(seat, TURN)
            if found.turned != quarters:
                await unit.sheets.save(replace(found, turned=quarters, shown=shown))
                await unit.personal_files.note(seat.exam.id, filter(None, (shown,)))
                facts: dict[str, Fact] = {"sheet": int(sheet), "was": found.turned, "to": quarters}
                await note(unit, seat, TURN, at=now, facts=facts)
            page = await page_of(unit, seat, sheet, now=now)
            await unit.commit()
        return page


@dataclass(frozen=True, slots=True)
class MoveSheet:
    """A page was sent out of order: it becomes another one."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId, to: int) -> SheetPage:
        """Let a sheet become page `to`, from 1; a second tap changes nothing.

        Raises:
            Unknown: there is no such page.
            WrongStage: not handed in yet, or the results are out.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            require_arranging(seat, MOVE)
            kept = pages(await unit.sheets.of(seat.attempt.id))
            changed = moved(kept, found.id, to)
            if changed:
                await save_all(unit, changed)
                facts: dict[str, Fact] = {
                    "sheet": int(sheet),
                    "was": kept.index(found) + 1,
                    "to": to,
                }
                await note(unit, seat, MOVE, at=now, facts=facts)
            page = await page_of(unit, seat, sheet, now=now)
            await unit.commit()
        return page


async def save_all(unit: Unit, sheets: tuple[Sheet, ...]) -> None:
    """Write changed sheets."""
    for sheet in sheets:
        await unit.sheets.save(sheet)


@dataclass(frozen=True, slots=True)
class UndoAtDesk:
    """What was done last to the pages is taken back: as a new event, never by deleting one."""

    units: Units
    clock: Clock
    turning: Turning

    async def __call__(self, actor: Actor, sheet: SheetId, number: int) -> SheetPage:
        """Take an act back; when it is not the last one any more, nothing changes.

        Args:
            actor: of the exam's staff.
            sheet: the page that is looked at.
            number: of the act in the log.

        Raises:
            Unknown: there is no such page.
            WrongStage: the results are out.
            Stale: it became the last one in between.
        """
        async with self.units.reading() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            require_arranging(seat, UNDO)
            kept = pages(await unit.sheets.of(seat.attempt.id))
            last = last_act(await desk_acts(unit, seat), kept)
        shown = None
        if last is not None and last.act == TURN:
            meant = next(page for page in kept if int(page.id) == last.facts["sheet"])
            shown = await self.turning(meant, int(str(last.facts["was"])))
        now = self.clock.now()
        async with self.units() as unit:
            seat, found = await sheet_seat(unit, actor, sheet)
            require_arranging(seat, UNDO)
            kept = pages(await unit.sheets.of(seat.attempt.id))
            event = last_act(await desk_acts(unit, seat), kept)
            if event is not None and event.sequence == number:
                if last is None or event.sequence != last.sequence:
                    raise Stale
                meant = next(page for page in kept if int(page.id) == event.facts["sheet"])
                was = int(str(event.facts["was"]))
                if event.act == TURN:
                    await unit.sheets.save(replace(meant, turned=was, shown=shown))
                elif event.act == MOVE:
                    await save_all(unit, moved(kept, meant.id, was))
                else:
                    await unit.sheets.save(replace(meant, status=SheetStatus.LEFT_OUT))
                facts: dict[str, Fact] = {"of": number, "act": event.act, "sheet": int(meant.id)}
                await note(unit, seat, UNDO, at=now, facts=facts)
                gone = event.act == INSERT and meant.id == sheet
                found = next((p for p in kept if p.id != sheet), found) if gone else found
            page = await page_of(unit, seat, found.id, now=now)
            await unit.commit()
        return page
