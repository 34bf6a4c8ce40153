"""How a notice waits in the outbox: as JSON, by the name of its text."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from exams.notices import ALL
from exams.notices.base import Notice


class Unreadable(Exception):
    """A stored notice is of a kind or a shape which this release does not know."""


def written(notice: Notice) -> str:
    """Return a notice as JSON."""
    return _adapter(notice.template).dump_json(notice).decode()


def read(template: str, text: str) -> Notice:
    """Return the notice which was written.

    Raises:
        Unreadable: the template is gone, or its fields have changed.
    """
    try:
        notice: Notice = _adapter(template).validate_json(text)
    except (KeyError, ValidationError) as error:
        raise Unreadable(template) from error
    return notice


@cache
def _adapter(template: str) -> TypeAdapter[Any]:
    # Made at first use: all of them together cost a second of start-up.
    return TypeAdapter(ALL[template])
