"""People, schedule, tickets and ratings from the registrar's tables: previewed, all or nothing.

The file is read twice: for the preview, and again when it is confirmed, against what the
database holds by then. A row that has become wrong in between stops the whole import.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from exams.domain.ids import Digest
from exams.domain.people import Actor
from exams.notices.base import Media
from exams.notices.office import ImportDone, ImportHelp, ImportPreview
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.tables import ImportedTable, ImportFiles
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.grades.resits import settle_resits
from exams.services.office.faults import told
from exams.services.office.intake import Taker
from exams.services.office.reading import ReadTables
from exams.services.office.taking_back import TAKEN_BACK_WITHIN, TAKEN_IN, packed
from exams.services.people.entrance import UNIVERSITY
from exams.services.previews import IMPORTERS, TOKEN_LENGTH, awaited, put_aside

IMPORT: Final = "import"
SHOWN: Final = 30  # students without a place, exams that would be planned again


@dataclass(frozen=True, slots=True)
class GiveImportHelp:
    """A registrar wants to know how to import."""

    files: Files
    tables: ImportFiles

    async def __call__(self, actor: Actor) -> ImportHelp:
        """Return the workbook to fill in."""
        actor.require(*IMPORTERS)
        digest = await self.files.put(await self.tables.template())
        media = Media(kind="document", digest=digest, name="emtihan-import.xlsx")
        return ImportHelp(media=(media,))


@dataclass(frozen=True, slots=True)
class PreviewImport:
    """A registrar sent a file: what would it change, or which cells are wrong?"""

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    read: ReadTables
    default_host: str

    async def tried(self, unit: Unit, actor: Actor, tables: Sequence[ImportedTable]) -> Taker:
        """Take tables into a unit; whether it is committed is the caller's decision."""
        taker = Taker(
            unit=unit,
            now=self.clock.now(),
            actor=actor,
            shuffler=self.shuffler,
            default_host=self.default_host,
        )
        await taker.take(tables)
        taker.kept_out = await settle_resits(unit, at=taker.now)
        return taker

    async def look(self, actor: Actor, data: bytes, name: str) -> ImportPreview:
        """Try the whole import in a transaction that is then undone; nothing waits afterwards.

        Raises:
            FileUnreadable, UnknownTable, TicketsUnreadable: the file is no table we can take.
        """
        actor.require(*IMPORTERS)
        tables = await self.read(data, name)
        async with self.units() as unit:
            taker = await self.tried(unit, actor, tables)
        return preview_of(taker, name)

    async def __call__(self, actor: Actor, data: bytes, name: str) -> ImportPreview:
        """Try the whole import; if no cell is wrong, it waits for its confirmation.

        Raises:
            FileUnreadable, UnknownTable, TicketsUnreadable: the file is no table we can take.
        """
        preview = await self.look(actor, data, name)
        if preview.faults:
            return preview
        token = self.shuffler.code(TOKEN_LENGTH)
        digest = await self.files.put(data, sealed=True)
        async with self.units() as unit:
            waits = f"{digest} {name}"
            await put_aside(unit, actor, IMPORT, waits, token=token, at=self.clock.now())
            await unit.commit()
        return replace(preview, token=token)


def preview_of(taker: Taker, name: str) -> ImportPreview:
    """Return what a file would change, or which cells are wrong; nothing waits for it."""
    faults, more = told(taker.faults)
    return ImportPreview(
        token="",
        name=name,
        tables=taker.tables,
        faults=faults,
        more=more,
        kept_out=taker.kept_out,
        again=tuple(taker.again[:SHOWN]),
        unseated=tuple(taker.unseated[:SHOWN]),
        unseated_more=max(len(taker.unseated) - SHOWN, 0),
    )


@dataclass(frozen=True, slots=True)
class ImportAtOnce:
    """A file is taken in without a preview: from the command line, or once it was confirmed."""

    preview: PreviewImport

    async def __call__(self, actor: Actor, data: bytes, name: str) -> ImportDone | ImportPreview:
        """Take everything in; or nothing, and show which cells are wrong.

        Raises:
            FileUnreadable, UnknownTable, TicketsUnreadable: the file is no table we can take.
        """
        actor.require(*IMPORTERS)
        tables = await self.preview.read(data, name)
        digest = await self.preview.files.put(data, sealed=True)
        async with self.preview.units() as unit:
            return await self.into(unit, actor, tables, digest=digest, name=name)

    async def into(
        self,
        unit: Unit,
        actor: Actor,
        tables: Sequence[ImportedTable],
        *,
        digest: Digest,
        name: str,
        returnable: bool = False,
    ) -> ImportDone | ImportPreview:
        """Take tables into a unit and commit it; with a wrong cell nothing is committed.

        Args:
            unit: to take them into.
            actor: who does.
            tables: of the file.
            digest: of the file.
            name: of the file.
            returnable: whether the actor can take its exams back for a day.
        """
        taker = await self.preview.tried(unit, actor, tables)
        shown = preview_of(taker, name)
        if shown.faults:
            return shown
        rows = {kind: new + changed for kind, new, changed in shown.tables}
        await unit.events.append(
            Happening(
                exam_id=UNIVERSITY,
                at=self.preview.clock.now(),
                sent_at=actor.sent_at,
                actor=actor.id,
                role=next(role for role in IMPORTERS if role in actor.roles),
                act="import",
                facts={"file": digest, **rows},
            )
        )
        token, until = "", None
        if returnable and taker.planned:
            token, until = self.preview.shuffler.code(TOKEN_LENGTH), taker.now + TAKEN_BACK_WITHIN
            waits = packed(taker.planned, taker.known)
            await put_aside(unit, actor, TAKEN_IN, waits, token=token, at=taker.now)
        await unit.commit()
        return ImportDone(
            tables=shown.tables,
            token=token,
            until=until,
            unseated=shown.unseated,
            unseated_more=shown.unseated_more,
        )


@dataclass(frozen=True, slots=True)
class ConfirmImport:
    """A registrar confirmed a preview."""

    at_once: ImportAtOnce

    async def __call__(self, actor: Actor, token: str) -> ImportDone | ImportPreview:
        """Take everything in, or nothing; a file that has become wrong is shown again.

        Raises:
            NothingToConfirm: confirmed already, dropped, or replaced by a newer file.
        """
        actor.require(*IMPORTERS)
        preview = self.at_once.preview
        async with preview.units() as unit:
            waits = await awaited(unit, actor, IMPORT, token)  # not committed: only looked at
        digest, _, name = waits.partition(" ")
        tables = await preview.read(await preview.files.get(Digest(digest)), name)
        async with preview.units() as unit:
            await awaited(
                unit, actor, IMPORT, token
            )  # gone with the commit that takes the file in
            return await self.at_once.into(
                unit, actor, tables, digest=Digest(digest), name=name, returnable=True
            )
