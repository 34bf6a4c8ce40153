"""What all repositories share: a dataclass as a row, a faculty's part, coming too late."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, CursorResult, true
from sqlalchemy.exc import IntegrityError

from exams.domain.refusals.base import Stale

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

UNIQUE_CODES = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"})


def values_of(
    value: "DataclassInstance", *, without: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return a domain value's fields as a row's columns.

    Args:
        value: a dataclass.
        without: fields that lie in the row under other names.
    """
    return {name: getattr(value, name) for name in _names(type(value)) if name not in without}


@contextmanager
def first_come() -> Iterator[None]:
    """Turn a UNIQUE that somebody else has satisfied first into Stale.

    Other broken constraints are defects and stay what they are.
    """
    try:
        yield
    except IntegrityError as error:
        code = getattr(error.orig, "sqlite_errorname", getattr(error.orig, "sqlstate", None))
        if code in UNIQUE_CODES:
            raise Stale from error
        raise


def require_one(done: CursorResult[Any]) -> None:
    """Refuse a conditional write that found nothing to change.

    Raises:
        Stale: it did not.
    """
    if done.rowcount != 1:
        raise Stale


def new_id(done: CursorResult[Any]) -> Any:
    """Return the number which an INSERT gave its row."""
    key = done.inserted_primary_key
    return key[0] if key else None


@cache
def _names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def of_faculty(column: Any, faculty: str) -> ColumnElement[bool]:
    """Narrow to a faculty, and to what belongs to none."""
    return column.in_([faculty, ""]) if faculty else true()
