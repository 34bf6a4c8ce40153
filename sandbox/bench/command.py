"""`emtihan bench`: each figure beside its limit or its peer, measured in the same run."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Annotated, Final

import typer

from sandbox.bench.figures import Figure, as_json, as_table

BENCHES: Final = (
    "delivery",
    "updates",
    "draw",
    "rush",
    "sheets",
    "sheets-pdf",
    "tick",
    "storage",
    "absence",
    "bank",
    "statement",
    "start",
    "exam-day",
    "albums",
    "morning",
)
"""Each is a module here, imported when it is wanted: the bot takes seconds."""

LONG: Final = ("exam-day", "albums", "morning")
ALL: Final = "all"
NAMES: Final = (*BENCHES, ALL)

Measure = Callable[[], Awaitable[tuple[Figure, ...]]]


def bench(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(NAMES)}.")] = ALL,
    *,
    long: Annotated[
        bool,
        typer.Option(
            "--long", help="Ten minutes of exam-day, albums of 60 students, a morning of 3000."
        ),
    ] = False,
    as_json_text: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of a table.")
    ] = False,
) -> None:
    """Measure the product beside its limits and its peers."""
    from rich.console import Console  # noqa: PLC0415

    if name not in NAMES:
        typer.echo(f"There is no benchmark {name!r}; there is: {', '.join(NAMES)}.", err=True)
        raise typer.Exit(2)
    if long and name not in LONG:
        typer.echo(f"Only these have a long form: {', '.join(LONG)}.", err=True)
        raise typer.Exit(2)
    logging.basicConfig(level=logging.WARNING)
    figures: list[Figure] = []
    for one in BENCHES if name == ALL else (name,):
        with Console(stderr=True).status(f"{one} …"):
            figures += asyncio.run(_measured(one, long=long))
    if as_json_text:
        typer.echo(as_json(figures))
    else:
        Console().print(as_table(figures))


async def _measured(name: str, *, long: bool) -> tuple[Figure, ...]:
    module = import_module(f"sandbox.bench.{name.replace('-', '_')}")
    measure: Measure = module.measure_long if long else module.measure
    return await measure()
