"""The plan of exams as dean and registrar see it: drafts, and everything."""

from collections.abc import Sequence
from dataclasses import dataclass

from exams.domain.exam import Exam, ExamStage
from exams.domain.people import Actor
from exams.notices.lines import ExamLine
from exams.notices.office import Drafts, Planned
from exams.records.unit import Unit, Units
from exams.services.cards import exam_line
from exams.services.doors import VIEWERS, plans


async def _lines(unit: Unit, actor: Actor, exams: Sequence[Exam]) -> tuple[ExamLine, ...]:
    return tuple(
        [
            exam_line(exam, await unit.attempts.count(exam.id))
            for exam in exams
            if await plans(unit, actor, exam)
        ]
    )


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """Dean or registrar looks at the exams that wait to be published."""

    units: Units

    async def __call__(self, actor: Actor) -> Drafts:
        """Return them by start; a dean sees those of the own faculty."""
        actor.require(*VIEWERS)
        async with self.units.reading() as unit:
            exams = await unit.exams.in_stages((ExamStage.DRAFT,))
            return Drafts(exams=await _lines(unit, actor, exams))


@dataclass(frozen=True, slots=True)
class ListPlanned:
    """Dean or registrar looks at the whole plan."""

    units: Units

    async def __call__(self, actor: Actor) -> Planned:
        """Return all exams by start; a dean sees those of the own faculty."""
        actor.require(*VIEWERS)
        async with self.units.reading() as unit:
            return Planned(exams=await _lines(unit, actor, await unit.exams.all()))
