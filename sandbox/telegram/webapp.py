"""What a Mini App is handed at its launch, signed as Telegram documents it."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A Mini App as the person's phone opens it.

    Attributes:
        url: the app's address with the launch parameters in its fragment.
        init_data: the signed query string, Telegram's `initData`.
        query_id: what the bot may answer with answerWebAppQuery; None where there is nothing.
    """

    url: str
    init_data: str
    query_id: str | None


def sign(token: str, fields: Mapping[str, str]) -> str:
    """Return the fields as a query string with the hash that proves them.

    Source:
        Telegram, "Mini Apps", validating data received via the Mini App: HMAC-SHA-256 of
        the sorted lines, keyed by HMAC-SHA-256 of the token with the key "WebAppData".
    """
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    proof = hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": proof}, quote_via=quote)


def launch(
    token: str, url: str, user: Mapping[str, Any], *, at: int, with_query: bool, start: str = ""
) -> Launch:
    """Open a Mini App.

    Args:
        token: the bot's.
        url: the app's address as the button has it.
        user: id and names of the person.
        at: Unix time of the launch.
        with_query: whether the bot may answer, as from inline buttons and the menu.
        start: the start parameter of a direct link, if any.
    """
    fields = {"user": json.dumps(user, ensure_ascii=False, separators=(",", ":"))}
    query_id = f"AAF{secrets.token_urlsafe(12)}" if with_query else None
    if query_id:
        fields["query_id"] = query_id
    if start:
        fields["start_param"] = start
    fields["auth_date"] = str(at)
    init_data = sign(token, fields)
    parameters = urlencode(
        {"tgWebAppData": init_data, "tgWebAppVersion": "9.0", "tgWebAppPlatform": "web"},
        quote_via=quote,
    )
    joint = "&" if "#" in url else "#"
    return Launch(url=f"{url}{joint}{parameters}", init_data=init_data, query_id=query_id)
