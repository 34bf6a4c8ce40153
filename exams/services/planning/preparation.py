"""How long everybody prepares for an oral exam: the dean sees both ways, then chooses (B2)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.oral import timeline
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.notices.base import Media
from exams.notices.office import ExamChecks
from exams.notices.oral import PreparationChoice
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.timelines import Timelines
from exams.records.unit import Units
from exams.services.doors import plan
from exams.services.keeping import keep_exam
from exams.services.planning.checks import checks_of

OPEN: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})
"""The students have not checked in yet."""
MINUTE: Final = timedelta(minutes=1)


def _may_choose(exam: Exam) -> None:
    if exam.kind is not Kind.ORAL or exam.stage not in OPEN:
        raise WrongStage(act="preparation", stage=exam.stage.value)


@dataclass(frozen=True, slots=True)
class OfferPreparation:
    """Dean or registrar looks at both ways an oral exam can run."""

    units: Units
    files: Files
    timelines: Timelines

    async def __call__(self, actor: Actor, exam: ExamId) -> PreparationChoice:
        """Return them with a picture.

        Raises:
            WrongStage: no oral exam, or its check-in is open already.
        """
        async with self.units.reading() as unit:
            found = await plan(unit, actor, exam)
            students = max(await unit.attempts.count(exam), 1)
        _may_choose(found)
        minutes = found.answer_time // MINUTE
        usual = timeline(students, minutes=minutes, equal=False)
        equal = timeline(students, minutes=minutes, equal=True)
        picture = await self.timelines.draw(usual, equal, actor.locale)
        digest = await self.files.put(picture)
        return PreparationChoice(
            exam=exam,
            subject=found.subject,
            students=students,
            minutes=minutes,
            first=usual[0].prepares,
            last=usual[-1].prepares,
            ends=usual[-1].done,
            ends_equal=equal[-1].done,
            equal=found.equal_preparation,
            media=(Media(kind="photo", digest=digest, name="preparation.png"),),
        )


@dataclass(frozen=True, slots=True)
class ChoosePreparation:
    """Dean or registrar decides how long everybody prepares."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, *, equal: bool) -> ExamChecks:
        """Note the choice; the same one again changes nothing.

        Raises:
            WrongStage: no oral exam, or its check-in is open already.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await plan(unit, actor, exam)
            _may_choose(found)
            chosen = replace(found, equal_preparation=equal)
            act = "prepare_equally" if equal else "prepare_by_instruction"
            chosen = await keep_exam(unit, actor, found, chosen, act, at=now)
            checks = await checks_of(unit, actor, chosen, now=now)
            await unit.commit()
        return checks
