"""The university's own system, to which grades go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """One grade as the university's system is to have it.

    Attributes:
        key: names the line for ever: a line that comes twice has the same.
        exam: number of the exam.
        number: of the student, as the university numbers them.
        corrects: the points that stood before, None for a first grade.
    """

    key: str
    revision: int
    exam: int
    number: str
    name: str
    subject: str
    kind: str
    held_at: datetime
    points: int
    letter: str
    gpa: str
    final: int | None
    final_letter: str
    corrects: int | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAnswer:
    """What the university's system says about one line."""

    key: str
    recorded: bool
    reason: str = ""


class GradeSystemUnavailable(Exception):
    """The university's system does not take anything now; try again later.

    Attributes:
        reason: a code for the registrar: timeout, unreachable, refused, unreadable, folder.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GradeSystem(Protocol):
    """The university's own system, whichever it is."""

    async def send(self, lines: Sequence[GradeLine]) -> tuple[GradeAnswer, ...]:
        """Hand lines over and return those answers that come at once.

        Raises:
            GradeSystemUnavailable: nothing was taken, or nobody knows; all go again.
        """

    async def answers(self) -> tuple[GradeAnswer, ...]:
        """Return answers that have come since.

        Raises:
            GradeSystemUnavailable: they cannot be read now.
        """
