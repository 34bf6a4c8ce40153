"""The plan of exams as dean and registrar see it: drafts, this term, and the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from exams.domain.exam import Exam, ExamStage
from exams.domain.people import Actor
from exams.notices.lines import ExamLine
from exams.notices.office import Archive, Drafts, Planned
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.cards import exam_line
from exams.services.doors import VIEWERS, plans

LOOKED_BACK: Final = timedelta(days=2 * 365)  # older papers come by the exam's number


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
    """Dean or registrar looks at the plan."""

    units: Units

    async def __call__(self, actor: Actor) -> Planned:
        """Return all but the archived by start; a dean sees those of the own faculty."""
        actor.require(*VIEWERS)
        async with self.units.reading() as unit:
            return Planned(exams=await _lines(unit, actor, await unit.exams.all()))


@dataclass(frozen=True, slots=True)
class ListArchive:
    """Dean or registrar looks at the exams of earlier terms."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> Archive:
        """Return those of the last two years, the newest first."""
        actor.require(*VIEWERS)
        since = self.clock.now() - LOOKED_BACK
        async with self.units.reading() as unit:
            exams = await unit.exams.in_stages((ExamStage.ARCHIVED,), since=since)
            return Archive(exams=await _lines(unit, actor, exams[::-1]))
