"""An exam is published, and announced to its students (S2)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.absence import NotConfirmed
from exams.domain.refusals.planning import NotReady
from exams.notices.base import Media
from exams.notices.office import ExamChecks
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import plan
from exams.services.keeping import keep_exam
from exams.services.members import tell_marker_named, tell_named
from exams.services.people.announcing import announce
from exams.services.planning.checks import checks_of


async def publish(
    unit: Unit, actor: Actor, exam: Exam, *, at: datetime, entry: tuple[Media, ...] = ()
) -> Exam:
    """Publish an exam whose checks hold; tell its students, its commission and its markers.

    Args:
        unit: in which it is checked.
        actor: who publishes.
        exam: which.
        at: now.
        entry: a calendar file that goes with the announcement.
    """
    published = exam.take(ExamAct.PUBLISH, exam.roles_of(actor), at=at)
    kept = await keep_exam(unit, actor, exam, published, ExamAct.PUBLISH.value, at=at)
    for attempt in await unit.attempts.of_exam(exam.id):
        barred = attempt.outcome_reason if attempt.stage is Stage.BARRED else None
        await announce(unit, kept, attempt.student_id, barred=barred or "", entry=entry)
    commission = await unit.commissions.of(exam.id)
    if commission is not None:
        await tell_named(unit, kept, commission, commission.members, at=at)
    plan_ = await unit.marking.plan(exam.id)
    if plan_ is not None:
        await tell_marker_named(unit, kept, plan_, plan_.markers, at=at)
    return kept


@dataclass(frozen=True, slots=True)
class PublishExam:
    """Dean or registrar publishes an exam (S2)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamChecks:
        """Publish, and announce it to every student; what is no draft is shown as it is.

        Raises:
            NotReady: a check fails; the facts name which.
            NotConfirmed: an additional exam, which the registrar confirms.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await plan(unit, actor, exam)
            checks = await checks_of(unit, actor, found, now=now)
            if found.stage is not ExamStage.DRAFT:
                return checks
            if await unit.plans.get(exam) is not None:
                raise NotConfirmed
            if not checks.ready:
                raise NotReady(failed=tuple(fix.code for fix in checks.checks if not fix.holds))
            published = await publish(unit, actor, found, at=now)
            after = await checks_of(unit, actor, published, now=now)
            await unit.commit()
        return after
