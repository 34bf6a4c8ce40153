"""Things that are done one after the other, none of which may keep the others from being done."""

from collections.abc import Awaitable, Sequence

from exams.domain.refusals.base import Stale


class PartFailed(Exception):
    """Something could not be done, and everything else was.

    Attributes:
        causes: what went wrong, in order.
    """

    def __init__(self, causes: Sequence[Exception]) -> None:
        super().__init__(len(causes))
        self.causes = tuple(causes)

    @property
    def overtaken(self) -> bool:
        """Return whether nothing is wrong but that somebody was quicker: once more, at once."""
        return all(isinstance(cause, Stale) for cause in self.causes)


class Apart:
    """Does things, and keeps what went wrong until all of them had their turn."""

    def __init__(self) -> None:
        self._causes: list[Exception] = []

    async def do(self, work: Awaitable[object]) -> None:
        """Do one thing; whatever becomes of it, the next one may be done."""
        try:
            await work
        except PartFailed as failed:
            self._causes += failed.causes
        except Exception as error:  # noqa: BLE001 - `end` tells
            self._causes.append(error)

    @property
    def failed(self) -> bool:
        """Whether something could not be done."""
        return bool(self._causes)

    def end(self) -> None:
        """Say that everything had its turn.

        Raises:
            PartFailed: something could not be done.
        """
        if self._causes:
            raise PartFailed(self._causes) from self._causes[0]
