"""How long Zoom asks us to wait, and whether waiting is worth while."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from zoom_integration.errors import DailyLimitReached, ZoomBusy


def wait_asked(value: str | None, *, now: datetime) -> float | None:
    """Read a Retry-After header as seconds from now, never negative.

    Args:
        value: a number of seconds, an HTTP date or an ISO date; Zoom sends all three.
        now: aware.

    Returns:
        None when the header is missing or cannot be read.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isdecimal():
        return float(text)
    moment = _moment(text)
    if moment is None:
        return None
    return max(0.0, (moment - now).total_seconds())


def too_many(
    headers: Mapping[str, str], message: str, *, now: datetime
) -> ZoomBusy | DailyLimitReached:
    """Tell a burst, which passes, from a spent day by an answer with status 429."""
    wait = wait_asked(headers.get("Retry-After"), now=now)
    kind = headers.get("X-RateLimit-Type", "")
    if "daily" in kind.lower() or "daily" in message.lower():
        return DailyLimitReached(retry_after=wait)
    return ZoomBusy(retry_after=wait)


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
