"""The plan of exams as dean and registrar see it: drafts, this term, and the archive."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from exams.domain.exam_table import TO_BE_HELD, ExamStage
from exams.domain.people import Actor
from exams.notices.office import Archive, Drafts, Planned
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.cards import exam_lines
from exams.services.doors import VIEWERS, planned_by
from exams.services.previews import IMPORTERS

LOOKED_BACK: Final = timedelta(days=2 * 365)  # older papers come by the exam's number
AHEAD: Final = TO_BE_HELD | {ExamStage.DRAFT}
"""Shown first in the plan: what has not been held yet."""


def _imports(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(IMPORTERS)


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """Dean or registrar looks at the exams that wait to be published."""

    units: Units

    async def __call__(self, actor: Actor) -> Drafts:
        """Return them by start; a dean sees those of the own faculty."""
        actor.require(*VIEWERS)
        async with self.units.reading() as unit:
            exams = await planned_by(unit, actor, await unit.exams.in_stages((ExamStage.DRAFT,)))
            return Drafts(exams=await exam_lines(unit, exams), importer=_imports(actor))


@dataclass(frozen=True, slots=True)
class ListPlanned:
    """Dean or registrar looks at the plan."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> Planned:
        """Return what is of this term; a dean sees the exams of the own faculty.

        First those to come, by start; then those that are over, the latest first.
        """
        actor.require(*VIEWERS)
        now = self.clock.now()
        async with self.units.reading() as unit:
            exams = await planned_by(unit, actor, await unit.exams.all())
            shown = [exam for exam in exams if exam.planned(now)]
            ahead = [exam for exam in shown if exam.stage in AHEAD]
            over = [exam for exam in reversed(shown) if exam.stage not in AHEAD]
            lines = await exam_lines(unit, [*ahead, *over])
            return Planned(exams=lines, importer=_imports(actor))


@dataclass(frozen=True, slots=True)
class ListArchive:
    """Dean or registrar looks at the exams of earlier terms, and at those that were cancelled.

    One that was cancelled before anybody was told of it is not among them.
    """

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> Archive:
        """Return those of the last two years, the newest first."""
        actor.require(*VIEWERS)
        now = self.clock.now()
        stages = (ExamStage.ARCHIVED, ExamStage.CANCELLED)
        async with self.units.reading() as unit:
            exams = await unit.exams.in_stages(stages, since=now - LOOKED_BACK)
            gone = [exam for exam in reversed(exams) if exam.announced and not exam.planned(now)]
            return Archive(exams=await exam_lines(unit, await planned_by(unit, actor, gone)))
