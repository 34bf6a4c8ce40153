"""Who is in the conference, by its events: by registrant, never by display name (B5)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain import checking_in, interruptions
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, Act, Stage
from exams.domain.exam import ExamStage
from exams.domain.interruptions import SELF_RETURN
from exams.domain.people import SYSTEM, Role
from exams.ports.clock import Clock
from exams.ports.conferences import ConferenceEvent, PresenceKind
from exams.records.unit import Unit, Units
from exams.services.cards import tell
from exams.services.doors import Seat, keep
from exams.services.room.trouble import alert_staff
from exams.services.writing.tickets import welcome_back

LIVE: Final = (ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED)


@dataclass(frozen=True, slots=True)
class NotePresence:
    """The conference service reported that somebody joined or left."""

    units: Units
    clock: Clock

    async def __call__(self, event: ConferenceEvent) -> None:
        """Note it in the attempt; joining in time also checks in. Unknown people are ignored."""
        if event.registrant is None or event.kind is PresenceKind.ENDED:
            return
        async with self.units() as unit:
            exams = await unit.exams.in_stages((ExamStage.PUBLISHED, *LIVE))
            exam = next((e for e in exams if e.room and e.room.id == event.conference), None)
            if exam is None:
                return
            attempt = await unit.attempts.by_registrant(exam.id, event.registrant)
            student = await unit.people.get(attempt.student_id) if attempt else None
            if attempt is None or student is None:
                return
            held = frozenset({Role.SYSTEM})
            seat = Seat(actor=SYSTEM, exam=exam, attempt=attempt, student=student, held=held)
            joined = event.kind is PresenceKind.JOINED
            if joined == attempt.present or await _overtaken(unit, attempt, event):
                return
            moved = attempt.joined() if joined else attempt.left(at=event.at)
            moved = await keep(
                unit,
                seat,
                moved,
                event.kind.value,
                at=self.clock.now(),
                reason=event.key,
                facts={"at": event.at.isoformat()},
            )
            if joined and moved.stage is Stage.INVITED:
                seat, now = replace(seat, attempt=moved), self.clock.now()
                if exam.checkin_opens_at <= now < exam.checkin_closes_at:
                    arrived = checking_in.check_in(moved, exam, held, at=now)
                    await keep(unit, seat, arrived, Act.CHECK_IN.value, at=now)
            if joined and moved.stage is Stage.INTERRUPTED:
                await self._bring_back(unit, replace(seat, attempt=moved))
            if not joined and moved.stage in ACTIVE:
                await alert_staff(unit, seat, "left", clock=self.clock, key=event.key)
            await unit.commit()

    async def _bring_back(self, unit: Unit, seat: Seat) -> None:
        """Let a student who rejoins within five minutes go on; later the proctor decides."""
        now = self.clock.now()
        since = seat.attempt.interrupted_at or now
        if now - since > SELF_RETURN:
            key = f"waits:{seat.attempt.version}"
            await alert_staff(unit, seat, "back", clock=self.clock, key=key)
            return
        back = interruptions.come_back(
            seat.attempt, frozenset({Role.STUDENT}), at=now, counted=False
        )
        after = await keep(unit, seat, back, Act.RETURN.value, at=now, reason="rejoined")
        await tell(unit, seat, welcome_back(seat, after, clock=self.clock), key=f"{after.version}")
        await alert_staff(unit, seat, "back", clock=self.clock, key=str(after.version))


async def _overtaken(unit: Unit, attempt: Attempt, event: ConferenceEvent) -> bool:
    """Return whether the student did the opposite later, as the service's own time tells.

    Events come twice and out of order; an old one must not put anybody out of the room.
    """
    if event.kind is PresenceKind.JOINED and attempt.left_at is None:
        return False  # the first time; spares reading the log while everybody comes at once
    opposite = {PresenceKind.JOINED: PresenceKind.LEFT, PresenceKind.LEFT: PresenceKind.JOINED}
    moments = [
        datetime.fromisoformat(str(past.facts["at"]))
        for past in await unit.events.of(attempt.exam_id)
        if past.attempt_id == attempt.id and past.act == opposite[event.kind].value
    ]
    return bool(moments) and event.at < moments[-1]
