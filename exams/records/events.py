"""The event log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.log import Event, Fact
from exams.domain.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event before it takes its place in the chain; fields as in `log.Event`."""

    exam_id: ExamId
    at: datetime
    actor: PersonId
    role: Role
    act: str
    sent_at: datetime | None = None
    attempt_id: AttemptId | None = None
    before: str = ""
    after: str = ""
    reason: str = ""
    facts: Mapping[str, Fact] | None = None


class Events(Protocol):
    """The event log."""

    async def append(self, happening: Happening) -> Event:
        """Chain an event to the last one of its exam."""

    async def append_all(self, happenings: Sequence[Happening]) -> None:
        """Chain several events of one exam, in this order, at once."""

    async def of(self, exam: ExamId) -> tuple[Event, ...]:
        """Return an exam's events as they are stored, by row."""

    async def of_attempt(
        self, exam: ExamId, attempt: AttemptId, acts: Collection[str] | None = None
    ) -> tuple[Event, ...]:
        """Return the events of an attempt, by row; only these acts, where they are named."""

    async def by(self, exam: ExamId, actor: PersonId, act: str) -> tuple[Event, ...]:
        """Return the events of an exam by which somebody did this, by row."""

    async def last(self, exam: ExamId, act: str) -> Event | None:
        """Return the event of an exam by which this act was done last."""

    async def count(self, exam: ExamId, acts: Collection[str]) -> int:
        """Return how often these acts were done in an exam."""

    async def exams(self) -> tuple[ExamId, ...]:
        """Return every chain there is; 0 is the university's own."""

    async def head(self, exam: ExamId) -> tuple[int, str] | None:
        """Return sequence and hash noted, outside the chain, as the last."""
