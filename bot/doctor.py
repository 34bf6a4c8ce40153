"""Looks at everything the bot needs before it is needed, and says how to mend what is missing."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import aiohttp

from bot.clock import SystemClock
from bot.pages import check_in_page
from bot.settings import PREFIX, Settings, unknown
from exams.ports.conferences import ConferencesUnavailable
from storage.backup import NAMED

SKEW: Final = 5.0  # seconds by which our clock may differ from Telegram's
OLDEST: Final = 2  # days since a night's work, or its backup; a night may be slept through
TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
LIBRARIES: Final = {
    "pictures": ("cv2", "PIL", "pillow_heif", "pypdfium2"),
    "papers and fonts": ("typst", "font_roboto", "segno", "xlsxwriter", "python_calamine"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what.
        fine: whether it is as it should be.
        detail: what was found; never a secret.
        fix: what to do about it, empty if nothing.
    """

    name: str
    fine: bool
    detail: str
    fix: str = ""


async def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything; nothing is changed."""
    found = [*_settings(settings), await asyncio.to_thread(_database, settings)]
    found.append(await asyncio.to_thread(_tickets, settings))
    found.append(await asyncio.to_thread(_folder, settings.files_folder))
    found.append(await asyncio.to_thread(_night, settings.database_url))
    found.append(await asyncio.to_thread(_backups, settings.backup_folder))
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        found += await _telegram(session, settings)
    found.append(await _conferences(settings))
    found += await asyncio.to_thread(lambda: tuple(_libraries()))
    found += await asyncio.to_thread(lambda: tuple(_faces(settings)))
    return tuple(found)


def _settings(settings: Settings) -> Iterator[Finding]:
    problems = settings.problems()
    for name, fix in problems:
        yield Finding(name=f"setting {PREFIX}{name.upper()}", fine=False, detail="empty", fix=fix)
    for name in unknown():
        fix = "no such setting: see docs/settings.md, or take it out"
        yield Finding(name=f"setting {name}", fine=False, detail="unknown", fix=fix)
    if not problems:
        yield Finding(name="settings", fine=True, detail="complete")
    contacts = settings.helpdesk_email or settings.helpdesk_phone or settings.helpdesk_whatsapp
    yield Finding(
        name="helpdesk",
        fine=bool(contacts),
        detail="set" if contacts else "nobody to turn to",
        fix="" if contacts else f"set {PREFIX}HELPDESK_EMAIL, _PHONE or _WHATSAPP",
    )


def _database(settings: Settings) -> Finding:
    from storage.versions import newest, passed, present  # noqa: PLC0415 - half a second

    url = settings.database_url
    try:
        there, wanted = present(url), newest(url)
    except (sqlite3.Error, ValueError) as error:
        fix = f"point {PREFIX}DATABASE_URL to an SQLite file, or restore a backup"
        return Finding(name="database", fine=False, detail=str(error), fix=fix)
    if there is None:
        return Finding(name="database", fine=True, detail="none yet; made at the first start")
    if there and not passed(url, there):
        fix = "install the newer release, or bring an older backup back"
        return Finding(name="database", fine=False, detail="made by a newer release", fix=fix)
    if there != wanted:
        return Finding(name="database", fine=True, detail="older; brought up to date at the start")
    return Finding(name="database", fine=True, detail=f"up to date ({there})")


def _tickets(settings: Settings) -> Finding:
    from storage.seal import seal_of  # noqa: PLC0415 - only here
    from storage.sealing import closed_tickets  # noqa: PLC0415

    try:
        sealed, closed = closed_tickets(settings.database_url, seal_of(settings.ticket_keys))
    except sqlite3.Error:  # none yet, or older: said above
        sealed, closed = 0, 0
    if closed:
        fix = (
            f"add the key they were sealed with to {PREFIX}TICKETS_KEY, behind a comma; if it is "
        )
        fix += "lost, nobody can open them: import these decks again"
        return Finding(name="tickets", fine=False, detail=f"{closed} cannot be opened", fix=fix)
    return Finding(name="tickets", fine=True, detail=f"{sealed} sealed, all can be opened")


def _folder(folder: Path) -> Finding:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    fine = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    fix = "" if fine else f"let the bot's user write in {place}, or set {PREFIX}FILES_FOLDER"
    return Finding(name="files folder", fine=fine, detail=str(folder), fix=fix)


def _night(url: str) -> Finding:
    from storage.nights import last_night  # noqa: PLC0415 - half a second

    try:
        last = last_night(url)
    except (sqlite3.Error, ValueError):  # none yet, or older: said above
        last = None
    if last is None:
        return Finding(name="night", fine=True, detail="no work of a night yet")
    fine = (SystemClock().now() - last).days <= OLDEST
    fix = "" if fine else 'see "nightly work failed" in the log; a start of the bot tries again'
    return Finding(name="night", fine=fine, detail=f"all done: {last:%Y-%m-%d %H:%M} UTC", fix=fix)


def _backups(folder: Path | None) -> Finding:
    if folder is None:
        detail = f"none is made; {PREFIX}BACKUP_FOLDER makes one every night"
        return Finding(name="backups", fine=True, detail=detail)
    newest = max((one.name for one in folder.glob(f"{NAMED}????-??-??")), default="")
    if not newest:
        return Finding(name="backups", fine=True, detail="none yet; the first is made at night")
    made = date.fromisoformat(newest.removeprefix(NAMED))
    days = (SystemClock().now().date() - made).days
    fix = "" if days <= OLDEST else f'see "nightly work failed" in the log, and {folder}'
    return Finding(name="backups", fine=not fix, detail=f"newest: {made}", fix=fix)


async def _telegram(session: aiohttp.ClientSession, settings: Settings) -> list[Finding]:
    token = settings.token.get_secret_value()
    if not token:
        return []
    address = f"{settings.telegram_url}/bot{token}"
    try:
        async with session.get(f"{address}/getMe") as response:
            answer, date = await response.json(content_type=None), response.headers.get("Date")
        async with session.get(f"{address}/getWebhookInfo") as response:
            webhook = await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        # Only its type: its words may hold the address, and so the token.
        detail, fix = type(error).__name__, f"check the network and {PREFIX}TELEGRAM_URL"
        return [Finding(name="telegram", fine=False, detail=detail, fix=fix)]
    if not answer.get("ok"):
        fix = f"ask @BotFather for the token and set {PREFIX}TOKEN"
        return [Finding(name="telegram", fine=False, detail="token refused", fix=fix)]
    me = Finding(name="telegram", fine=True, detail=f"@{answer['result'].get('username')}")
    return [me, _clock(date), _webhook(settings, webhook.get("result") or {})]


def _clock(date: str | None) -> Finding:
    now: datetime = SystemClock().now()
    told = parsedate_to_datetime(date).astimezone(UTC) if date else now
    skew = abs((now - told).total_seconds())
    fine = skew <= SKEW
    fix = "" if fine else "let the computer's clock be set by NTP (systemd-timesyncd, chrony)"
    return Finding(name="clock", fine=fine, detail=f"{skew:.0f} s from Telegram's", fix=fix)


def _webhook(settings: Settings, info: dict[str, Any]) -> Finding:
    url, error = str(info.get("url") or ""), info.get("last_error_message")
    if not settings.uses_webhook:
        detail = "not used; an old one is removed at the start" if url else "not used"
        return Finding(name="webhook", fine=True, detail=detail)
    if not settings.webhook_url.startswith("https://"):
        fix = f"set {PREFIX}WEBHOOK_URL to an https address"
        return Finding(name="webhook", fine=False, detail="no https address", fix=fix)
    if url.startswith(settings.webhook_url) and error:
        fix = "see that the address reaches this process and its certificate is valid"
        return Finding(name="webhook", fine=False, detail=str(error), fix=fix)
    return Finding(name="webhook", fine=True, detail=settings.webhook_url)


async def _conferences(settings: Settings) -> Finding:
    from bot.rooms import zoom_client  # noqa: PLC0415 - only who has Zoom needs its client
    from zoom_integration.client import path  # noqa: PLC0415

    if not settings.uses_zoom:
        link = settings.conference_link
        fix = "" if link else f"set the {PREFIX}ZOOM_... settings or {PREFIX}CONFERENCE_LINK"
        return Finding(name="conferences", fine=bool(link), detail=link or "no service", fix=fix)
    client = zoom_client(settings, SystemClock())
    try:
        for host in settings.zoom_hosts:
            await client.get(path("users", host))
    except ConferencesUnavailable as error:
        fix = "check the Zoom app's credentials, scopes and the hosts' addresses"
        return Finding(name="zoom", fine=False, detail=type(error).__name__, fix=fix)
    finally:
        client.close()
    return Finding(name="zoom", fine=True, detail=f"{len(settings.zoom_hosts)} hosts")


def _faces(settings: Settings) -> Iterator[Finding]:
    if not settings.check_in_photographs:
        return
    from vision.faces.matcher import engine  # noqa: PLC0415 - OpenCV, only where it is wanted

    able = engine(settings.face_engine) is not None
    yield Finding(
        name="faces",
        fine=able,
        detail="can be compared" if able else "nothing here can compare them",
        fix="" if able else f"make faces, or set {PREFIX}CHECK_IN_PHOTOGRAPHS=false",
    )
    opened = bool(check_in_page(settings))
    yield Finding(
        name="check-in page",
        fine=opened,
        detail="opens inside Telegram" if opened else "Telegram cannot open it",
        fix="" if opened else f"set {PREFIX}PUBLIC_URL to an https address",
    )


def _libraries() -> Iterator[Finding]:
    for name, modules in LIBRARIES.items():
        missing = [module for module in modules if not _there(module)]
        fix = "" if not missing else "install the product again: make setup"
        detail = "there" if not missing else f"missing: {', '.join(missing)}"
        yield Finding(name=name, fine=not missing, detail=detail, fix=fix)


def _there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True
