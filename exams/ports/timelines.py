"""Who draws how an oral exam runs."""

from collections.abc import Sequence
from typing import Protocol

from exams.domain.oral import Lane
from exams.domain.people import Locale


class Timelines(Protocol):
    """Draws how an oral exam runs; never blocks the event loop."""

    async def draw(
        self, instruction: Sequence[Lane], equal: Sequence[Lane], locale: Locale
    ) -> bytes:
        """Return a PNG with both ways, on the same scale, in the reader's language."""
