"""Strict reading of what the bot sends: a field too many is refused, not passed over."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sandbox.zoom.fields import Field, Table
from sandbox.zoom.refusals import ZoomSaysNo

INVALID: Final = 300
TYPES: Final[Mapping[str, type]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def read_body(content_type: str, raw: bytes, table: Table) -> dict[str, Any]:
    """Read a JSON body and hold it against its table.

    Raises:
        ZoomSaysNo: 400 or 415, naming the first field that does not fit.
    """
    if content_type != "application/json":
        raise ZoomSaysNo(415, INVALID, f"Content type {content_type} is not supported.")
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise ZoomSaysNo(400, INVALID, "The request body is no valid JSON.") from error
    check(body, table)
    return dict(body)


def check(body: object, table: Table, *, at: str = "body") -> None:
    """Hold an object against a table.

    Raises:
        ZoomSaysNo: 400, naming the first field that does not fit.
    """
    if not isinstance(body, dict):
        raise ZoomSaysNo(400, INVALID, f"{at} must be an object.")
    for name in sorted(body.keys() - table.keys()):
        raise ZoomSaysNo(400, INVALID, f"{at}.{name} is unknown.")
    for name, field in table.items():
        if name in body:
            _check_value(body[name], field, f"{at}.{name}")
        elif field.required:
            raise ZoomSaysNo(400, INVALID, f"{at}.{name} is required.")


def check_query(query: Mapping[str, str], *allowed: str) -> None:
    """Refuse parameters of the address that the call does not have."""
    for name in sorted(set(query) - set(allowed)):
        raise ZoomSaysNo(400, INVALID, f"query.{name} is unknown.")


def _check_value(value: object, field: Field, at: str) -> None:
    fits = isinstance(value, TYPES[field.kind])
    if not fits or (field.kind == "integer" and isinstance(value, bool)):
        raise ZoomSaysNo(400, INVALID, f"{at} must be of type {field.kind}.")
    if isinstance(value, str | list) and field.longest and len(value) > field.longest:
        raise ZoomSaysNo(400, INVALID, f"{at} is longer than {field.longest}.")
    if field.one_of and value not in field.one_of:
        raise ZoomSaysNo(400, INVALID, f"{at} must be one of {field.one_of}.")
