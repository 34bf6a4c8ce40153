"""Results: previewed, published to the group and to each student, corrected (S27, D6, B11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.domain.exam import ExamAct
from exams.domain.grades import MarkStatus, grade_of, points_of
from exams.domain.ids import ExamId
from exams.domain.mark_refusals import MarksNotConfirmed
from exams.domain.people import Actor, Role
from exams.domain.refusals import (
    MarksMissing,
    MarksUnreadable,
    NoMarkFor,
    ReasonMissing,
    UnderAppeal,
    Unknown,
    WrongStage,
)
from exams.notices.results import ResultsPosted, ResultsPreview
from exams.ports import Clock, WorkingDays
from exams.records import Unit, Units
from exams.services.doors import keep_exam, room
from exams.services.grades.grade_queue import queue_grade
from exams.services.grades.grading import (
    DIGITS,
    EXAMINERS,
    NAMES,
    PRIVATE,
    PUBLISHED,
    Row,
    line_of,
    rows_of,
)
from exams.services.grades.posting import groups_of, post, privacy_of, republish, send_grade
from exams.services.grades.resits import LOST, list_failed
from exams.services.grades.typed import parse_marks
from exams.services.marking.plans import require_settled


def _known(privacy: str) -> None:
    if privacy not in {NAMES, DIGITS, PRIVATE}:
        raise Unknown


def complete(rows: Sequence[Row]) -> None:
    """Let results out only when nobody waits for a mark.

    Raises:
        MarksMissing: somebody who sat has none, or is not done yet.
    """
    missing = sum(row.mark is None and (row.attempt.sat or not row.attempt.over) for row in rows)
    if missing:
        raise MarksMissing(count=missing)


def confirmed(rows: Sequence[Row]) -> None:
    """Let only those results out which an examiner has looked through.

    Raises:
        MarksNotConfirmed: some marks are drafts.
    """
    drafts = sum(row.mark is not None and row.mark.is_draft for row in rows)
    if drafts:
        raise MarksNotConfirmed(count=drafts)


@dataclass(frozen=True, slots=True)
class PreviewResults:
    """An examiner looks at exactly what the group will see."""

    units: Units
    usual: str

    async def __call__(
        self, actor: Actor, exam: ExamId, privacy: str | None = None
    ) -> ResultsPreview:
        """Return the preview.

        Raises:
            MarksMissing: somebody who sat has no mark.
            WorksOpen: a work waits for a marker yet.
            MarksNotConfirmed: the list was not confirmed as it is.
            Unknown: there is no such way to publish.
        """
        privacy = self.usual if privacy is None else privacy
        _known(privacy)
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            await require_settled(unit, exam)
            rows = await rows_of(unit, found)
            groups = await groups_of(unit, found)
        complete(rows)
        confirmed(rows)
        posted = () if privacy == PRIVATE else tuple(group.name for group in groups)
        return ResultsPreview(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            lines=tuple(line_of(row, privacy) for row in rows),
            groups=posted,
            privacy=privacy,
        )


@dataclass(frozen=True, slots=True)
class PublishResults:
    """An examiner publishes the results (S27)."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId, privacy: str) -> ResultsPosted:
        """Post them to the group chats and tell each student; a second tap posts nothing twice.

        Raises:
            MarksMissing: somebody who sat has no mark.
            WorksOpen: a work waits for a marker yet.
            MarksNotConfirmed: the list was not confirmed as it is.
            GroupNotLinked: a group has no chat; private messages only is the way out.
            WrongStage: the exam is not over.
            Unknown: there is no such way to publish.
        """
        _known(privacy)
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            rows = await rows_of(unit, found)
            marked = [(row, row.mark) for row in rows if row.mark is not None]
            if found.stage in PUBLISHED:
                groups = await groups_of(unit, found)
                private = await privacy_of(unit, exam) == PRIVATE
                return ResultsPosted(
                    exam=exam,
                    subject=found.subject,
                    posted=() if private else tuple(group.name for group in groups),
                    private=len(marked),
                )
            await require_settled(unit, exam)
            complete(rows)
            confirmed(rows)
            published = found.take(ExamAct.PUBLISH_RESULTS, found.roles_of(actor), at=now)
            act = ExamAct.PUBLISH_RESULTS.value
            await keep_exam(unit, actor, found, published, act, at=now, facts={"as": privacy})
            posted = await post(unit, found, rows, privacy, key="1")
            fresh = [(row, mark) for row, mark in marked if mark.published_at is None]
            for row, mark in fresh:  # the mark of an oral answer was told at once (S26)
                shown = replace(mark, status=MarkStatus.PUBLISHED, published_at=now)
                await unit.marks.put(shown)
                await send_grade(unit, found, row, shown, self.days.works, key="1")
                await queue_grade(unit, row.attempt, shown, at=now)
            if any(grade_of(mark.points).letter in LOST for _, mark in fresh):
                await list_failed(unit, found, at=now)
            await unit.commit()
        return ResultsPosted(exam=exam, subject=found.subject, posted=posted, private=len(marked))


async def _not_under_appeal(unit: Unit, row: Row, held: frozenset[Role]) -> None:
    appeal = await unit.appeals.of(row.attempt.id)
    if appeal is not None and (appeal.open or Role.CHIEF not in held):
        raise UnderAppeal


@dataclass(frozen=True, slots=True)
class CorrectMark:
    """An examiner corrects a published mark; the group's post is edited in place."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId, text: str, reason: str) -> ResultsPosted:
        """Take one line of "12 85" with the reason; the mark that stands already tells nobody.

        Raises:
            WrongStage: not published yet; then the mark is simply entered anew.
            ReasonMissing: no word why.
            MarksUnreadable, MarkOutOfRange, NoMarkFor: nothing was changed.
            UnderAppeal: an appeal is open, or was decided and only the chief may mend it.
        """
        if not reason.strip():
            raise ReasonMissing
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            if found.stage not in PUBLISHED:
                raise WrongStage(act="correct", stage=found.stage.value)
            rows = await rows_of(unit, found)
            (row, points), *rest = parse_marks(text, rows)
            if rest:
                raise MarksUnreadable(line=text[:60])
            if row.mark is None:
                raise NoMarkFor(who=row.person.name)
            await _not_under_appeal(unit, row, found.roles_of(actor))
            if points_of(points) == row.mark.points:
                return ResultsPosted(exam=exam, subject=found.subject, posted=(), private=0)
            mark, posted, key = await republish(
                unit,
                actor,
                found,
                row,
                points=points_of(points),
                reason=reason.strip(),
                role=Role.EXAMINER,
                at=now,
            )
            await send_grade(unit, found, row, mark, self.days.works, key=key, corrected=True)
            await unit.commit()
        return ResultsPosted(exam=exam, subject=found.subject, posted=posted, private=1)
