"""Results that are late: the dean sees them, and reminds the examiners with one tap (rules E)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.notices.marks import OverdueLine, OverdueResults
from exams.notices.results import ResultsDue
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import plan, plans
from exams.services.grades.awaited import awaited_of, tell_due
from exams.services.grades.grading import progress, rows_of
from exams.services.keeping import note_exam

OFFICE: Final = (Role.DEAN, Role.REGISTRAR, Role.ADMIN)
WAITING: Final = (ExamStage.CLOSED, ExamStage.MARKING)
LISTED_BEFORE: Final = timedelta(hours=6)  # as from the first alarm, at 18 hours
BETWEEN: Final = timedelta(hours=1)  # two reminders of the office
REMIND: Final = "remind_results"
HOUR: Final = timedelta(hours=1)


def hours_left(due: datetime, now: datetime) -> int:
    """Return whole hours until results are due, rounded up; 0 once they are late."""
    return max(ceil((due - now) / HOUR), 0)


@dataclass(frozen=True, slots=True)
class ListOverdue:
    """Dean or registrar looks at the exams whose results are late, or soon will be."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> OverdueResults:
        """Return them, the latest first; a dean sees those of the own faculty."""
        actor.require(*OFFICE)
        now = self.clock.now()
        async with self.units.reading() as unit:
            return await _overdue(unit, actor, now)


@dataclass(frozen=True, slots=True)
class RemindExaminers:
    """Dean or registrar reminds the examiners of an exam."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> OverdueResults:
        """Remind them, at most once an hour whoever taps, and return the list.

        Raises:
            WrongStage: the exam is not over, or its results are out.
            TooEarly: the examiners have more than six hours left.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await plan(unit, actor, exam, *OFFICE)
            due = found.results_due_at
            if found.stage not in WAITING or due is None:
                raise WrongStage(act="remind", stage=found.stage.value)
            if now < due - LISTED_BEFORE:
                raise TooEarly(opens_at=due - LISTED_BEFORE)
            last = await _reminded_at(unit, found)
            if last is None or now - last >= BETWEEN:
                await _remind(unit, actor, found, due, at=now)
            shown = await _overdue(unit, actor, now)
            await unit.commit()
        return shown


async def _remind(unit: Unit, actor: Actor, exam: Exam, due: datetime, *, at: datetime) -> None:
    left = hours_left(due, at)
    notice = ResultsDue(exam=exam.id, subject=exam.subject, due=due, hours_left=left)
    key = f"{REMIND}:{at.timestamp()}"
    await tell_due(unit, exam, notice, key=key)
    await note_exam(unit, actor, exam, REMIND, at=at)


async def _reminded_at(unit: Unit, exam: Exam) -> datetime | None:
    reminded = await unit.events.last(exam.id, REMIND)
    return reminded.at if reminded is not None else None


async def _overdue(unit: Unit, actor: Actor, now: datetime) -> OverdueResults:
    waiting = [
        (due, exam)
        for exam in await unit.exams.in_stages(WAITING)
        if (due := exam.results_due_at) is not None
        and now >= due - LISTED_BEFORE
        and await plans(unit, actor, exam)
    ]
    lines = []
    for due, exam in sorted(waiting, key=lambda one: (one[0], one[1].id)):
        done, total = progress(await rows_of(unit, exam))
        examiners = tuple(await awaited_of(unit, exam)) or exam.proctors
        people = await unit.people.many(examiners)
        lines.append(
            OverdueLine(
                exam=exam.id,
                subject=exam.subject,
                examiners=tuple(people[one].name for one in examiners if one in people),
                due=due,
                missing=total - done,
                late=now >= due,
                reminded_at=await _reminded_at(unit, exam),
            )
        )
    return OverdueResults(exams=tuple(lines))
