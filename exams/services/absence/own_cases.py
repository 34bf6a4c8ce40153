"""A student looks at the own cases; whoever writes in one sees it as a form."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.absence.case import Case
from exams.domain.absence.table import CaseStage
from exams.domain.ids import CaseId
from exams.domain.people import Actor, Role
from exams.domain.refusals.people import known
from exams.notices.absence import AbsenceCard, AbsenceForm, AbsenceStatus, CaseLine, MyAbsences
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.absence.absences import form_of, status_of, writer
from exams.services.absence.case_cards import card_of_case

View = AbsenceForm | AbsenceStatus | AbsenceCard


async def view_of(unit: Unit, actor: Actor, case: Case, *, now: datetime) -> View:
    """Return a case as whoever writes in it sees it: as a form, until it is sent."""
    if case.stage is CaseStage.OPENED:
        return await form_of(unit, case, actor.id)
    if actor.id == case.student_id:
        return await status_of(unit, case)
    return await card_of_case(unit, actor, case, now=now)


@dataclass(frozen=True, slots=True)
class ShowCase:
    """A student looks where the own case stands."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, case: CaseId) -> View:
        """Return it: as a form, until it is sent.

        Raises:
            Unknown: it is not the student's.
        """
        async with self.units.reading() as unit:
            found, _ = await writer(unit, actor, case)
            return await view_of(unit, actor, found, now=self.clock.now())


@dataclass(frozen=True, slots=True)
class ListMyCases:
    """A student looks at the own cases."""

    units: Units

    async def __call__(self, actor: Actor) -> MyAbsences:
        """Return them, the newest first."""
        actor.require(Role.STUDENT)
        async with self.units.reading() as unit:
            lines = []
            for case in await unit.cases.of_student(actor.id):
                exam = known(await unit.exams.get(case.exam_id))
                lines.append(
                    CaseLine(
                        case=case.id,
                        name="",
                        subject=exam.subject,
                        starts_at=exam.starts_at,
                        stage=case.stage.value,
                        reason=case.reason.value if case.reason else "",
                    )
                )
        return MyAbsences(cases=tuple(lines))
