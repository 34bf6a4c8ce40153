"""Where tables are kept that came from the university's own system."""

from collections.abc import Sequence
from typing import Protocol

from exams.domain.arrival import Arrival


class Arrivals(Protocol):
    """Tables that came by themselves."""

    async def get(self, arrival: int) -> Arrival | None:
        """Return one by its id."""

    async def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Return which of these have come before."""

    async def unanswered(self) -> tuple[Arrival, ...]:
        """Return those decided of which the system has not been told, the oldest first."""

    async def add(self, arrival: Arrival) -> Arrival:
        """Store a new one and return it with its id."""

    async def save(self, arrival: Arrival) -> None:
        """Write a changed one if its version is still the stored one."""
