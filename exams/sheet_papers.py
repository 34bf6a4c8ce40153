"""What the rules need to show sheets as an examiner wants them, as a protocol."""

from typing import Protocol


class PageTurner(Protocol):
    """Turns pages; never blocks the event loop."""

    async def turned(self, page: bytes, quarters: int) -> bytes:
        """Return a JPEG page turned clockwise by so many quarters, from 1 to 3.

        Raises:
            Refusal: it cannot be done now; the refusal is one of exams.domain.verdict.
        """
