"""Roster and schedule from the university's own system: picked up, decided, answered.

Nothing is taken in before a registrar has confirmed it, and then all of it or nothing. Files are
fetched and answered outside any transaction; each has a key by which it is known again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.arrival import Arrival, ArrivalState
from exams.domain.delivery import Priority
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import known
from exams.notices.arrival import ArrivalShown
from exams.notices.lines import RowFault
from exams.notices.office import ImportPreview
from exams.ports.arrivals import ArrivalSource, Arrived, FileAnswer, RowAnswer
from exams.ports.clock import Clock
from exams.ports.grade_system import GradeSystemUnavailable
from exams.ports.tables import ImportedTable, TableRow
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.office.faults import told
from exams.services.office.imports import ImportAtOnce, PreviewImport, preview_of
from exams.services.people.entrance import UNIVERSITY
from exams.services.previews import IMPORTERS

NEW: Final = 0
OFFICE: Final = replace(SYSTEM, roles=frozenset({Role.REGISTRAR}))
"""Tries a file out before a registrar has seen it; nothing of that is kept."""

OTHERS, DROPPED = "others", "dropped"
ABOUT: Final = ("number", "subject")
LONGEST: Final = 200  # characters of a name or a key
Fault = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class CollectArrivals:
    """Picks up what has come, and tells what became of it; called again and again."""

    units: Units
    clock: Clock
    source: ArrivalSource | None
    preview: PreviewImport

    async def __call__(self) -> None:
        """Do what is due; nothing where the university has no such system."""
        if self.source is None:
            return
        try:
            for one in await self._fresh(self.source):
                await self._take_up(one)
            await self._answer(self.source)
        except GradeSystemUnavailable:
            return  # the next call tries again

    async def _fresh(self, source: ArrivalSource) -> list[Arrived]:
        found = await source.arrivals()
        async with self.units.reading() as unit:
            here = await unit.arrivals.known([one.key for one in found])
        return [one for one in found if one.key not in here]

    async def _take_up(self, one: Arrived) -> None:
        """Store a file, try it out, and put it before the registrars."""
        now = self.clock.now()
        digest = await self.preview.files.put(one.data, sealed=True)  # tickets may be in it
        arrival = Arrival(
            id=NEW,
            key=one.key[:LONGEST],
            name=one.name[:LONGEST],
            digest=digest,
            came_at=now,
        )
        preview, faults = await self._tried(one.data, one.name)
        if faults:
            arrival = arrival.refuse(faults, at=now)
        async with self.units() as unit:
            if one.key in await unit.arrivals.known([one.key]):
                return
            arrival = await unit.arrivals.add(arrival)
            await _tell_registrars(unit, _shown(arrival, preview), at=now)
            await unit.commit()

    async def _tried(
        self, data: bytes, name: str
    ) -> tuple[ImportPreview | None, tuple[Fault, ...]]:
        """Return what a file would change, and every cell that is wrong."""
        try:
            tables = await self.preview.read(data, name)
        except Refusal as refused:
            return None, (("", "", refused.code, ""),)
        async with self.units() as unit:  # left without commit
            taker = await self.preview.tried(unit, OFFICE, tables)
        return preview_of(taker, name), tuple(_kept(fault) for fault in taker.faults)

    async def _answer(self, source: ArrivalSource) -> None:
        async with self.units.reading() as unit:
            waiting = await unit.arrivals.unanswered()
        for arrival in waiting:
            data = await self.preview.files.get(arrival.digest)
            try:
                tables = await self.preview.read(data, arrival.name)
            except Refusal:
                tables = ()
            await source.answer(answer_of(arrival, tables))
            now = self.clock.now()
            async with self.units() as unit:
                stored = await unit.arrivals.get(arrival.id)
                if stored is not None and stored.answered_at is None:
                    await unit.arrivals.save(stored.answered(at=now))
                    await unit.commit()


def answer_of(arrival: Arrival, tables: Sequence[ImportedTable]) -> FileAnswer:
    """Return what the system is told: of every row whether it was taken, and why not."""
    wrong = {(sheet, _row(cell)): reason for sheet, cell, reason, _ in arrival.faults}
    taken = arrival.state is ArrivalState.TAKEN
    rest = DROPPED if arrival.state is ArrivalState.DROPPED else OTHERS
    rows = tuple(
        RowAnswer(
            sheet=table.sheet,
            row=(place := _place(row)),
            about=_about(row),
            recorded=taken,
            reason="" if taken else wrong.get((table.sheet, place), rest),
        )
        for table in tables
        for row in table.rows
    )
    unread = arrival.faults[0][2] if arrival.faults and not rows else ""
    return FileAnswer(key=arrival.key, name=arrival.name, recorded=taken, rows=rows, reason=unread)


def _row(cell: str) -> int:
    found = re.search(r"\d+", cell)
    return int(found.group()) if found else 0


def _place(row: TableRow) -> int:
    return next((_row(address) for _, address in row.cells.values()), 0)


def _about(row: TableRow) -> str:
    values = (row.cells[name][0] for name in ABOUT if name in row.cells)
    return next((str(value) for value in values if value is not None), "")


def _kept(fault: RowFault) -> Fault:
    return fault.sheet, fault.cell, fault.reason, fault.given


def _faults(arrival: Arrival) -> Iterator[RowFault]:
    for sheet, cell, reason, given in arrival.faults:
        if cell:
            yield RowFault(sheet=sheet, cell=cell, reason=reason, given=given)


def _shown(
    arrival: Arrival, preview: ImportPreview | None = None, decided_by: str = ""
) -> ArrivalShown:
    faults, more = told(_faults(arrival))
    return ArrivalShown(
        arrival=arrival.id,
        name=arrival.name,
        came_at=arrival.came_at,
        tables=preview.tables if preview else (),
        faults=faults,
        more=more,
        unreadable=bool(arrival.faults) and not faults,
        state=arrival.state.value,
        decided_by=decided_by,
        kept_out=preview.kept_out if preview else 0,
        again=preview.again if preview else (),
        unseated=preview.unseated if preview else (),
        unseated_more=preview.unseated_more if preview else 0,
    )


async def _tell_registrars(unit: Unit, notice: ArrivalShown, *, at: datetime) -> None:
    for registrar in await unit.people.with_role(Role.REGISTRAR):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=registrar.id,
                key=f"arrival:{notice.arrival}:{notice.state}:{registrar.id}",
                priority=Priority.ANSWER,
                slot=f"arrival:{notice.arrival}",
                due_at=at,
            )
        )


@dataclass(frozen=True, slots=True)
class TakeArrival:
    """A registrar takes in what came."""

    at_once: ImportAtOnce

    async def __call__(self, actor: Actor, arrival: int) -> ArrivalShown:
        """Take everything in, or nothing where a row has become wrong since; then it is refused.

        Raises:
            AlreadyDecided: somebody was first; of two taps the first holds.
            Unknown: nothing of the kind came.
        """
        actor.require(*IMPORTERS)
        preview = self.at_once.preview
        async with preview.units.reading() as unit:
            found = known(await unit.arrivals.get(arrival))
        tables = await preview.read(await preview.files.get(found.digest), found.name)
        now = preview.clock.now()
        async with preview.units() as unit:
            taken = known(await unit.arrivals.get(arrival)).decide(
                ArrivalState.TAKEN, by=actor.id, at=now
            )
            taker = await preview.tried(unit, actor, tables)
            if not taker.faults:
                await unit.arrivals.save(taken)
                done = preview_of(taker, found.name)
                shown = _shown(taken, done, await _name(unit, actor))
                await _note(unit, actor, taken, at=now)
                await _tell_registrars(unit, shown, at=now)
                await unit.commit()
                return shown
        async with preview.units() as unit:
            refused = known(await unit.arrivals.get(arrival)).refuse(
                tuple(_kept(fault) for fault in taker.faults), at=now
            )
            await unit.arrivals.save(refused)
            shown = _shown(refused)
            await _tell_registrars(unit, shown, at=now)
            await unit.commit()
        return shown


@dataclass(frozen=True, slots=True)
class DropArrival:
    """A registrar does not want what came."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, arrival: int) -> ArrivalShown:
        """Drop it; the system is told of every row.

        Raises:
            AlreadyDecided: somebody was first.
            Unknown: nothing of the kind came.
        """
        actor.require(*IMPORTERS)
        now = self.clock.now()
        async with self.units() as unit:
            found = known(await unit.arrivals.get(arrival))
            dropped = found.decide(ArrivalState.DROPPED, by=actor.id, at=now)
            await unit.arrivals.save(dropped)
            await _note(unit, actor, dropped, at=now)
            shown = _shown(dropped, decided_by=await _name(unit, actor))
            await _tell_registrars(unit, shown, at=now)
            await unit.commit()
        return shown


async def _name(unit: Unit, actor: Actor) -> str:
    person = await unit.people.get(actor.id)
    return person.name if person else ""


async def _note(unit: Unit, actor: Actor, arrival: Arrival, *, at: datetime) -> None:
    await unit.events.append(
        Happening(
            exam_id=UNIVERSITY,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=next(role for role in IMPORTERS if role in actor.roles),
            act="arrival",
            before=ArrivalState.WAITING.value,
            after=arrival.state.value,
            facts={"arrival": arrival.id, "file": arrival.digest},
        )
    )
