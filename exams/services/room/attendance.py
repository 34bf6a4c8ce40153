"""Who is in the conference, asked of the service itself: its events may get lost (B5).

Of two accounts that differ the service's is true, but not at once: its list is some seconds
behind its events. So a student is moved only when two looks in a row say the same.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.ports.clock import Clock
from exams.ports.conferences import (
    ConferenceEvent,
    Conferences,
    ConferencesUnavailable,
    PresenceKind,
    conference_of,
)
from exams.records.unit import Units
from exams.services.room.presence import NotePresence

EVERY: Final = timedelta(seconds=60)
WATCHED: Final = frozenset({ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED})

Doubt = tuple[str, PresenceKind]
"""Of whom the service tells another thing than we have noted, and what."""


@dataclass(slots=True)
class Attendance:
    """Looks every minute who is in the rooms of exams, and notes what no event told.

    Attributes:
        looked_at: when each exam's room was looked into last.
        not_before: until when the service asks to be left alone about who is inside.
        doubts: where that look differed from what is noted; lost at a restart, which costs a look.
    """

    units: Units
    clock: Clock
    conferences: Conferences
    note: NotePresence
    looked_at: dict[ExamId, datetime] = field(default_factory=dict)
    not_before: datetime | None = None
    doubts: dict[ExamId, frozenset[Doubt]] = field(default_factory=dict)

    async def __call__(self, exam: Exam) -> None:
        """Look into the room of an exam, if it is time to.

        A service that cannot tell leaves everything as its events have it; if it asks to wait,
        no room is looked into before.
        """
        now = self.clock.now()
        last = self.looked_at.get(exam.id)
        if exam.room is None or exam.stage not in WATCHED:
            return
        if last is not None and now - last < EVERY:
            return
        if self.not_before is not None and now < self.not_before:
            return
        self.looked_at[exam.id] = now
        before = self.doubts.pop(exam.id, frozenset())
        try:
            inside = await self.conferences.present(conference_of(exam.room))
        except ConferencesUnavailable as unavailable:
            self.not_before = now + timedelta(seconds=unavailable.retry_after or 0)
            return
        doubts = await self._compare(exam, inside)
        sure = doubts & before
        self.doubts[exam.id] = doubts - sure  # what is noted now is no doubt any more
        for registrant, kind in sorted(sure, key=str):
            await self.note(
                ConferenceEvent(
                    key=f"seen:{now.timestamp():.0f}",
                    kind=kind,
                    conference=exam.room.id,
                    registrant=registrant,
                    at=now,
                )
            )

    async def _compare(self, exam: Exam, inside: frozenset[str]) -> frozenset[Doubt]:
        """Return who is noted otherwise than the service tells.

        An empty list puts nobody out: a room that cannot be seen looks like one without people.
        """
        async with self.units.reading() as unit:
            attempts = await unit.attempts.of_exam(exam.id)
        doubts: set[Doubt] = set()
        for attempt in attempts:
            if attempt.registrant is None:
                continue
            if attempt.registrant in inside and not attempt.present:
                doubts.add((attempt.registrant, PresenceKind.JOINED))
            elif attempt.present and inside and attempt.registrant not in inside:
                doubts.add((attempt.registrant, PresenceKind.LEFT))
        return frozenset(doubts)
