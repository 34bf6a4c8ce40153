"""Files with banks of questions, and their pictures."""

from collections.abc import Callable, Sequence
from typing import Protocol

from exams.domain.drafts import DraftBank
from exams.domain.refusals.base import Refusal

Progress = Callable[[float], None]
"""Is told how much is done, from 0 to 1; from any thread."""


def unseen(_: float) -> None:
    """Stand where nobody watches the progress."""


class QuestionFiles(Protocol):
    """Reads banks of questions; never blocks the event loop."""

    async def read(self, data: bytes, progress: Progress = unseen) -> DraftBank | None:
        """Return the questions of a GIFT, Aiken, Moodle XML or QTI file, or of a table.

        Returns:
            None: the file holds no questions of any kind we know; it may be another table.

        Raises:
            BankBroken, BankUnsafe, BankTooLarge, BankEmpty: it is a bank, and cannot be taken.
        """

    async def template(self) -> bytes:
        """Return an XLSX for questions to fill in."""


class QuestionPictures(Protocol):
    """Looks at the untrusted pictures of questions; never blocks the event loop."""

    async def joined(
        self, sets: Sequence[Sequence[bytes]], progress: Progress = unseen
    ) -> tuple[bytes | Refusal, ...]:
        """Return each set as one JPEG of all its pictures, or why one cannot be taken.

        The refusals are those of exams.domain.refusals.pictures.
        """
