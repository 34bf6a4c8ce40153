"""The registrar's commands: tables in, papers and invites out, without the messenger."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from bot.terminal import fail, print_table, read_settings, spinner
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.papers import Form, What
from exams.domain.people import Actor, Locale, Role
from exams.domain.refusals import Refusal, Unknown
from exams.notices.base import WithMedia
from exams.notices.office import Exported, ImportPreview

if TYPE_CHECKING:
    from exams.services.exports import ExportJournal, ExportStatement, ExportTranscript
    from exams.services.imports import ImportAtOnce, PreviewImport
    from exams.services.invites import ListGroups, MakeInvites
    from storage.files import DiskFiles
    from storage.unit import SqlUnits

T = TypeVar("T")
STAFF: Final = "staff"
"""How the command line names everybody who is in no academic group."""

Language = Annotated[
    Locale, typer.Option("--language", help="Of papers, reasons and refusals: kk, ru or en.")
]
Out = Annotated[
    Path | None, typer.Option("--out", help="Where to write it; by default here, under its name.")
]


def import_file(
    file: Annotated[Path, typer.Argument(help="XLSX, XLS, ODS or CSV; see docs/import.md.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    language: Language = Locale.EN,
) -> None:
    """Take in people, schedule, tickets and ratings from a file: all of it or nothing."""
    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    settings = _ready()

    async def look() -> ImportPreview:
        async with _office(settings) as office:
            return await office.preview.look(_registrar(language), data, file.name)

    async def take() -> Any:
        async with _office(settings) as office:
            return await office.at_once(_registrar(language), data, file.name)

    with spinner("Reading"):
        preview = _done(look(), language)
    _show(preview, language)
    if not yes and not typer.confirm("Take it in?"):
        typer.echo("Nothing was changed.")
        return
    with spinner("Taking it in"):
        done = _done(take(), language)
    if isinstance(done, ImportPreview):  # somebody changed something meanwhile
        _show(done, language)
    typer.echo("Taken in.")


def export(
    of: Annotated[str, typer.Argument(help="The exam, group or student: number or name.")],
    *,
    what: Annotated[What, typer.Option("--what", help="What to write.")] = What.STATEMENT,
    form: Annotated[Form, typer.Option("--form", help="To sign or to work on.")] = Form.PDF,
    out: Out = None,
    language: Language = Locale.EN,
) -> None:
    """Write an exam's statement, a group's journal or a student's transcript."""
    settings = _ready()

    async def work() -> tuple[str, bytes]:
        async with _office(settings) as office:
            given = await office.paper(_registrar(language), what, of)
            return await office.file_of(given, form)

    with spinner("Writing"):
        name, data = _done(work(), language)
    _write(out or Path(name), data)


def invites(
    group: Annotated[str, typer.Argument(help="The group's name, or `staff`.")],
    *,
    out: Out = None,
    bot: Annotated[
        str, typer.Option("--bot", help="The bot's name; by default Telegram is asked.")
    ] = "",
    language: Language = Locale.EN,
) -> None:
    """Write invites of a group as cards to print (PDF); its earlier unused ones are withdrawn."""
    settings = _ready()

    async def work() -> tuple[str, bytes] | None:
        name = bot.removeprefix("@") or await _bot_name(settings)
        async with _office(settings, name) as office:
            made = await office.invites(_registrar(language), await office.group(group))
            return await office.file_of(made) if made.count else None

    with spinner("Writing"):
        made = _done(work(), language)
    if made is None:
        typer.echo("Everybody of the group has come in: no invite is needed.")
        return
    _write(out or Path(made[0]), made[1])


# -- the office -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The use cases of these commands."""

    preview: "PreviewImport"
    at_once: "ImportAtOnce"
    statement: "ExportStatement"
    journal: "ExportJournal"
    transcript: "ExportTranscript"
    groups: "ListGroups"
    invites: "MakeInvites"
    files: "DiskFiles"
    units: "SqlUnits"

    async def group(self, name: str) -> GroupId:
        """Return the id of a group by its name."""
        listed = await self.groups(_registrar(Locale.EN))
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
async def _office(settings: Any, bot_name: str = "") -> AsyncIterator[Office]:
    from bot.clock import SystemClock, SystemShuffler  # noqa: PLC0415 - only where it is needed
    from documents.imports import TableFiles  # noqa: PLC0415
    from documents.invites import InviteCards  # noqa: PLC0415
    from documents.papers import PaperFiles  # noqa: PLC0415
    from exams.services import exports  # noqa: PLC0415
    from exams.services.imports import ImportAtOnce, PreviewImport  # noqa: PLC0415
    from exams.services.invites import ListGroups, MakeInvites  # noqa: PLC0415
    from storage.database import connect  # noqa: PLC0415
    from storage.files import DiskFiles  # noqa: PLC0415
    from storage.unit import SqlUnits  # noqa: PLC0415

    database = connect(settings.database_url)
    units, clock, files = SqlUnits(database), SystemClock(), DiskFiles(settings.files_folder)
    shuffler = SystemShuffler()
    host = settings.zoom_hosts[0] if settings.zoom_hosts else ""
    preview = PreviewImport(units, clock, shuffler, files, TableFiles(), host)
    printing = exports.Printing(files, PaperFiles(settings.university))
    try:
        yield Office(
            preview=preview,
            at_once=ImportAtOnce(preview),
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


def _registrar(locale: Locale) -> Actor:
    """Return who acts: whoever may use this computer is the registrar's office, and its admin."""
    return Actor(id=PersonId(0), roles=frozenset({Role.REGISTRAR, Role.ADMIN}), locale=locale)


async def _bot_name(settings: Any) -> str:
    import aiohttp  # noqa: PLC0415 - only where it is needed

    address = f"{settings.telegram_url}/bot{settings.token.get_secret_value()}/getMe"
    try:
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as told:
            answer = await told.json(content_type=None)
        return str(answer["result"]["username"])
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
        # Only its type: its words may hold the address, and so the token.
        kind = type(error).__name__
        raise UnknownName(f"Telegram does not tell the bot's name ({kind}): use --bot") from None


# -- the terminal -----------------------------------------------------------------


def _ready() -> Any:
    """Return the settings, with the database brought up to date."""
    from storage.migrations import upgrade  # noqa: PLC0415 - half a second

    settings = read_settings()
    upgrade(settings.database_url)
    return settings


def _done(work: Coroutine[Any, Any, T], language: Locale) -> T:
    """Return what the work returns; a refusal ends the command with its words."""
    try:
        return asyncio.run(work)
    except UnknownName as unknown:
        fail(str(unknown))
    except Refusal as refusal:
        from templates.renderer import Renderer  # noqa: PLC0415 - only where it is needed

        fail(Renderer().plain_refusal(refusal, language))


def _show(preview: ImportPreview, language: Locale) -> None:
    """Print what a file would change; wrong cells end the command."""
    from templates.renderer import Renderer  # noqa: PLC0415 - only where it is needed

    words = Renderer()
    if not preview.faults:
        head = ("Table", "New", "Changed")
        rows = [
            (words.label(f"table.{table}", language), str(new), str(changed))
            for table, new, changed in preview.tables
        ]
        print_table(head, rows)
        return
    print_table(
        ("Sheet", "Cell", "What stands there", "What is wrong"),
        [
            (one.sheet, one.cell, one.given, words.label(f"row_fault.{one.reason}", language))
            for one in preview.faults
        ],
    )
    fail(f"Nothing was changed. Wrong cells: {len(preview.faults) + preview.more}.")


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    typer.echo(f"{path}: {len(data) / 1000:.0f} kB")
