"""Pauses that nobody ends: the staff is reminded, then the clock ends them (S16, rules B)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exams.domain import interruptions
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamAct
from exams.domain.interruptions import FORGOTTEN_AFTER, NOBODY_RESUMED, STILL_PAUSED
from exams.notices.proctor import StillPaused
from exams.notices.trouble import AttemptEnded, PauseLasts
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.absence.absences import draft_case
from exams.services.apart import Apart
from exams.services.clock.unattended import Wait, still_there, waits_of
from exams.services.doors import Seat
from exams.services.keeping import keep, noted
from exams.services.planning.invitations import OPENING
from exams.services.room.downtime import undecided
from exams.services.telling import alert_staff, tell, tell_staff
from exams.services.writing.tickets import welcome_back


@dataclass(frozen=True, slots=True)
class ForgottenPauses:
    """Lets no student wait for ever before a camera for "go on"."""

    units: Units
    clock: Clock

    async def __call__(self) -> None:
        """Remind the staff of whoever is still paused; after three hours the pause ends.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            found = await waits_of(unit, {Stage.PAUSED}, now - STILL_PAUSED[0])
            counted = [(exam, await _counted(unit, exam, pauses, now)) for exam, pauses in found]
        for exam, pauses in counted:
            await apart.do(self._remind(exam, pauses, now))
            for attempt, since in pauses:
                if now - since >= FORGOTTEN_AFTER:
                    await apart.do(self._end(attempt, since, now))
        apart.end()

    async def _remind(self, exam: Exam, pauses: Sequence[Wait], now: datetime) -> None:
        """Tell the staff thrice of each pause, and its student once that they were told."""
        notes = {_note(attempt, since, now): (attempt, since) for attempt, since in pauses}
        new = {note: pause for note, pause in notes.items() if note and note not in exam.done}
        if not new:
            return
        async with self.units() as unit:
            for note in new:
                exam = await noted(unit, exam, note)
            people = await unit.people.many(attempt.student_id for attempt, _ in new.values())
            notice = StillPaused(
                exam=exam.id,
                subject=exam.subject,
                attempts=tuple(attempt.id for attempt, _ in new.values()),
                names=tuple(people[attempt.student_id].name for attempt, _ in new.values()),
                since=tuple(since for _, since in new.values()),
                until=min(since for _, since in new.values()) + FORGOTTEN_AFTER,
            )
            if now < notice.until:
                key = next(iter(new))
                await tell_staff(unit, exam, notice, key=key, priority=Priority.LINK)
            for attempt, since in new.values():
                await _reassure(unit, exam, attempt, since, now)
            await unit.commit()

    async def _end(self, paused: Attempt, since: datetime, now: datetime) -> None:
        async with self.units() as unit:
            seat = await still_there(unit, paused)
            if seat is None:
                return
            ended = interruptions.end_forgotten(seat.attempt, since=since, at=now)
            end = _fail if ended.stage is Stage.TECHNICAL_FAIL else _go_on
            await end(unit, seat, ended, now)
            await unit.commit()


async def _reassure(
    unit: Unit, exam: Exam, attempt: Attempt, since: datetime, now: datetime
) -> None:
    """Tell a student once that the staff was reminded, and how the pause ends at the latest."""
    until = since + FORGOTTEN_AFTER
    if now >= until:
        return
    sheets = interruptions.has_sheets_left(attempt)
    notice = PauseLasts(exam=exam.id, until=until, sheets=sheets)
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=attempt.student_id,
            key=f"{notice.template}:{attempt.id}:{int(since.timestamp())}",
            priority=Priority.LINK,
            exam_id=exam.id,
            attempt_id=attempt.id,
        )
    )


async def _go_on(unit: Unit, seat: Seat, ended: Attempt, now: datetime) -> None:
    after = await keep(unit, seat, ended, Act.UNPAUSE.value, at=now, reason=NOBODY_RESUMED)
    await tell(unit, seat, welcome_back(seat, after, now, since="pause"), key=f"{after.version}")


async def _fail(unit: Unit, seat: Seat, ended: Attempt, now: datetime) -> None:
    act = Act.FAIL_TECHNICALLY.value
    after = await keep(unit, seat, ended, act, at=now, reason=NOBODY_RESUMED)
    notice = AttemptEnded(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        stage=after.stage.value,
        reason=NOBODY_RESUMED,
    )
    await tell(unit, seat, notice, key=f"{after.version}")
    await draft_case(unit, after, seat.exam, at=now)
    await alert_staff(unit, seat, "pause_forgotten", at=now, key=f"{after.version}")


async def _counted(
    unit: Unit, exam: Exam, pauses: Sequence[Wait], now: datetime
) -> Sequence[Wait]:
    """Return since when the staff could have ended pauses: the exam went on, the bot was there."""
    if exam.stage not in OPENING or await undecided(unit, exam, now):
        return ()
    went_on = await unit.events.last(exam.id, ExamAct.GO_ON.value)
    if went_on is None:
        return pauses
    return [(attempt, max(since, went_on.at)) for attempt, since in pauses]


def _note(attempt: Attempt, since: datetime, now: datetime) -> str:
    """Return what is noted on an exam of the last reminder of a pause; empty before the first."""
    reached = sum(now - since >= lead for lead in STILL_PAUSED)
    return f"still_paused:{attempt.id}:{int(since.timestamp())}:{reached}" if reached else ""
