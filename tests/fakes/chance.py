"""Chance that falls the same way each time."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from bot.clock import ALPHABET

T = TypeVar("T")


class FixedChance:
    """A `Shuffler` whose draws look like chance and are the same in each run."""

    def __init__(self) -> None:
        self._draws = np.random.default_rng(9)

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return the items in an order that somebody can foresee."""
        return tuple(items[place] for place in self._draws.permutation(len(items)))

    def code(self, length: int) -> str:
        """Return `length` characters of the base32 alphabet."""
        return "".join(
            ALPHABET[place] for place in self._draws.integers(len(ALPHABET), size=length)
        )

    def secret(self, length: int) -> bytes:
        """Return `length` bytes."""
        return self._draws.bytes(length)
