"""The registrar's office without the messenger: its use cases over the stored data."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bot.terminal import fail, read_settings
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.papers import Form, What
from exams.domain.people import Actor, Locale, Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import Unknown
from exams.notices.base import WithMedia
from exams.notices.office import Exported

if TYPE_CHECKING:
    from exams.services.computer_tests.banks import ImportBank
    from exams.services.office.exports import ExportJournal, ExportStatement, ExportTranscript
    from exams.services.office.imports import ImportAtOnce, PreviewImport
    from exams.services.people.invites import ListGroups, MakeInvites
    from storage.files import DiskFiles
    from storage.unit import SqlUnits

T = TypeVar("T")
STAFF: Final = "staff"
"""How the command line names everybody who is in no academic group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The use cases of the office."""

    preview: "PreviewImport"
    at_once: "ImportAtOnce"
    bank: "ImportBank"
    statement: "ExportStatement"
    journal: "ExportJournal"
    transcript: "ExportTranscript"
    groups: "ListGroups"
    invites: "MakeInvites"
    files: "DiskFiles"
    units: "SqlUnits"

    async def group(self, name: str) -> GroupId:
        """Return the id of a group by its name."""
        listed = await self.groups(registrar(Locale.EN))
        for id_, called, *_ in listed.groups:
            if name == (called or STAFF):
                return GroupId(id_)
        known = ", ".join(called or STAFF for _, called, *_ in listed.groups)
        raise UnknownName(f"there is no group {name!r}; there are: {known}")

    async def paper(self, actor: Actor, what: What, of: str) -> Exported:
        """Return a paper of an exam by its number, a group by its name, a student by number."""
        if what is What.STATEMENT:
            try:
                return await self.statement(actor, ExamId(int(of)))
            except (Unknown, ValueError):
                raise UnknownName(f"there is no exam {of}") from None
        if what is What.JOURNAL:
            return await self.journal(actor, await self.group(of))
        async with self.units.reading() as unit:
            student = await unit.people.by_number(of)
        if student is None or Role.STUDENT not in student.roles:
            raise UnknownName(f"there is no student {of}")
        return await self.transcript(actor, student.id)

    async def file_of(self, notice: WithMedia, form: Form = Form.PDF) -> tuple[str, bytes]:
        """Return name and bytes of the file of a form which a notice brings."""
        media = next(one for one in notice.media if one.name.endswith(form.value))
        return media.name, await self.files.get(media.digest)


class UnknownName(Exception):
    """A word of the command names nothing; the message says what there is."""


@asynccontextmanager
async def open_office(settings: Any, bot_name: str = "") -> AsyncIterator[Office]:
    """Open the office on the database of the settings."""
    from bot.clock import SystemClock, SystemShuffler  # noqa: PLC0415 - only where it is needed
    from documents.banks.reading import BankFiles  # noqa: PLC0415
    from documents.imports import TableFiles  # noqa: PLC0415
    from documents.invites import InviteCards  # noqa: PLC0415
    from documents.papers import PaperFiles  # noqa: PLC0415
    from exams.services.computer_tests.bank_reading import PrepareBank  # noqa: PLC0415
    from exams.services.computer_tests.banks import ConfirmBank, ImportBank  # noqa: PLC0415
    from exams.services.office import exports  # noqa: PLC0415
    from exams.services.office.imports import ImportAtOnce, PreviewImport  # noqa: PLC0415
    from exams.services.office.reading import ReadTables  # noqa: PLC0415
    from exams.services.people.invites import ListGroups, MakeInvites  # noqa: PLC0415
    from storage.database import connect  # noqa: PLC0415
    from storage.files import DiskFiles  # noqa: PLC0415
    from storage.seal import seal_of  # noqa: PLC0415
    from storage.unit import SqlUnits  # noqa: PLC0415
    from vision.question_pictures import PooledQuestionPictures  # noqa: PLC0415

    seal = seal_of(settings.ticket_keys)
    database = connect(settings.database_url, seal)
    units, clock = SqlUnits(database), SystemClock()
    files = DiskFiles(settings.files_folder, seal)
    shuffler = SystemShuffler()
    host = settings.zoom_hosts[0] if settings.zoom_hosts else ""
    pictures = PooledQuestionPictures()
    read = ReadTables(files, TableFiles(), pictures)
    preview = PreviewImport(units, clock, shuffler, files, read, host)
    printing = exports.Printing(files, PaperFiles(settings.university))
    try:
        yield Office(
            preview=preview,
            at_once=ImportAtOnce(preview),
            bank=ImportBank(
                PrepareBank(files, BankFiles(), pictures),
                ConfirmBank(units, clock, files),
            ),
            statement=exports.ExportStatement(units, printing),
            journal=exports.ExportJournal(units, printing),
            transcript=exports.ExportTranscript(units, printing),
            groups=ListGroups(units),
            invites=MakeInvites(units, clock, shuffler, files, InviteCards(), bot_name),
            files=files,
            units=units,
        )
    finally:
        await database.close()


def registrar(locale: Locale) -> Actor:
    """Return who acts: whoever may use this computer is the registrar's office, and its admin."""
    return Actor(id=PersonId(0), roles=frozenset({Role.REGISTRAR, Role.ADMIN}), locale=locale)


def ready() -> Any:
    """Return the settings, with the database brought up to date."""
    from bot.settings import NEW_KEY  # noqa: PLC0415 - a tenth of a second
    from storage.files import DiskFiles  # noqa: PLC0415
    from storage.migrations import upgrade  # noqa: PLC0415 - half a second
    from storage.seal import seal_of  # noqa: PLC0415
    from storage.sealing import seal_open_tickets  # noqa: PLC0415

    settings = read_settings()
    if not settings.ticket_keys:
        fail(NEW_KEY)
    upgrade(settings.database_url)
    seal = seal_of(settings.ticket_keys)
    seal_open_tickets(settings.database_url, DiskFiles(settings.files_folder), seal)
    return settings


def done(work: Coroutine[Any, Any, T], language: Locale) -> T:
    """Return what the work returns; a refusal ends the command with its words."""
    try:
        return asyncio.run(work)
    except UnknownName as unknown:
        fail(str(unknown))
    except Refusal as refusal:
        from templates.renderer import Renderer  # noqa: PLC0415 - only where it is needed

        fail(Renderer().plain_refusal(refusal, language))
