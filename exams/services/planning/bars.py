"""The registrar lets a barred student sit after all, with a reason (rules B)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.beforehand import clear_bar
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import known
from exams.domain.words import said
from exams.notices.bars import BarLifted, BarredList
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.doors import plan
from exams.services.grades.resits import can_be_resit, keep_for_resits
from exams.services.keeping import keep_place
from exams.services.people.announcing import ask_of_equipment

LONGEST_REASON: Final = 300  # characters


async def _listed(unit: Unit, actor: Actor, exam: Exam, now: datetime) -> BarredList:
    barred = [one for one in await unit.attempts.of_groups(exam.id) if one.stage is Stage.BARRED]
    people = await unit.people.many(attempt.student_id for attempt in barred)
    return BarredList(
        exam=exam.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        students=tuple(
            (attempt.id, people[attempt.student_id].name, attempt.outcome_reason or "")
            for attempt in barred
        ),
        how=_how(actor, late=not exam.takes_newcomers(now)),
    )


def _how(actor: Actor, *, late: bool) -> str:
    if late:
        return "late"
    return "lift" if Role.REGISTRAR in actor.roles else "ask"


@dataclass(frozen=True, slots=True)
class ListBarred:
    """Registrar or dean looks who is kept from an exam."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> BarredList:
        """Return them with the reasons.

        Raises:
            NotAllowed: neither, or the dean of another faculty.
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            return await _listed(unit, actor, await plan(unit, actor, exam), now)


@dataclass(frozen=True, slots=True)
class KeepForResits:
    """The registrar makes a resit of a draft: only who has FX in the subject sits it (rules E)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> BarredList:
        """Keep everybody else from it; what is no draft any more is shown as it is.

        Raises:
            NotAllowed: not the registrar.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await plan(unit, actor, exam, Role.REGISTRAR)
            if found.stage is ExamStage.DRAFT and await can_be_resit(unit, found):
                await keep_for_resits(unit, actor, found, at=now)
            listed = await _listed(unit, actor, found, now)
            await unit.commit()
        return listed


@dataclass(frozen=True, slots=True)
class LiftBar:
    """The registrar lifts a bar, and says why."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> BarredList:
        """Let the student sit, and say so and why; a second tap changes nothing.

        While the door is open the student comes in like whoever gets a place late.

        Raises:
            ReasonMissing, TextTooLong: no word why, or too many.
            WrongStage: check-in is over.
        """
        why, now = said(reason, most=LONGEST_REASON), self.clock.now()
        async with self.units() as unit:
            found = known(await unit.attempts.get(attempt))
            exam = await plan(unit, actor, found.exam_id, Role.REGISTRAR)
            if found.stage is not Stage.BARRED:
                return await _listed(unit, actor, exam, now)
            cleared = clear_bar(found, exam.roles_of(actor), reason=why)
            if not exam.takes_newcomers(now):
                raise WrongStage(act=Act.CLEAR_BAR.value, stage=exam.stage.value)
            await keep_place(unit, actor, found, cleared, Act.CLEAR_BAR, at=now, reason=why)
            await self._tell(unit, exam, found, why)
            listed = await _listed(unit, actor, exam, now)
            await unit.commit()
        return listed

    async def _tell(self, unit: Unit, exam: Exam, attempt: Attempt, reason: str) -> None:
        if exam.stage is ExamStage.DRAFT:
            return  # of a draft nobody hears
        notice = BarLifted(
            exam=exam.id,
            subject=exam.subject,
            starts_at=exam.starts_at,
            reason=reason,
            until=exam.checkin_closes_at if exam.stage is not ExamStage.PUBLISHED else None,
        )
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=attempt.student_id,
                key=f"{notice.template}:{attempt.id}:{attempt.version}",
                priority=Priority.REMINDER,
                exam_id=exam.id,
            )
        )
        await ask_of_equipment(unit, exam, attempt.student_id)
