"""Things that are done one after the other, none of which may keep the others from being done."""

from collections.abc import Awaitable

from exams.domain.refusals.base import Stale


class PartFailed(Exception):
    """Something could not be done, and everything else was; the cause says what it was."""


class Apart:
    """Does things, and keeps what went wrong until all of them had their turn."""

    def __init__(self) -> None:
        self._first: Exception | None = None

    async def do(self, work: Awaitable[object]) -> None:
        """Do one thing; whatever becomes of it, the next one may be done."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - `end` tells
            if self._first is None or isinstance(error, Stale):
                self._first = error

    def end(self) -> None:
        """Say that everything had its turn.

        Raises:
            Stale: somebody was quicker; once more, and at once.
            PartFailed: something could not be done.
        """
        if isinstance(self._first, Stale):
            raise self._first
        if self._first is not None:
            raise PartFailed from self._first
