"""Where and when connections broke."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import ExamId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """A student who lost the connection, or who wrote to the dean of an outage.

    Attributes:
        region: of the student, as the roster has it.
        exam: in which it happened.
    """

    student: PersonId
    region: str
    exam: ExamId


class Outages(Protocol):
    """Where and when connections broke, in all exams."""

    async def cut_off(self, since: datetime, until: datetime) -> tuple[CutOff, ...]:
        """Return who lost the connection in an exam in this time, once for each interruption."""

    async def applied(self, since: datetime, until: datetime) -> tuple[CutOff, ...]:
        """Return who wrote to the dean of a power cut or no Internet that began in this time."""
