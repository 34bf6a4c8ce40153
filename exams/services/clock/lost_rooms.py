"""A room that somebody deleted at the conference service: noticed, and opened anew (D2)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.exam import ROOM_LOST, Exam
from exams.domain.ids import ExamId
from exams.domain.people import SYSTEM
from exams.ports.clock import Clock
from exams.ports.conferences import Conferences, ConferencesUnavailable, conference_of
from exams.records.unit import Units
from exams.services.conference import HALF_OPEN
from exams.services.keeping import keep_exam
from exams.services.members import links_noted
from exams.services.planning.invitations import LINKS_SENT, ROOM_MISSING

EVERY: Final = timedelta(seconds=30)
TOLD_LOST: Final = "told_lost"
"""The staff knows that their room went, and that there is no other one yet."""
DEAD_LINKS: Final = ("conference_link", "commission_link", "proctor_called")


@dataclass(slots=True)
class LostRooms:
    """Asks every half minute whether the room of an exam is still there.

    The service may not yet know a room that was made just now. So one is gone when two askings in
    a row say so.

    Attributes:
        asked_at: when each exam's room was asked for last.
        missed: the rooms that were not there then; lost at a restart, which costs an asking.
    """

    units: Units
    clock: Clock
    conferences: Conferences
    asked_at: dict[ExamId, datetime] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)

    async def __call__(self, exam: Exam) -> Exam:
        """Return the exam as it is now: without a room, if its room is gone.

        What was known of its links is forgotten in one transaction; opening it anew comes next,
        and is done by whoever finds the exam without a room, also after a crash.
        """
        now, room = self.clock.now(), exam.room
        last = self.asked_at.get(exam.id)
        if room is None or (last is not None and now - last < EVERY):
            return exam
        self.asked_at[exam.id] = now
        try:
            stands = await self.conferences.stands(conference_of(room))
        except ConferencesUnavailable:
            return exam  # nothing is known; links that are wanted meanwhile are asked for anyway
        if stands:
            self.missed.discard(room.id)
            return exam
        if room.id not in self.missed:
            self.missed.add(room.id)
            return exam
        self.missed.discard(room.id)
        return await self._lost(exam, now)

    async def _lost(self, exam: Exam, now: datetime) -> Exam:
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id) or exam
            if stored.room is None or stored.room != exam.room:
                return stored  # since it was read it was moved
            dead = {LINKS_SENT, HALF_OPEN, TOLD_LOST} | links_noted(stored)
            after = stored.lose_room(frozenset(dead))
            # Of this room the staff hears once there is none instead, not that it is not open yet.
            after = replace(after, done=after.done | {ROOM_MISSING})
            facts = {"room": stored.room.id}
            kept = await keep_exam(unit, SYSTEM, stored, after, ROOM_LOST, at=now, facts=facts)
            for attempt in await unit.attempts.of_exam(exam.id):
                if attempt.link is not None or attempt.registrant is not None:
                    await unit.attempts.save(replace(attempt, link=None, registrant=None))
            await unit.outbox.drop(exam.id, kinds=DEAD_LINKS)
            await unit.commit()
        return kept
