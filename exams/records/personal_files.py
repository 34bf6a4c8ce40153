"""What is kept of the files that show an exam's people, so that all of them can be erased."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import AttemptId, Digest, ExamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What an exam holds of its people.

    Attributes:
        works: the attempts with a sheet or a voice note.
        sheets: photographed pages, those asked for again included.
        voices: voice notes.
        files: photographs, pages, and what was made of them; only those to which nothing
            outside the exams asked about refers.
    """

    works: tuple[AttemptId, ...]
    sheets: int
    voices: int
    files: frozenset[Digest]


class PersonalFiles(Protocol):
    """Files that show people, by exam."""

    async def note(self, exam: ExamId, made: Iterable[Digest]) -> None:
        """Keep in mind what was made of an exam's sheets; noted already changes nothing."""

    async def noted(self, exam: ExamId, made: Iterable[Digest]) -> bool:
        """Return whether all of this is noted."""

    async def withdraw(self, exam: ExamId, *, at: datetime) -> None:
        """Write that an exam's sheets are erased, and forget what was measured of its people."""

    async def held(self, exams: Sequence[ExamId]) -> Mapping[ExamId, Held]:
        """Return what exams hold that are to be erased together."""

    async def forget(self, exam: ExamId) -> None:
        """Forget the names of an exam's files: they are deleted."""
