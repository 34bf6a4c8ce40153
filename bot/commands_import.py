"""Tables and question banks in, from the command line: all of a file or nothing."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.office import done, open_office, ready, registrar
from bot.terminal import Language, fail, print_table, progress_bar, spinner
from exams.domain.people import Locale
from exams.notices.office import ImportPreview

if TYPE_CHECKING:
    from exams.notices.banks import BankDone
    from exams.services.computer_tests.bank_reading import Prepared


def import_file(
    file: Annotated[Path, typer.Argument(help="A table or a question bank: docs/import.md.")],
    *,
    subject: Annotated[
        str, typer.Option("--subject", help="Of a question bank: for the tests of which subject.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    language: Language = Locale.EN,
) -> None:
    """Take in people, schedule, tickets, ratings or questions: all of a file or nothing."""
    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    settings = ready()
    if not _bank(settings, data, file.name, subject=subject, yes=yes, language=language):
        _tables(settings, data, file.name, yes=yes, language=language)


def _tables(settings: Any, data: bytes, name: str, *, yes: bool, language: Locale) -> None:
    async def look() -> ImportPreview:
        async with open_office(settings) as office:
            return await office.preview.look(registrar(language), data, name)

    async def take() -> Any:
        async with open_office(settings) as office:
            return await office.at_once(registrar(language), data, name)

    with spinner("Reading"):
        preview = done(look(), language)
    _show(preview, language)
    if not yes and not typer.confirm("Take it in?"):
        typer.echo("Nothing was changed.")
        return
    with spinner("Taking it in"):
        taken = done(take(), language)
    if isinstance(taken, ImportPreview):  # somebody changed something meanwhile
        _show(taken, language)
    typer.echo("Taken in.")


def _bank(
    settings: Any, data: bytes, name: str, *, subject: str, yes: bool, language: Locale
) -> bool:
    """Take a bank of questions in; tell whether the file is one."""

    async def look() -> tuple["Prepared | None", tuple[str, ...]]:
        async with open_office(settings) as office:
            with progress_bar("Reading the questions") as progress:
                bank = await office.bank.look(registrar(language), data, progress)
            return bank, await office.bank.subjects()

    async def take(bank: "Prepared", chosen: str) -> "BankDone":
        async with open_office(settings) as office:
            return await office.bank(registrar(language), chosen, data, bank)

    bank, subjects = done(look(), language)
    if bank is None:
        return False
    _show_bank(bank, name, language)
    if not bank.questions:
        fail("Nothing was changed: not one question can be taken.")
    chosen = _chosen(subject, subjects)
    if not yes and not typer.confirm(f"Take them in for {chosen}?"):
        typer.echo("Nothing was changed.")
        return True
    with spinner("Taking them in"):
        taken = done(take(bank, chosen), language)
    typer.echo(f"Taken in: {taken.count} questions, {taken.exams} tests of {taken.subject}.")
    return True


def _chosen(subject: str, subjects: tuple[str, ...]) -> str:
    """Return for which subject the questions are; the only one there is needs no naming."""
    if not subjects:
        fail("No computer test is planned: import a schedule with one first.")
    if not subject and len(subjects) > 1:
        fail(f"For which subject? Use --subject; there are: {', '.join(subjects)}")
    return subject or subjects[0]


def _show_bank(bank: "Prepared", name: str, language: Locale) -> None:
    """Print what a bank has, and each question that cannot be taken."""
    from templates.renderer import Renderer  # noqa: PLC0415 - only where it is needed

    words = Renderer()
    kinds = Counter(question.kind.value for question in bank.questions)
    form = words.label(f"bank.{bank.kind}", language)
    typer.echo(f"{name}: {form}, questions: {len(bank.questions)}")
    rows = [(words.label(f"question_kind.{k}", language), str(n)) for k, n in kinds.items()]
    print_table(("Kind", "Questions"), rows)
    if bank.not_taken:
        typer.secho(f"Not taken: {len(bank.not_taken)}", fg="yellow")
        print_table(
            ("Place", "Question", "Why", ""),
            [
                (one.place, one.name, words.label(f"not_taken.{one.reason}", language), one.given)
                for one in bank.not_taken
            ],
        )


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
        if preview.unseated:
            typer.secho("No place, as another exam of theirs is at that time:", fg="yellow")
            print_table(
                ("Number", "Name", "Exam", "The other"),
                [(one.number, one.name, one.subject, one.other) for one in preview.unseated],
            )
        return
    print_table(
        ("Sheet", "Cell", "What stands there", "What is wrong"),
        [
            (one.sheet, one.cell, one.given, words.label(f"row_fault.{one.reason}", language))
            for one in preview.faults
        ],
    )
    fail(f"Nothing was changed. Wrong cells: {len(preview.faults) + preview.more}.")
