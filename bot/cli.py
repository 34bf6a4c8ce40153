"""The `emtihan` command; each sub-command is thin, and imports what it needs when it is called."""

import asyncio
import json
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from bot import commands_draw, commands_import, commands_office
from bot.terminal import (
    NO_DATABASE,
    fail,
    print_table,
    read_settings,
    settings_and_faults,
    size_of,
    spinner,
)

GROUP: Final = "emtihan.commands"
"""The entry points by which packages above this one add commands."""

SUMMARIES: Final = {
    "demo": "Try the whole product offline, in your browser.",
    "bench": "Measure the product beside its limits and its peers.",
}
"""What `--help` says of such a command before it is imported."""


def added() -> dict[str, EntryPoint]:
    """Return the commands which other packages add, by name; none of them is imported."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


class AddedCommand(TyperCommand):
    """A command that is imported when it is called."""

    def __init__(self, entry: EntryPoint) -> None:
        super().__init__(entry.name, help=SUMMARIES.get(entry.name, ""))
        self._entry = entry

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """Import the function, make a command of it, and go on with that."""
        single = typer.Typer(add_completion=False)
        single.command(self._entry.name)(self._entry.load())
        real = typer.main.get_command(single)
        return real.make_context(info_name, args, parent=parent, **extra)


class Commands(TyperGroup):
    """Our own commands and the added ones."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all names: ours in the order of writing, then the added ones."""
        return [*super().list_commands(ctx), *sorted(added())]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by name."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        entry = added().get(cmd_name)
        return None if entry is None else AddedCommand(entry)

    def invoke(self, ctx: Any) -> Any:
        """Run; what this computer causes ends in words, a defect with its place."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from bot.faults import explained  # noqa: PLC0415 - only where it is needed

            if told := explained(error):
                fail(told)
            raise


app = typer.Typer(
    cls=Commands,
    name="emtihan",
    help="Online exams in a messenger, from the schedule to the grade.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would show local variables, and so secrets
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def run() -> None:
    """Run the bot, with the settings from the environment or .env."""
    settings = read_settings()
    for name, fix in settings.problems():
        typer.secho(f"{name}: {fix}", fg="red", err=True)
    if settings.problems():
        raise typer.Exit(2)
    from bot.alone import alone  # noqa: PLC0415

    with alone(settings.database_url):
        from bot.app import build  # noqa: PLC0415 - seconds
        from bot.logs import configure  # noqa: PLC0415

        configure(level=settings.log_level, as_json=settings.log_json, secrets=settings.secrets())

        async def work() -> None:
            await (await build(settings)).run()

        asyncio.run(work())


@app.command()
def doctor(*, as_json: Json = False) -> None:
    """Check everything the bot needs, and say how to mend what is missing."""
    from bot.doctor import examine  # noqa: PLC0415

    findings = asyncio.run(examine(*settings_and_faults()))
    if as_json:
        for finding in findings:
            shown = {name: getattr(finding, name) for name in ("name", "fine", "detail", "fix")}
            typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        print_table(
            ("", "What", "Found", "What to do"),
            [("✔" if one.fine else "✘", one.name, one.detail, one.fix) for one in findings],
        )
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


@app.command("verify-log")
def verify_log(*, as_json: Json = False) -> None:
    """Check the hash chains of the event log, and name the first bad link of each."""
    from bot.log_check import check_log  # noqa: PLC0415
    from storage.database import file_of  # noqa: PLC0415

    settings = read_settings()
    if not file_of(settings.database_url).is_file():
        fail(NO_DATABASE)
    checked = asyncio.run(check_log(settings.database_url))
    if as_json:
        typer.echo(json.dumps({"ok": checked.whole, "chains": checked.shown()}))
    else:
        print_table(
            ("Exam", "Events", "Verdict"),
            [
                (str(one["exam"]), str(one["events"]), str(one["verdict"]))
                for one in checked.shown()
            ],
        )
    if not checked.whole:
        raise typer.Exit(1)


@app.command("inspect-sheet")
def inspect_sheet(
    files: Annotated[list[Path], typer.Argument(help="Photographs or PDFs of answer sheets.")],
) -> None:
    """Judge photographs of answer sheets: one line of JSON for each file."""
    from vision.command import inspect_files  # noqa: PLC0415 - OpenCV takes its time

    raise typer.Exit(inspect_files(files, sys.stdout, read_settings().strictness))


@app.command("compare-faces")
def compare_faces(
    one: Annotated[Path | None, typer.Argument(help="A picture: the document.")] = None,
    other: Annotated[Path | None, typer.Argument(help="Another one: the person.")] = None,
    *,
    pairs: Annotated[
        Path | None, typer.Option(help="CSV with columns path_a and path_b, beside the pictures.")
    ] = None,
) -> None:
    """Compare faces: one line of JSON for each pair of pictures."""
    if (pairs is None) == (one is None) or (one is None) != (other is None):
        raise typer.BadParameter("needs two pictures, or --pairs FILE.csv")
    from vision.faces.command import compare_pair, compare_pairs  # noqa: PLC0415 - OpenCV

    choice = read_settings().face_engine
    if one is not None and other is not None:
        raise typer.Exit(compare_pair(one, other, choice, sys.stdout))
    if pairs is not None:
        raise typer.Exit(compare_pairs(pairs, choice, sys.stdout))


@app.command("read-document")
def read_document(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Photographs or PDFs: a card's side with the three lines, a passport."
        ),
    ],
) -> None:
    """Read the machine-readable lines of identity documents: a line of JSON for each document.

    Nothing is stored, and nothing leaves this machine. The command ends with 0 if every document
    was read and all its check digits hold, otherwise with 1.
    """
    from bot.clock import SystemClock  # noqa: PLC0415
    from vision.identity.command import read_documents  # noqa: PLC0415 - OpenCV

    raise typer.Exit(read_documents(files, sys.stdout, today=SystemClock().now().date()))


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
) -> None:
    """Copy database and files, consistently, while the bot may run."""
    from storage import backup as storage_backup  # noqa: PLC0415
    from storage.database import file_of  # noqa: PLC0415

    settings = read_settings()
    if not file_of(settings.database_url).is_file():
        fail(NO_DATABASE)
    if folder.exists():
        fail(f"no backup: there is a {folder} already; name a folder that does not exist yet")
    if not folder.absolute().parent.is_dir():
        fail(f"no backup: there is no folder {folder.parent}; make it, or mount its disk")
    try:
        with spinner("Copying"):
            copied = storage_backup.backup(settings.database_url, settings.files_folder, folder)
    except storage_backup.Damaged as error:
        fail(f"no backup: {error}; check the disk, and bring the last good backup back")
    typer.echo(f"{folder}: database {size_of(copied.database_bytes)}, {copied.files} files")


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="A folder made by `emtihan backup`.")],
) -> None:
    """Bring a backup back to where there is no database; the bot must not run."""
    from storage import backup as storage_backup  # noqa: PLC0415

    settings = read_settings()
    try:
        with spinner("Checking and copying"):
            copied = storage_backup.restore(folder, settings.database_url, settings.files_folder)
    except FileExistsError as error:
        fail(f"nothing restored: there is a database already; stop the bot and move {error} away")
    except storage_backup.Damaged as error:
        fail(f"nothing restored: {error}; take a folder which `emtihan backup` made")
    typer.echo(f"restored: database {size_of(copied.database_bytes)}, {copied.files} files")


app.command("verify-draw")(commands_draw.verify_draw)
app.command("import")(commands_import.import_file)
app.command()(commands_office.export)
app.command()(commands_office.invites)
