"""The bot was away while an exam ran: the chief may give everybody that time (edge cases)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from exams.domain import interruptions
from exams.domain.attempt_table import Stage
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, ExamStage
from exams.domain.ids import ExamId
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.people import Unknown
from exams.notices.chief import DowntimeFound
from exams.notices.trouble import Done
from exams.notices.writing import ExtraTime
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.cards import deadline_of
from exams.services.doors import room, seats_for
from exams.services.keeping import keep
from exams.services.telling import tell

BEAT_EVERY: Final = timedelta(seconds=10)
WORTH_TELLING: Final = timedelta(minutes=1)  # of being away
FOUND: Final = "downtime"
CREDITED: Final = "credit_downtime"
REASON: Final = "technical"
CREDITABLE: Final = frozenset({Stage.WRITING, Stage.PENS_DOWN, Stage.UPLOADING, Stage.RESHOOT})
"""Who lost time by it; a pause stood anyway, and each interruption is decided by itself."""


@dataclass(slots=True)
class Pulse:
    """Notes every few seconds that the bot is there; after a restart it tells how long it was not.

    Attributes:
        beaten_at: when it was noted last by this process.
    """

    units: Units
    clock: Clock
    beaten_at: datetime | None = None

    async def __call__(self, running: list[Exam]) -> None:
        """Note it while an exam runs; the first time, look how long nobody noted it."""
        now = self.clock.now()
        if not running or (self.beaten_at is not None and now - self.beaten_at < BEAT_EVERY):
            return
        async with self.units() as unit:
            last = await unit.pulse.last() if self.beaten_at is None else None
            for exam in running:
                if last is not None:
                    await _tell_of(unit, exam, max(last, exam.began_at or now), now)
            await unit.pulse.beat(now)
            await unit.commit()
        self.beaten_at = now


async def _tell_of(unit: Unit, exam: Exam, since: datetime, now: datetime) -> None:
    if now - since < WORTH_TELLING or exam.stage is not ExamStage.RUNNING or exam.chief is None:
        return
    facts = {"since": since.isoformat(), "until": now.isoformat()}
    await unit.events.append(
        Happening(
            exam_id=exam.id, at=now, actor=SYSTEM.id, role=Role.SYSTEM, act=FOUND, facts=facts
        )
    )
    notice = DowntimeFound(
        exam=exam.id, subject=exam.subject, since=since, until=now, minutes=minutes(now - since)
    )
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=exam.chief,
            key=f"{FOUND}:{exam.id}:{now.timestamp()}",
            priority=Priority.LINK,
            exam_id=exam.id,
        )
    )


def minutes(time: timedelta) -> int:
    """Return whole minutes, rounded up for the student."""
    return -(-int(time.total_seconds()) // 60)


@dataclass(frozen=True, slots=True)
class CreditDowntime:
    """The chief proctor gives everybody the time in which the bot was away."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> Done:
        """Add it to every running clock and open window; a second tap changes nothing.

        Raises:
            NotAllowed: not the chief proctor of this exam.
            Unknown: the bot was never away.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, Role.CHIEF)
            told = [e for e in await unit.events.of(exam) if e.act in {FOUND, CREDITED}]
            if not told:
                raise Unknown
            if told[-1].act == FOUND:
                await self._credit(unit, actor, found, told[-1], now)
                await unit.commit()
        return Done(what="downtime_credited")

    async def _credit(
        self, unit: Unit, actor: Actor, exam: Exam, event: Event, now: datetime
    ) -> None:
        since, until = (datetime.fromisoformat(str(event.facts[f])) for f in ("since", "until"))
        lost = timedelta(minutes=minutes(until - since))
        for seat in await seats_for(unit, actor, exam):
            if seat.attempt.stage not in CREDITABLE:
                continue
            after = await keep(
                unit,
                seat,
                interruptions.credit(seat.attempt, lost),
                CREDITED,
                at=now,
                reason=REASON,
            )
            notice = ExtraTime(
                exam=exam.id,
                minutes=minutes(lost),
                deadline=after.upload_until or deadline_of(exam, after, now),
                reason=REASON,
            )
            await tell(unit, seat, notice, key=f"{CREDITED}:{after.version}")
        await unit.events.append(
            Happening(
                exam_id=exam.id,
                at=now,
                sent_at=actor.sent_at,
                actor=actor.id,
                role=Role.CHIEF,
                act=CREDITED,
                facts={"minutes": minutes(lost)},
            )
        )
