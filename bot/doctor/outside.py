"""What is asked of others: Telegram, Zoom."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp

from bot.clock import SystemClock
from bot.doctor.finding import Finding
from bot.settings import PREFIX, Settings
from exams.ports.conferences import ConferencesUnavailable

SKEW: Final = 5.0  # seconds by which our clock may differ from Telegram's
TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


async def telegram(settings: Settings) -> list[Finding]:
    """Ask Telegram who we are, what time it is, and how the webhook does."""
    token = settings.token.get_secret_value()
    if not token:
        return []
    address = f"{settings.telegram_url}/bot{token}"
    asked = SystemClock().now()
    try:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            async with session.get(f"{address}/getMe") as response:
                answer, date = await response.json(content_type=None), response.headers.get("Date")
                clock = _clock(date, asked, SystemClock().now())
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
    return [me, clock, _webhook(settings, webhook.get("result") or {})]


def _clock(date: str | None, asked: datetime, answered: datetime) -> Finding:
    """Compare the clocks; a slow answer is no wrong clock."""
    told = parsedate_to_datetime(date).astimezone(UTC) if date else asked
    skew = max((asked - told).total_seconds(), (told - answered).total_seconds(), 0.0)
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


async def conferences(settings: Settings) -> Finding:
    """Ask Zoom for its hosts, or look for the one standing link."""
    from bot.conferences import zoom_client  # noqa: PLC0415 - only who has Zoom needs its client
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
