"""Who compares faces."""

from typing import Protocol

from exams.domain.likeness import Comparison, Portrait


class FaceMatcher(Protocol):
    """Compares faces for the proctor, who decides; never blocks the event loop, keeps nothing."""

    async def look(self, picture: bytes) -> Portrait | None:
        """Measure the largest face of a picture.

        Returns:
            None if no package that can look at faces is installed.

        Raises:
            Refusal: the bytes are no picture we take; the refusals are those of
                exams.domain.verdict.
        """

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:
        """Compare the portrait of an identity document with a photograph of who is there.

        Returns:
            None if no package that can compare is installed: the proctor judges alone.

        Raises:
            Refusal: the bytes are no picture we take; the refusals are those of
                exams.domain.verdict.
        """
