"""`emtihan demo`: the whole product offline, in the browser or at full speed without one."""

import asyncio
import errno
import json as json_format
import logging
import time
import webbrowser
from typing import Annotated, Final

import typer
from rich.console import Console

from exams.domain.people import Locale

PORT: Final = 8765
SCENARIOS: Final = ("written", "written-hard", "oral", "test", "appeal", "absence")

console = Console(stderr=True)


def demo(
    *,
    headless: Annotated[
        bool, typer.Option("--headless", help="Play a scenario at full speed, without a browser.")
    ] = False,
    scenario: Annotated[
        str, typer.Option(help=f"Which one to play: {', '.join(SCENARIOS)}.")
    ] = "written",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what happened as one JSON object.")
    ] = False,
    language: Annotated[
        Locale, typer.Option(help="What the people of the demo speak.")
    ] = Locale.KK,
    port: Annotated[
        int, typer.Option(help="Port of the page; only this computer sees it.")
    ] = PORT,
    play: Annotated[
        bool, typer.Option("--play", help="Let the scenario play by itself on the page.")
    ] = False,
) -> None:
    """Try everything offline: a Telegram, a Zoom and the very bot, on this computer."""
    if scenario not in SCENARIOS:
        console.print(f"There is no scenario {scenario!r}; there is: {', '.join(SCENARIOS)}.")
        raise typer.Exit(2)
    logging.basicConfig(level=logging.WARNING)
    if headless:
        raise typer.Exit(asyncio.run(_headless(scenario, language, as_json=as_json)))
    try:
        asyncio.run(_page(language, port, scenario if play else None))
    except KeyboardInterrupt:
        console.print("Closed.")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        console.print(f"Port {port} is taken: choose another one with --port.")
        raise typer.Exit(2) from None


async def _headless(scenario: str, locale: Locale, *, as_json: bool) -> int:
    from sandbox.report import REPORTS  # noqa: PLC0415 - the bot behind it takes seconds
    from sandbox.scenarios import PLAYS  # noqa: PLC0415
    from sandbox.stage import set_up  # noqa: PLC0415

    started = time.monotonic()
    play = PLAYS[scenario]
    async with set_up(locale, students=play.students, chief=play.chief) as stage:

        async def tell(moment: str) -> None:
            console.print(f"{time.monotonic() - started:6.1f} s  {moment}")

        stage.camera = None if as_json else tell
        await play.act(stage)
        report = await REPORTS[scenario](stage, scenario, time.monotonic() - started)
    text = json_format.dumps(report.to_json(), ensure_ascii=False, indent=None if as_json else 2)
    typer.echo(text)
    fine = report.event_log_ok and report.draw_verified and not report.refused_by_telegram
    return 0 if fine and not report.answers_lost else 1


async def _page(locale: Locale, port: int, scenario: str | None) -> None:
    with console.status("Opening the university…"):
        from sandbox.scenarios import PLAYS  # noqa: PLC0415 - the bot behind it takes seconds
        from sandbox.show import shown  # noqa: PLC0415
        from sandbox.stage import set_up  # noqa: PLC0415
        from vision.faces import weights  # noqa: PLC0415

    play = PLAYS[scenario or "written"]
    async with (
        set_up(
            locale, students=play.students, chief=play.chief, photographs=weights.present()
        ) as stage,
        shown(stage, port) as url,
    ):
        console.print(f"Емтихан: [link={url}]{url}[/link]   (Ctrl+C ends it)")
        await asyncio.to_thread(webbrowser.open, url)
        if scenario is not None:
            await play.act(stage)
        await asyncio.Event().wait()
