"""The bot was away while an exam ran: the chief may give everybody that time (edge cases)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from exams.domain import interruptions
from exams.domain.attempt import TESTING
from exams.domain.attempt_table import Stage
from exams.domain.delivery import Priority
from exams.domain.exam import NO_SHOWS, Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.people import Unknown
from exams.domain.talk import RemarkKind
from exams.notices.chief import DowntimeFound
from exams.notices.trouble import Done
from exams.notices.writing import ExtraTime
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.cards import deadline_of
from exams.services.computer_tests.booklets import show_again
from exams.services.doors import room, seats_for
from exams.services.keeping import keep, keep_exam
from exams.services.telling import remember, tell

BEAT_EVERY: Final = timedelta(seconds=10)
WORTH_TELLING: Final = timedelta(minutes=1)  # of being away
FOUND: Final = "downtime"
KEPT_OPEN: Final = "keep_door"
CREDITED: Final = "credit_downtime"
REASON: Final = "technical"
DECIDE_WITHIN: Final = timedelta(minutes=10)  # what would have ended meanwhile waits so long
CREDITABLE: Final = TESTING | {Stage.WRITING, Stage.PENS_DOWN, Stage.UPLOADING, Stage.RESHOOT}
"""Who lost time by it; a pause stood anyway, and each interruption is decided by itself."""


@dataclass(slots=True)
class Pulse:
    """Notes every few seconds that the bot is there; after a restart it tells how long it was not.

    Attributes:
        started_at: when this process first looked.
        beaten_at: when it was noted last by this process.
    """

    units: Units
    clock: Clock
    started_at: datetime | None = None
    beaten_at: datetime | None = None

    async def __call__(self, running: list[Exam]) -> None:
        """Note it while an exam runs; the first time, look how long nobody noted it."""
        now = self.clock.now()
        started = self.started_at = self.started_at or now
        if not running or (self.beaten_at is not None and now - self.beaten_at < BEAT_EVERY):
            return
        async with self.units() as unit:
            if self.beaten_at is None:
                last = await unit.pulse.last()
                for exam in running:
                    await _keep_door(unit, exam, last or exam.checkin_opens_at, started, now)
                    if last is not None:
                        await _tell_of(unit, exam, max(last, exam.began_at or now), started)
            await unit.pulse.beat(now)
            await unit.commit()
        self.beaten_at = now


async def _keep_door(
    unit: Unit, exam: Exam, since: datetime, until: datetime, now: datetime
) -> None:
    """Let those come yet who could not say meanwhile that they were there."""
    since = max(since, exam.checkin_opens_at)
    if until - since < WORTH_TELLING or NO_SHOWS in exam.done:
        return
    longer = exam.unattended(since, until)
    if longer != exam:
        facts = {"since": since.isoformat(), "until": longer.checkin_closes_at.isoformat()}
        await keep_exam(unit, SYSTEM, exam, longer, KEPT_OPEN, at=now, facts=facts)


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
        exam=exam.id,
        subject=exam.subject,
        since=since,
        until=now,
        minutes=minutes(now - since),
        decide_by=now + DECIDE_WITHIN,
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


async def undecided(unit: Unit, exam: Exam, now: datetime) -> bool:
    """Return whether the chief may still decide that time in which the bot was away counts."""
    found = await unit.events.last(exam.id, FOUND)
    if found is None or now >= found.at + DECIDE_WITHIN:
        return False
    credited = await unit.events.last(exam.id, CREDITED)
    return credited is None or credited.at < found.at


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
            await remember(unit, after, RemarkKind.EXTRA_TIME, str(minutes(lost)), at=now)
            await show_again(unit, after, now=now)
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
