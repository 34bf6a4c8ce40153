"""Results: previewed, published to the group and to each student, corrected (S27, D6, B11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.delivery import AfterCrash, Priority
from exams.domain.exam import Exam, ExamAct
from exams.domain.grades import Mark, MarkStatus, final_points, grade_of, points_of
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Group
from exams.domain.refusals import (
    GroupNotLinked,
    MarksMissing,
    MarksUnreadable,
    NoMarkFor,
    ReasonMissing,
    Unknown,
    WrongStage,
)
from exams.notices.results import GroupResults, ResultsPosted, ResultsPreview, YourGrade
from exams.ports import Clock
from exams.records import Envelope, Unit, Units
from exams.services.doors import keep_exam, room
from exams.services.grading import (
    DIGITS,
    EXAMINERS,
    NAMES,
    PRIVATE,
    PUBLISHED,
    Row,
    line_of,
    parse_marks,
    put_mark,
    rows_of,
)


async def _groups_of(unit: Unit, exam: Exam) -> tuple[Group, ...]:
    found = [await unit.groups.get(group) for group in exam.groups]
    return tuple(group for group in found if group is not None)


def _known(privacy: str) -> None:
    if privacy not in {NAMES, DIGITS, PRIVATE}:
        raise Unknown


def _complete(rows: Sequence[Row]) -> None:
    missing = sum(row.mark is None and (row.attempt.sat or not row.attempt.over) for row in rows)
    if missing:
        raise MarksMissing(count=missing)


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
            Unknown: there is no such way to publish.
        """
        privacy = self.usual if privacy is None else privacy
        _known(privacy)
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            rows = await rows_of(unit, found)
            groups = await _groups_of(unit, found)
        _complete(rows)
        posted = () if privacy == PRIVATE else tuple(group.name for group in groups)
        return ResultsPreview(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            lines=tuple(line_of(row, privacy) for row in rows),
            groups=posted,
            privacy=privacy,
        )


def grade_for(exam: Exam, row: Row, mark: Mark, *, corrected: bool = False) -> YourGrade:
    """Return a student's own mark as a message."""
    grade = grade_of(mark.points)
    final = final_points(rating=row.attempt.rating, exam=mark.points)
    return YourGrade(
        exam=exam.id,
        subject=exam.subject,
        points=mark.points,
        letter=grade.letter,
        gpa=grade.gpa,
        rating=row.attempt.rating,
        final=final,
        final_letter=grade_of(final).letter if final is not None else "",
        corrected=corrected,
        reason=mark.reason,
    )


async def _post(
    unit: Unit,
    exam: Exam,
    rows: Sequence[Row],
    privacy: str,
    *,
    key: str,
    corrected_at: datetime | None = None,
) -> tuple[str, ...]:
    """Post to each group's chat, in place of an earlier post of the same results.

    A correction is not held up by a chat that was lost since.
    """
    if privacy == PRIVATE:
        return ()
    groups = await _groups_of(unit, exam)
    if corrected_at is not None:
        groups = tuple(group for group in groups if group.chat_id is not None)
    for group in groups:
        if group.chat_id is None:
            raise GroupNotLinked(group=group.name)
        own = [row for row in rows if row.person.group_id == group.id]
        notice = GroupResults(
            exam=exam.id,
            subject=exam.subject,
            group=group.name,
            starts_at=exam.starts_at,
            lines=tuple(line_of(row, privacy) for row in own),
            privacy=privacy,
            corrected_at=corrected_at,
        )
        await unit.outbox.put(
            Envelope(
                notice=notice,
                chat=group.id,
                key=f"group_results:{exam.id}:{group.id}:{key}",
                priority=Priority.RESULT,
                slot=f"results:{exam.id}",
                after_crash=AfterCrash.ASK,
                exam_id=exam.id,
            )
        )
    return tuple(group.name for group in groups)


async def _send_grade(
    unit: Unit, exam: Exam, row: Row, mark: Mark, *, key: str, corrected: bool = False
) -> None:
    await unit.outbox.put(
        Envelope(
            notice=grade_for(exam, row, mark, corrected=corrected),
            to=row.person.id,
            key=f"your_grade:{row.attempt.id}:{key}",
            priority=Priority.RESULT,
            after_crash=AfterCrash.ASK,
            exam_id=exam.id,
            attempt_id=row.attempt.id,
        )
    )


@dataclass(frozen=True, slots=True)
class PublishResults:
    """An examiner publishes the results (S27)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, privacy: str) -> ResultsPosted:
        """Post them to the group chats and tell each student; a second tap posts nothing twice.

        Raises:
            MarksMissing: somebody who sat has no mark.
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
                groups = await _groups_of(unit, found)
                private = await _privacy_of(unit, exam) == PRIVATE
                return ResultsPosted(
                    exam=exam,
                    subject=found.subject,
                    posted=() if private else tuple(group.name for group in groups),
                    private=len(marked),
                )
            _complete(rows)
            published = found.take(ExamAct.PUBLISH_RESULTS, found.roles_of(actor), at=now)
            act = ExamAct.PUBLISH_RESULTS.value
            await keep_exam(unit, actor, found, published, act, at=now, facts={"as": privacy})
            posted = await _post(unit, found, rows, privacy, key="1")
            for row, mark in marked:
                await unit.marks.put(replace(mark, status=MarkStatus.PUBLISHED))
                await _send_grade(unit, found, row, mark, key="1")
            await unit.commit()
        return ResultsPosted(exam=exam, subject=found.subject, posted=posted, private=len(marked))


@dataclass(frozen=True, slots=True)
class CorrectMark:
    """An examiner corrects a published mark; the group's post is edited in place."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, text: str, reason: str) -> ResultsPosted:
        """Take one line of "12 85" with the reason; the mark that stands already tells nobody.

        Raises:
            WrongStage: not published yet; then the mark is simply entered anew.
            ReasonMissing: no word why.
            MarksUnreadable, MarkOutOfRange, NoMarkFor: nothing was changed.
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
            if points_of(points) == row.mark.points:
                return ResultsPosted(exam=exam, subject=found.subject, posted=(), private=0)
            mark = await put_mark(
                unit,
                actor,
                found,
                row,
                points=points_of(points),
                status=MarkStatus.CORRECTED,
                at=now,
                reason=reason.strip(),
            )
            rows = await rows_of(unit, found)
            key = f"{row.attempt.id}:{now.timestamp()}"
            privacy = await _privacy_of(unit, exam)
            posted = await _post(unit, found, rows, privacy, key=key, corrected_at=now)
            await _send_grade(unit, found, row, mark, key=key, corrected=True)
            await unit.commit()
        return ResultsPosted(exam=exam, subject=found.subject, posted=posted, private=1)


async def _privacy_of(unit: Unit, exam: ExamId) -> str:
    """Return how the results were published, as the event log has it."""
    events = await unit.events.of(exam)
    act = ExamAct.PUBLISH_RESULTS.value
    published = next(event for event in reversed(events) if event.act == act)
    return str(published.facts.get("as", NAMES))
