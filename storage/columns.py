"""Column types: how the exam's values lie in the database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=Enum)

MICROSECOND = timedelta(microseconds=1)


class Utc(TypeDecorator[datetime]):
    """A moment; SQLite drops the zone, so it is put back, and a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment of any zone into UTC.

        Raises:
            ValueError: a moment without a zone.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Span(TypeDecorator[timedelta]):
    """A length of time, as whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Return microseconds."""
        del dialect
        return None if value is None else value // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """Return the length of time."""
        del dialect
        return None if value is None else timedelta(microseconds=value)


class Named(TypeDecorator[E], Generic[E]):
    """A member of an enumeration, by its value; an unknown value is refused when read."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Return the member's value."""
        del dialect
        return None if value is None else str(value.value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Return the member."""
        del dialect
        return None if value is None else self.kind(value)


class NamedSet(TypeDecorator[frozenset[E]], Generic[E]):
    """Members of an enumeration, in one text with a space before and behind each."""

    impl = String(200)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Iterable[E] | None, dialect: Dialect) -> str | None:
        """Return the members' values."""
        del dialect
        if value is None:
            return None
        return "".join(f" {name} " for name in sorted(str(member.value) for member in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[E] | None:
        """Return the members."""
        del dialect
        return None if value is None else _members(self.kind, value)


@cache  # the few sets there are come in every row
def _members(kind: type[E], names: str) -> frozenset[E]:
    return frozenset(kind(name) for name in names.split())


class Items(TypeDecorator[tuple[Any, ...]]):
    """A few numbers or words, in order, as a JSON list; nothing is NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Any, ...] | None, dialect: Dialect
    ) -> list[Any] | None:
        """Return a list."""
        del dialect
        return None if value is None else list(value)

    def process_result_value(
        self, value: list[Any] | None, dialect: Dialect
    ) -> tuple[Any, ...] | None:
        """Return a tuple."""
        del dialect
        return None if value is None else tuple(value)
