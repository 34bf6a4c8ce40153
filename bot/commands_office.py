"""The registrar's commands: papers and invites out, without the messenger."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.office import UnknownName, done, open_office, ready, registrar
from bot.terminal import Language, fail, spinner
from exams.domain.papers import Form, What
from exams.domain.people import Locale

Out = Annotated[
    Path | None, typer.Option("--out", help="Where to write it; by default here, under its name.")
]


def export(
    of: Annotated[str, typer.Argument(help="The exam, group or student: number or name.")],
    *,
    what: Annotated[What, typer.Option("--what", help="What to write.")] = What.STATEMENT,
    form: Annotated[Form, typer.Option("--form", help="To sign or to work on.")] = Form.PDF,
    out: Out = None,
    language: Language = Locale.EN,
) -> None:
    """Write an exam's statement, a group's journal or a student's transcript."""
    settings = ready()

    async def work() -> tuple[str, bytes]:
        async with open_office(settings) as office:
            given = await office.paper(registrar(language), what, of)
            return await office.file_of(given, form)

    with spinner("Writing"):
        name, data = done(work(), language)
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
    settings = ready()

    async def work() -> tuple[str, bytes] | None:
        name = bot.removeprefix("@") or await _bot_name(settings)
        async with open_office(settings, name) as office:
            made = await office.invites(registrar(language), await office.group(group))
            return await office.file_of(made) if made.count else None

    with spinner("Writing"):
        made = done(work(), language)
    if made is None:
        typer.echo("Everybody of the group has come in: no invite is needed.")
        return
    _write(out or Path(made[0]), made[1])


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


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    typer.echo(f"{path}: {len(data) / 1000:.0f} kB")
