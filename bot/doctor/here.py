"""What is looked at on this computer: settings, database, folders, nights, libraries."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final

from bot.clock import SystemClock
from bot.doctor.finding import Finding
from bot.pages import check_in_page
from bot.settings import PREFIX, Fault, Settings, unknown
from storage.backup import NAMED

OLDEST: Final = 2  # days since a night's work, or its backup; a night may be slept through
LIBRARIES: Final = {
    "pictures": ("cv2", "PIL", "pillow_heif", "pypdfium2"),
    "papers and fonts": ("typst", "font_roboto", "segno", "xlsxwriter", "python_calamine"),
}


def of_settings(settings: Settings, faults: tuple[Fault, ...]) -> Iterator[Finding]:
    """Yield which settings are wrong, empty or unknown."""
    wrong = {name for name, _ in faults}
    missing = [problem for problem in settings.problems() if problem[0] not in wrong]
    for name, told in faults:
        fix = "set it as docs/settings.md says"
        yield Finding(name=f"setting {PREFIX}{name.upper()}", fine=False, detail=told, fix=fix)
    for name, fix in missing:
        yield Finding(name=f"setting {PREFIX}{name.upper()}", fine=False, detail="empty", fix=fix)
    for name in unknown():
        fix = "no such setting: see docs/settings.md, or take it out"
        yield Finding(name=f"setting {name}", fine=False, detail="unknown", fix=fix)
    if not faults and not missing:
        yield Finding(name="settings", fine=True, detail="complete")
    contacts = settings.helpdesk_email or settings.helpdesk_phone or settings.helpdesk_whatsapp
    yield Finding(
        name="helpdesk",
        fine=bool(contacts),
        detail="set" if contacts else "nobody to turn to",
        fix="" if contacts else f"set {PREFIX}HELPDESK_EMAIL, _PHONE or _WHATSAPP",
    )


def database(settings: Settings) -> Finding:
    """Say whether the database can be opened, and is not newer than this release."""
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


def tickets(settings: Settings) -> Finding:
    """Say whether the keys open every ticket."""
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


def files_folder(settings: Settings) -> Finding:
    """Say whether files can be kept."""
    folder = settings.files_folder
    fix = _unwritable(folder)
    return Finding(
        name="files folder",
        fine=not fix,
        detail=str(folder),
        fix=fix and f"{fix}, or set {PREFIX}FILES_FOLDER",
    )


def _unwritable(folder: Path) -> str:
    """Return what to do so that files can be kept in a folder; empty if nothing."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    fine = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    return "" if fine else f"let the bot's user write in {place}"


def night(settings: Settings) -> Finding:
    """Say when the work of a night was done last."""
    from storage.nights import last_night  # noqa: PLC0415 - half a second

    try:
        last = last_night(settings.database_url)
    except (sqlite3.Error, ValueError):  # none yet, or older: said above
        last = None
    if last is None:
        return Finding(name="night", fine=True, detail="no work of a night yet")
    fine = (SystemClock().now() - last).days <= OLDEST
    fix = "" if fine else 'see "nightly work failed" in the log; a start of the bot tries again'
    return Finding(name="night", fine=fine, detail=f"all done: {last:%Y-%m-%d %H:%M} UTC", fix=fix)


def backups(settings: Settings) -> Finding:
    """Say how old the newest backup is."""
    folder = settings.backup_folder
    if folder is None:
        detail = f"none is made; {PREFIX}BACKUP_FOLDER makes one every night"
        return Finding(name="backups", fine=True, detail=detail)
    if fix := _unwritable(folder):
        return Finding(name="backups", fine=False, detail=f"cannot be made in {folder}", fix=fix)
    newest = max((one.name for one in folder.glob(f"{NAMED}????-??-??")), default="")
    if not newest:
        return Finding(name="backups", fine=True, detail="none yet; the first is made at night")
    made = date.fromisoformat(newest.removeprefix(NAMED))
    days = (SystemClock().now().date() - made).days
    fix = "" if days <= OLDEST else f'see "nightly work failed" in the log, and {folder}'
    return Finding(name="backups", fine=not fix, detail=f"newest: {made}", fix=fix)


def faces(settings: Settings) -> Iterator[Finding]:
    """Yield what photographs at checking in need, where they are wanted."""
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


def libraries(_: Settings) -> Iterator[Finding]:
    """Yield which libraries are there."""
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
