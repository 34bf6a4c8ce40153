"""What is known of photographs at checking in."""

from typing import Protocol

from exams.domain.ids import AttemptId
from exams.domain.photographs import Photographs


class PhotographRows(Protocol):
    """What is known of photographs at checking in; the pictures are nowhere."""

    async def of(self, attempt: AttemptId) -> Photographs | None:
        """Return what is known of a student's photographs."""

    async def add(self, known: Photographs) -> None:
        """Store a first consent."""

    async def save(self, known: Photographs) -> None:
        """Write a change if its version is still the stored one."""
