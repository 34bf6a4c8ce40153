"""How Telegram says no to a bot."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One refusal, as the sandbox keeps it.

    Attributes:
        method: what was called.
        code: Telegram's error code.
        description: Telegram's words.
    """

    method: str
    code: int
    description: str


class Refused(Exception):
    """The request is answered ``{"ok": false, ...}``.

    Attributes:
        code: Telegram's error code, also the HTTP status.
        description: what stands in the answer.
        parameters: `retry_after` or `migrate_to_chat_id`.
    """

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refused:
    """Return a 400 with Telegram's usual beginning."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """Return a 403 with Telegram's usual beginning."""
    return Refused(403, f"Forbidden: {reason}")
