"""Students whom nobody lets go: the staff is reminded, then their wait ends (S28, rules D)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from exams.domain import handing_in
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import DONE_WITH_IT, Act, Stage
from exams.domain.delivery import Priority
from exams.domain.exam import RESULTS_DUE, Exam, Kind
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.handing_in import STILL_WAITING, UNATTENDED_AFTER
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import SYSTEM, Person
from exams.domain.sheets import pages
from exams.notices.chief import ReviewOpened, ReviewTold
from exams.notices.proctor import StillWaiting
from exams.notices.sheets import Released
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.apart import Apart
from exams.services.doors import Seat
from exams.services.keeping import keep, noted
from exams.services.planning.invitations import HELD
from exams.services.room.downtime import undecided
from exams.services.telling import tell, tell_deans, tell_staff

Wait = tuple[Attempt, datetime]
"""A student who waits for the staff, and since when nothing happens any more."""


@dataclass(frozen=True, slots=True)
class Unattended:
    """Lets no exam stay open, and no result wait, for a tap that never comes."""

    units: Units
    clock: Clock

    async def __call__(self) -> None:
        """Remind the staff after one hour and after two; after three the wait ends by itself.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            found = await waits_of(unit, DONE_WITH_IT, now - STILL_WAITING[0])
            free = [pair for pair in found if await _staff_was_free(unit, pair[0], now)]
        for exam, waits in free:
            await apart.do(self._remind(exam, waits, now))
            for attempt, since in waits:
                if now - since >= UNATTENDED_AFTER:
                    await apart.do(self._end(attempt, now))
        apart.end()

    async def _remind(self, exam: Exam, waits: Sequence[Wait], now: datetime) -> None:
        longest = min(since for _, since in waits)
        reached = [lead for lead in STILL_WAITING if now - longest >= lead]
        name = f"still_waiting_{len(reached)}"
        if name in exam.done:
            return
        async with self.units() as unit:
            exam = await noted(unit, exam, name)
            people = await unit.people.many(attempt.student_id for attempt, _ in waits)
            notice = StillWaiting(
                exam=exam.id,
                subject=exam.subject,
                names=_names(people, waits, sent=True),
                missing=_names(people, waits, sent=False),
                until=longest + UNATTENDED_AFTER,
            )
            if now < notice.until:
                await tell_staff(unit, exam, notice, key=name, priority=Priority.LINK)
            await unit.commit()

    async def _end(self, waiting: Attempt, now: datetime) -> None:
        async with self.units() as unit:
            seat = await still_there(unit, waiting)
            if seat is None:
                return
            ended = handing_in.end_unattended(seat.attempt, at=now)
            end = _review if ended.stage is Stage.UNDER_REVIEW else _let_go
            await end(unit, seat, ended, now)
            await unit.commit()


async def waits_of(
    unit: Unit, stages: Collection[Stage], since: datetime
) -> tuple[tuple[Exam, Sequence[Wait]], ...]:
    """Return exams with those who have waited at one of these stages since a moment or longer."""
    waits: defaultdict[ExamId, list[Wait]] = defaultdict(list)
    for wait in await unit.attempts.left_waiting(stages, since):
        waits[wait[0].exam_id].append(wait)
    exams = await unit.exams.many(waits)
    return tuple((exam, waits[exam.id]) for exam in exams.values())


async def still_there(unit: Unit, seen: Attempt) -> Seat | None:
    """Return the clock's seat at an attempt; None if somebody went on with it since."""
    found = await unit.attempts.get(seen.id)
    exam = await unit.exams.get(seen.exam_id)
    student = await unit.people.get(seen.student_id)
    if found is None or exam is None or student is None or found != seen:
        return None
    return Seat(actor=SYSTEM, exam=exam, attempt=found, student=student, held=HELD)


async def _let_go(unit: Unit, seat: Seat, ended: Attempt, now: datetime) -> None:
    kept = pages(await unit.sheets.of(seat.attempt.id))
    facts = {"in_room": seat.attempt.present, "left_early": ended.left_early}
    await keep(
        unit, seat, ended, Act.RELEASE.value, at=now, reason=handing_in.UNATTENDED, facts=facts
    )
    told = seat.exam.kind is Kind.ORAL and await unit.marks.of(seat.attempt.id) is not None
    due = None if told else (seat.exam.results_due_at or now + RESULTS_DUE).replace(microsecond=0)
    notice = Released(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        at=now,
        sheets=len(kept),
        due=due,
        unattended=True,
    )
    await tell(unit, seat, notice, key="1")


async def _review(unit: Unit, seat: Seat, ended: Attempt, now: datetime) -> None:
    why = handing_in.UNDECIDED
    after = await keep(unit, seat, ended, Act.OPEN_REVIEW.value, at=now, reason=why)
    stage = after.stage.value
    told = ReviewTold(subject=seat.exam.subject, stage=stage, reason=why)
    await tell(unit, seat, told, key=f"{after.version}")
    notice = ReviewOpened(
        attempt=after.id,
        subject=seat.exam.subject,
        name=seat.student.name,
        by="",
        reason=why,
        stage=stage,
    )
    await tell_deans(unit, seat.exam, notice, key=f"{after.id}:{after.version}")


async def _staff_was_free(unit: Unit, exam: Exam, now: datetime) -> bool:
    """Return whether the staff could act: the exam did not stand, nor was the bot away."""
    if exam.stage is not ExamStage.RUNNING or await undecided(unit, exam, now):
        return False
    went_on = await unit.events.last(exam.id, ExamAct.GO_ON.value)
    return went_on is None or now - went_on.at >= UNATTENDED_AFTER


def _names(
    people: Mapping[PersonId, Person], waits: Sequence[Wait], *, sent: bool
) -> tuple[str, ...]:
    return tuple(
        sorted(
            people[attempt.student_id].name
            for attempt, _ in waits
            if (attempt.stage is not Stage.SHEETS_MISSING) is sent
        )
    )
