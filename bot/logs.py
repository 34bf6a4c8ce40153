"""The log: events with ids, as JSON lines or for a terminal, and never a secret."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

HIDDEN: Final = "***"

TOKEN: Final = re.compile(r"\d{3,}:[A-Za-z0-9_-]{8,}")
"""A Telegram token: the bot's id, a colon, and the secret."""

NOISY: Final = (
    "aiogram",
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "urllib3",
    "PIL",
)
"""Libraries whose everyday lines say nothing of an exam, some of them with texts of people."""


class Scrubber:
    """Takes tokens and known secrets out of whatever is about to be written."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        self._secrets = tuple(sorted(filter(None, secrets), key=len, reverse=True))

    def text(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, text)

    def value(self, value: object) -> object:
        """Return a logged value without secrets, looking into containers."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.value(key): self.value(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.value(item) for item in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return self.text(str(value))

    def __call__(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Scrub one event, as structlog calls it."""
        return {key: self.value(value) for key, value in event.items()}


def configure(
    *,
    level: str = "INFO",
    as_json: bool = False,
    secrets: tuple[str, ...] = (),
    stream: TextIO | None = None,
) -> None:
    """Send all logging of the process through one formatter.

    Exceptions are written with their traceback but scrubbed, `extra` fields become fields of
    the event, and what `structlog.contextvars` holds (update, person, exam) is added.

    Args:
        level: of our own messages; libraries speak from WARNING on.
        as_json: one JSON object a line, else coloured lines.
        secrets: never written, whatever happens.
        stream: where to, standard error by default.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=(stream or sys.stderr).isatty(),
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            Scrubber(secrets),
            rendering,
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for library in NOISY:
        logging.getLogger(library).setLevel(logging.WARNING)
