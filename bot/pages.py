"""The pages of a student, as the bot's process serves it."""

from datetime import UTC
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from aiogram.utils.web_app import safe_parse_webapp_init_data
from aiohttp import web

from bot.again import unless_stale
from bot.settings import Settings
from exams.domain.ids import ChatId
from exams.domain.refusals.pages import LaunchForged
from exams.ports.clock import Clock
from exams.services import UseCases
from exams.services.pages.door import Launch
from templates.pages import Pages
from templates.renderer import Renderer
from web.check_in import PATH as CHECK_IN
from web.check_in import CheckInCalls, add_check_in
from web.page import PATH, add_page_files
from web.page_calls import PageCalls
from web.page_door import PageDoor
from web.page_stream import Watch, stream_of

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})


def test_page(settings: Settings) -> str:
    """Return where tests are sat as pages, empty if there is no such place."""
    return _opened_by_telegram(settings, PATH)


def check_in_page(settings: Settings) -> str:
    """Return where students photograph face and document, empty if there is no such place."""
    return _opened_by_telegram(settings, CHECK_IN)


def _opened_by_telegram(settings: Settings, path: str) -> str:
    """Return a page's address: Telegram opens https alone, and this computer's own."""
    address = urlsplit(settings.pages_url)
    opens = address.scheme == "https" or address.hostname in LOOPBACK
    return f"{settings.pages_url}{path}" if opens else ""


def add_pages(
    app: web.Application, settings: Settings, clock: Clock, use: UseCases, words: Renderer
) -> Watch:
    """Serve the page and what is behind it.

    Returns:
        What must run while pages are open.
    """
    watch, pages = Watch(use.watch_pages, clock), Pages(words)
    door = PageDoor(
        use=use,
        words=words,
        launch_of=partial(launch_of, settings.token.get_secret_value()),
        again=unless_stale,
        changed=watch.changed,
    )

    async def end(_: web.Application) -> None:
        watch.end()

    add_page_files(app, settings.pages_url)
    app.add_routes(PageCalls(door=door, pages=pages).routes())
    app.router.add_get(f"{PATH}/events", stream_of(watch, door.enter, door.turned_away))
    if settings.check_in_photographs:
        add_check_in(app, CheckInCalls(door, pages), settings.pages_url)
    app.on_shutdown.append(end)
    return watch


def launch_of(token: str, init_data: str) -> tuple[ChatId, Launch]:
    """Return whose account Telegram has signed, and its word.

    Raises:
        LaunchForged: it is not signed for this bot, or names nobody.
    """
    try:
        known = safe_parse_webapp_init_data(token, init_data)
    except (ValueError, TypeError) as error:  # the signature, or what is signed, is none
        raise LaunchForged from error
    if known.user is None:
        raise LaunchForged
    opened_at = known.auth_date.astimezone(UTC)
    return ChatId(known.user.id), Launch(data=init_data, opened_at=opened_at)
