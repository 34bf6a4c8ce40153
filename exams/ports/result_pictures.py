"""The port that draws a group's results as one picture."""

from typing import Protocol

from exams.domain.people import Locale
from exams.notices.results import GroupResults


class ResultPictures(Protocol):
    """Draws results for a group's chat; never blocks the event loop."""

    async def draw(self, results: GroupResults, locale: Locale) -> bytes:
        """Return a PNG with every line whole, readable on a phone in a light or a dark chat."""
