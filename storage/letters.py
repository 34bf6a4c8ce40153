"""How an envelope lies in a row of the outbox; its notice is JSON, by the name of its text."""

from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from exams.domain.delivery import Priority
from exams.notices import ALL
from exams.notices.base import Notice
from exams.records.outbox import Delivery, Envelope
from storage.rows import values_of

AT_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""In `due_at` for an envelope without one, so that what may go now is one comparison."""

ENVELOPE: Final = ("priority", "slot", "fresh", "due_at", "after_crash", "exam_id", "attempt_id")


class Unreadable(Exception):
    """A stored notice is of a kind or a shape which this release does not know."""


def columns_of(envelope: Envelope) -> dict[str, Any]:
    """Return an envelope as the columns of a row."""
    values = values_of(envelope, without=frozenset({"notice", "to", "chat"}))
    return values | {
        "template": envelope.notice.template,
        "notice": _adapter(envelope.notice.template).dump_json(envelope.notice).decode(),
        "person_id": envelope.to,
        "group_id": envelope.chat,
        "due_at": envelope.due_at or AT_ONCE,
    }


def delivery_of(row: Any) -> Delivery:
    """Return what a row of the outbox holds.

    Raises:
        Unreadable: its notice is of another release.
    """
    values = {name: row[name] for name in ENVELOPE}
    values["priority"] = Priority(values["priority"])
    if values["due_at"] == AT_ONCE:
        values["due_at"] = None
    envelope = Envelope(
        notice=_read(row["template"], row["notice"]),
        to=row["person_id"],
        chat=row["group_id"],
        key=row["key"],
        **values,
    )
    return Delivery(
        id=row["id"],
        envelope=envelope,
        state=row["state"],
        fence=row["fence"],
        repeated=row["repeated"],
        tries=row["tries"],
        out=row["out"] or (),
    )


def _read(template: str, text: str) -> Notice:
    try:
        notice: Notice = _adapter(template).validate_json(text)
    except (KeyError, ValidationError) as error:
        raise Unreadable(template) from error
    return notice


@cache
def _adapter(template: str) -> TypeAdapter[Any]:
    # Made at first use: all of them together cost a second of start-up.
    return TypeAdapter(ALL[template])
