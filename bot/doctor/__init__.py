"""Looks at everything the bot needs before it is needed, and says how to mend what is missing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.background import describe
from bot.doctor import here, outside
from bot.doctor.finding import Finding
from bot.faults import explained
from bot.settings import Fault, Settings

Found = Finding | Iterable[Finding]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at.

    Attributes:
        name: what.
        look: returns what is found.
        reads: settings without which there is nothing to look at; that they are wrong is said
            apart.
    """

    name: str
    look: Callable[[Settings], Awaitable[Found]]
    reads: frozenset[str] = frozenset()

    async def __call__(self, settings: Settings) -> tuple[Finding, ...]:
        """Look; that it cannot be looked at is a finding, too."""
        try:
            return _all(await self.look(settings))
        except Exception as error:  # noqa: BLE001 - the others are looked at all the same
            told = explained(error)
            fix = "mend that, and look again" if told else "report it with these words"
            return (Finding(name=self.name, fine=False, detail=told or describe(error), fix=fix),)


def _all(found: Found) -> tuple[Finding, ...]:
    return (found,) if isinstance(found, Finding) else tuple(found)


def _check(
    name: str, look: Callable[[Settings], Found], reads: frozenset[str] = frozenset()
) -> Check:
    """Return a check which looks in a thread."""

    async def looked(settings: Settings) -> Found:
        return await asyncio.to_thread(lambda: _all(look(settings)))

    return Check(name, looked, reads)


DATABASE: Final = frozenset({"database_url"})
TELEGRAM: Final = frozenset({"token", "telegram_url", "webhook_url"})
SERVICE: Final = frozenset({"conference_link", "zoom_api_url", "zoom_token_url"})
FACES: Final = frozenset({"check_in_photographs", "face_engine", "public_url", "webhook_url"})
CHECKS: Final = (
    _check("database", here.database, DATABASE),
    _check("tickets", here.tickets, DATABASE | {"tickets_key"}),
    _check("files folder", here.files_folder),
    _check("night", here.night, DATABASE),
    _check("backups", here.backups),
    Check("telegram", outside.telegram, TELEGRAM),
    Check("conferences", outside.conferences, SERVICE),
    _check("libraries", here.libraries),
    _check("faces", here.faces, FACES),
)


async def examine(settings: Settings, faults: tuple[Fault, ...] = ()) -> tuple[Finding, ...]:
    """Look at everything; nothing is changed.

    Args:
        settings: as they are; those that are wrong as if they were not set.
        faults: which are wrong.
    """
    wrong = {name for name, _ in faults}
    found = [*here.of_settings(settings, faults)]
    for check in CHECKS:
        if not check.reads & wrong:
            found += await check(settings)
    return tuple(found)
