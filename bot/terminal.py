"""What every command of the command line needs: settings, tables, waiting signs, a way to fail."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated, Any, Final, NoReturn

import typer

from exams.domain.people import Locale

NO_DATABASE: Final = "there is no database yet: it is made when the bot starts for the first time"

Language = Annotated[
    Locale, typer.Option("--language", help="Of papers, reasons and refusals: kk, ru or en.")
]


def read_settings() -> Any:
    """Return the settings; each wrong one is named, and the command ends."""
    from bot.settings import PREFIX  # noqa: PLC0415 - a tenth of a second

    settings, faults = settings_and_faults()
    for name, told in faults:
        typer.secho(f"{PREFIX}{name.upper()}: {told}", fg="red", err=True)
    if faults:
        raise typer.Exit(2)
    return settings


def settings_and_faults() -> Any:
    """Return the settings and what is wrong; where none can be read, the command ends."""
    from bot.settings import read  # noqa: PLC0415 - a tenth of a second

    try:
        return read()
    except UnicodeDecodeError:
        typer.secho(".env is not written in UTF-8: save it so", fg="red", err=True)
        raise typer.Exit(2) from None


def print_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows under a head; what looks like markup in them is text."""
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*head, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)


def spinner(what: str) -> "AbstractContextManager[object, None]":
    """Show that something goes on, on the error stream."""
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=True).status(f"{what} …")


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on the error stream; what is yielded is told the share that is done."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def fail(text: str) -> NoReturn:
    """Say what is wrong and end."""
    typer.secho(text, fg="red", err=True)
    raise typer.Exit(1)


def size_of(number: int) -> str:
    """Return bytes as people read them."""
    return f"{number / 1_000_000:.1f} MB"
