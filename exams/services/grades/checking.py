"""The whole list of marks: looked through, then confirmed; only then can it be published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.domain.exam import Exam
from exams.domain.grades import LETTERS, MarkStatus
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.notices.marks import MarkReview
from exams.notices.results import ResultsPosted, ResultsPreview
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.unit import Units
from exams.services.doors import room
from exams.services.grades.grading import EXAMINERS, Row, line_of, rows_of, still_open
from exams.services.grades.results import PreviewResults, complete
from exams.services.marking.plans import require_settled

CONFIRM = "confirm_marks"


def review_of(exam: Exam, rows: Sequence[Row]) -> MarkReview:
    """Return the list as it is looked through."""
    lines = tuple(line_of(row) for row in rows)
    counted = Counter(line.letter for line in lines if line.letter)
    return MarkReview(
        exam=exam.id,
        subject=exam.subject,
        lines=lines,
        letters=tuple((letter, counted[letter]) for _, letter, _ in LETTERS if counted[letter]),
        missing=tuple(row.person.name for row in rows if row.mark is None and row.attempt.sat),
        writing=sum(not row.attempt.over for row in rows),
        confirmed=not any(row.mark.is_draft if row.mark else row.attempt.sat for row in rows),
    )


@dataclass(frozen=True, slots=True)
class CheckMarks:
    """An examiner looks through the whole list before confirming it."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> MarkReview:
        """Return every mark with its letter, how they are spread, and what is missing.

        Raises:
            WorksOpen: a work waits for a marker yet, and names are hidden until none does.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            await require_settled(unit, exam)
            return review_of(found, await rows_of(unit, found))


@dataclass(frozen=True, slots=True)
class ConfirmMarks:
    """An examiner confirms the list; a mark that is changed afterwards is a draft again."""

    units: Units
    clock: Clock
    preview: PreviewResults

    async def __call__(self, actor: Actor, exam: ExamId) -> ResultsPreview | ResultsPosted:
        """Confirm every draft, and return what the group will see; a second tap changes nothing.

        Raises:
            MarksMissing: somebody who sat has no mark.
            WorksOpen: a work waits for a marker yet.
            AlreadyPublished: it is too late for it.
            WrongStage: the exam has not begun.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            still_open(found)
            await require_settled(unit, exam)
            rows = await rows_of(unit, found)
            complete(rows)
            drafts = [row.mark for row in rows if row.mark is not None and row.mark.is_draft]
            for mark in drafts:
                await unit.marks.put(replace(mark, status=MarkStatus.CONFIRMED))
            if drafts:
                await unit.events.append(
                    Happening(
                        exam_id=exam,
                        at=now,
                        sent_at=actor.sent_at,
                        actor=actor.id,
                        role=Role.EXAMINER,
                        act=CONFIRM,
                        facts={"marks": len(drafts)},
                    )
                )
            await unit.commit()
        return await self.preview(actor, exam)
