"""The computer's clock and its source of chance."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar

T = TypeVar("T")

ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # base32, RFC 4648: no 0/O, no 1/I


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the present moment, aware, UTC."""
        return datetime.now(UTC)


class SystemShuffler:
    """Chance from the operating system, which nobody can foresee."""

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return the items in an order in which each is as likely as any other."""
        cards = list(items)
        for last in range(len(cards) - 1, 0, -1):
            other = secrets.randbelow(last + 1)
            cards[last], cards[other] = cards[other], cards[last]
        return tuple(cards)

    def code(self, length: int) -> str:
        """Return `length` characters of the base32 alphabet."""
        return "".join(secrets.choice(ALPHABET) for _ in range(length))

    def secret(self, length: int) -> bytes:
        """Return `length` bytes."""
        return secrets.token_bytes(length)
