"""`emtihan verify-draw`: did a ticket move between the publishing and the opening?"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import NO_DATABASE, fail, print_table, read_settings
from exams.domain.ids import ExamId
from exams.domain.proof import ProofUnreadable, read_proof
from exams.domain.refusals.people import Unknown
from exams.services.planning.proving import CheckDraw, CheckedDraw

WORDS = {
    "fingerprint": "bytes and order of the deck do not give the fingerprint kept with it",
    "published": "the event log has another fingerprint than the deck",
    "moved": "a student turned another ticket than lies under that card now",
    "holder": "the turned cards are not those of the draws in the event log",
}
NOT_OURS = "no draw was committed to for this exam"


def verify_draw(
    file: Annotated[
        Path | None,
        typer.Argument(help="The message that opened the draw, saved as text; - reads it pasted."),
    ] = None,
    *,
    exam: Annotated[
        int | None, typer.Option(help="Instead: an exam of the database, by its number.")
    ] = None,
    posted: Annotated[
        str | None, typer.Option(help="The fingerprint from the message before the draw.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of a sentence.")
    ] = False,
) -> None:
    """Check that no ticket of a draw was moved, from an opened proof or from the database."""
    if (file is None) == (exam is None):
        raise typer.BadParameter("needs the opened message, or --exam NUMBER")
    if exam is not None:
        _from_database(ExamId(exam), as_json=as_json)
    elif file is not None:
        _from_message(file, posted, as_json=as_json)


def _from_message(file: Path, posted: str | None, *, as_json: bool) -> None:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        opened = read_proof(text)
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except (UnicodeDecodeError, ProofUnreadable):
        fail(f"no opened draw in {file}: needs the message as text, with `secret:` and `order:`")
    computed = opened.proof.fingerprint
    if posted is None and opened.fingerprint is None:
        fail(f"nothing to compare with; give --posted. The message gives {computed}")
    holds = opened.holds(posted)
    if as_json:
        typer.echo(json.dumps({"ok": holds, "fingerprint": computed}))
    elif holds:
        typer.echo(f"no ticket moved: {computed}")
        if posted is None:
            typer.echo("compare this fingerprint with the one published before the draw")
    else:
        typer.echo(f"DIFFERS: the message gives {computed}")
    raise typer.Exit(0 if holds else 1)


def _from_database(exam: ExamId, *, as_json: bool) -> None:
    from storage.database import file_of  # noqa: PLC0415 - the database takes its time

    settings = read_settings()
    if not file_of(settings.database_url).is_file():
        fail(NO_DATABASE)
    try:
        checked = asyncio.run(_checked(settings.database_url, exam))
    except Unknown:
        fail(NOT_OURS)
    faults = {deck.language: [fault.value for fault in deck.faults] for deck in checked}
    if as_json:
        decks = [
            {"language": d.language, "fingerprint": d.fingerprint, "faults": faults[d.language]}
            for d in checked
        ]
        typer.echo(json.dumps({"ok": not any(faults.values()), "decks": decks}))
    else:
        for deck in checked:
            _show(deck, faults[deck.language])
    raise typer.Exit(1 if any(faults.values()) else 0)


def _show(deck: CheckedDraw, faults: list[str]) -> None:
    rows = [
        (str(position), str(number), "spoiled, replaced" if burnt else "drawn" if drawn else "")
        for position, number, drawn, burnt in deck.cards
    ]
    if deck.language:
        typer.echo(f"Deck of the language {deck.language}:")
    print_table(("Card", "Ticket", ""), rows)
    typer.echo("; ".join(WORDS[fault] for fault in faults) or "no ticket moved")


async def _checked(url: str, exam: ExamId) -> tuple[CheckedDraw, ...]:
    from storage.database import connect  # noqa: PLC0415
    from storage.unit import SqlUnits  # noqa: PLC0415

    database = connect(url)
    try:
        return await CheckDraw(SqlUnits(database))(exam)
    finally:
        await database.close()
