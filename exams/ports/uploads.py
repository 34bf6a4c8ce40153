"""Who makes plain pictures of what anybody may have sent."""

from typing import Protocol


class PageReader(Protocol):
    """Makes plain pictures of what anybody may have sent; never blocks the event loop."""

    async def pages(self, upload: bytes) -> tuple[bytes, ...]:
        """Return each page as a JPEG that carries nothing but pixels.

        Raises:
            Refusal: the bytes are no picture and no PDF we take, or more than we take; the
                refusals are those of exams.domain.refusals.pictures.
        """
