"""The source of chance."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Shuffler(Protocol):
    """The source of chance: card order, codes, seeds."""

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return the items in an order nobody can foresee."""

    def code(self, length: int) -> str:
        """Return `length` characters of the base32 alphabet, unguessable."""

    def secret(self, length: int) -> bytes:
        """Return `length` bytes, unguessable."""
