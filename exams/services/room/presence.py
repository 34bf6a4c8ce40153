"""Who is in the conference, by its events: by registrant, never by display name (B5)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from exams.domain import checking_in, interruptions
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, Act, Stage
from exams.domain.exam import ExamStage
from exams.domain.interruptions import SELF_RETURN
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Role
from exams.ports.clock import Clock
from exams.ports.conferences import ConferenceEvent, PresenceKind
from exams.records.unit import Unit, Units
from exams.services.cards import tell
from exams.services.doors import Seat, keep, note
from exams.services.room.trouble import alert_staff
from exams.services.writing.tickets import welcome_back

LIVE: Final = (ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED)


@dataclass(frozen=True, slots=True)
class NotePresence:
    """The conference service reported that somebody joined or left."""

    units: Units
    clock: Clock

    async def __call__(self, event: ConferenceEvent) -> None:
        """Note it in the attempt; joining in time also checks in. Unknown people are ignored.

        Events come twice and out of order: what is older than what is known moves nobody, and
        only stands in the log.
        """
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
            match await _news(unit, attempt, event):
                case News.NONE:
                    return
                case News.LATE:
                    await note(unit, seat, event.kind.value, at=self.clock.now(), **_said(event))
                    await unit.commit()
                    return
            moved = attempt.joined() if joined else attempt.left(at=event.at)
            act = event.kind.value
            moved = await keep(unit, seat, moved, act, at=self.clock.now(), **_said(event))
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


class News(Enum):
    """What an event tells that was not known."""

    NONE = "none"
    LATE = "late"
    """It happened, and something later is known."""
    NOW = "now"


async def _news(unit: Unit, attempt: Attempt, event: ConferenceEvent) -> News:
    """Return what an event changes, by the service's own time of what is known already."""
    joined = event.kind is PresenceKind.JOINED
    if joined and attempt.present:
        return News.NONE
    if not attempt.present and attempt.left_at is None:
        return News.NOW  # the first time; spares reading the log while everybody comes at once
    acts = {kind.value for kind in (PresenceKind.JOINED, PresenceKind.LEFT)}
    past = [
        one
        for one in await unit.events.of(attempt.exam_id)
        if one.attempt_id == attempt.id and one.act in acts
    ]
    if any(one.reason == event.key for one in past):
        return News.NONE
    opposite = PresenceKind.LEFT if joined else PresenceKind.JOINED
    turned = attempt.present is not joined
    other = (opposite if turned else event.kind).value
    last = max((_moment(one) for one in past if one.act == other), default=None)
    if turned and (last is None or event.at >= last):
        return News.NOW
    newer = not turned and (last is None or event.at > last)
    return News.LATE if joined or newer else News.NONE


def _moment(event: Event) -> datetime:
    return datetime.fromisoformat(str(event.facts["at"]))


def _said(event: ConferenceEvent) -> dict[str, Any]:
    return {"reason": event.key, "facts": {"at": event.at.isoformat()}}
