"""An examiner looks at how well the questions of a test measured."""

from dataclasses import dataclass
from typing import Final

from exams.domain.attempt_table import Stage
from exams.domain.ids import ExamId
from exams.domain.item_statistics import LEAST_SITTERS, Doubt, ItemStatistics, item_statistics
from exams.domain.people import Actor, Role
from exams.domain.refusals.computer_tests import NothingAnswered
from exams.notices.banks import DoubtLine, ItemsShown
from exams.notices.base import Media
from exams.ports.files import Files
from exams.ports.item_figures import ItemFigures
from exams.records.unit import Units
from exams.services.doors import OF_ONE_EXAM, plan

READERS: Final = (Role.EXAMINER, Role.CHIEF, Role.REGISTRAR, Role.DEAN)
ENDED: Final = frozenset({Stage.SUBMITTED, Stage.EXPIRED, Stage.CLEARED})
SHOWN: Final = 8  # doubtful questions told in the message; the files have all


@dataclass(frozen=True, slots=True)
class MeasureItems:
    """The examiner opens the statistics of a test's questions."""

    units: Units
    files: Files
    figures: ItemFigures

    async def __call__(self, actor: Actor, exam: ExamId) -> ItemsShown:
        """Return them as a picture and a workbook; tests that still run do not count.

        Raises:
            NothingAnswered: nobody has finished a test of this exam.
        """
        async with self.units.reading() as unit:
            found = await plan(unit, actor, exam, *READERS)
            ended = {
                attempt.id
                for attempt in await unit.attempts.of_exam(exam)
                if attempt.stage in ENDED
            }
            booklets = [
                booklet
                for attempt, booklet in (await unit.booklets.of_exam(exam)).items()
                if attempt in ended
            ]
            questions = {one.id: one for one in await unit.questions.of(exam)}
        if not booklets:
            raise NothingAnswered
        items = item_statistics(booklets, questions)
        doubtful = [_line(one) for one in by_doubt(items) if one.doubts]
        picture = await self.figures.picture(
            found.subject, by_doubt(items), len(booklets), actor.locale
        )
        workbook = await self.figures.workbook(found.subject, items, actor.locale)
        return ItemsShown(
            exam=exam,
            subject=found.subject,
            sat=len(booklets),
            count=len(items),
            doubtful=tuple(doubtful[:SHOWN]),
            more=max(len(doubtful) - SHOWN, 0),
            too_few=len(booklets) < LEAST_SITTERS,
            of_room=not found.roles_of(actor).isdisjoint(OF_ONE_EXAM),
            media=(
                Media(kind="photo", digest=await self.files.put(picture), name="items.png"),
                Media(
                    kind="document",
                    digest=await self.files.put(workbook),
                    name=f"items-{exam}.xlsx",
                ),
            ),
        )


def by_doubt(items: tuple[ItemStatistics, ...]) -> tuple[ItemStatistics, ...]:
    """Return the most doubtful first, those that discriminate worst before others."""
    order = {doubt: place for place, doubt in enumerate(Doubt)}
    return tuple(
        sorted(
            items,
            key=lambda one: (
                min((order[doubt] for doubt in one.doubts), default=len(order)),
                1.0 if one.discrimination is None else one.discrimination,
            ),
        )
    )


def _line(one: ItemStatistics) -> DoubtLine:
    return DoubtLine(
        name=one.question.name,
        doubt=one.doubts[0].value,
        percent=round(100 * one.difficulty),
        discrimination="" if one.discrimination is None else f"{one.discrimination:.2f}",
    )
