"""The page of a computer test, as the bot's process serves it."""

from datetime import UTC
from urllib.parse import urlsplit

from aiogram.utils.web_app import safe_parse_webapp_init_data
from pydantic import ValidationError

from bot.settings import Settings
from exams.domain.ids import ChatId
from exams.domain.page_refusals import LaunchForged
from exams.services.pages.door import Launch

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PATH = "/test"


def test_page(settings: Settings) -> str:
    """Return where tests are sat as pages: Telegram opens https alone, and this computer's own."""
    address = urlsplit(settings.pages_url)
    opens = address.scheme == "https" or address.hostname in LOOPBACK
    return f"{settings.pages_url}{PATH}" if opens else ""


def launch_of(token: str, init_data: str) -> tuple[ChatId, Launch]:
    """Return whose account Telegram has signed, and its word.

    Raises:
        LaunchForged: it is not signed for this bot, or names nobody.
    """
    try:
        known = safe_parse_webapp_init_data(token, init_data)
    except (ValueError, ValidationError) as error:
        raise LaunchForged from error
    if known.user is None:
        raise LaunchForged
    opened_at = known.auth_date.astimezone(UTC)
    return ChatId(known.user.id), Launch(data=init_data, opened_at=opened_at)
