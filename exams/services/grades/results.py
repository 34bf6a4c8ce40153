"""Results: previewed, published to the group and to each student, corrected (S27, D6, B11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamAct
from exams.domain.grades import MarkStatus, grade_of, points_of
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Group, Role
from exams.domain.refusals.marks import MarksMissing, MarksNotConfirmed, MarksUnreadable, NoMarkFor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.words import said
from exams.notices.base import Media
from exams.notices.results import MarkCorrected, ResultsPosted, ResultsPreview
from exams.ports.clock import Clock, WorkingDays
from exams.ports.files import Files
from exams.ports.result_pictures import ResultPictures
from exams.records.unit import Unit, Units
from exams.services.doors import room
from exams.services.grades.appeals import not_under_appeal
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
from exams.services.grades.posting import (
    Publication,
    groups_of,
    post,
    publication_of,
    republish,
    results_for,
    send_grade,
    tell_office,
    without_chat,
)
from exams.services.grades.resits import LOST, list_failed
from exams.services.grades.typed import parse_marks
from exams.services.keeping import keep_exam
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
    """An examiner looks at exactly what the group will see.

    Attributes:
        usual: how the university shows results unless the examiner chooses otherwise.
    """

    units: Units
    files: Files
    pictures: ResultPictures
    usual: Publication

    async def __call__(
        self, actor: Actor, exam: ExamId, privacy: str | None = None
    ) -> ResultsPreview | ResultsPosted:
        """Return the preview; of results that are out already, where they went.

        Raises:
            MarksMissing: somebody who sat has no mark.
            WorksOpen: a work waits for a marker yet.
            MarksNotConfirmed: the list was not confirmed as it is.
            Unknown: there is no such way to publish.
        """
        shown = self.usual if privacy is None else replace(self.usual, privacy=privacy)
        _known(shown.privacy)
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            rows = await rows_of(unit, found)
            if found.stage in PUBLISHED:
                return await _posted(unit, found, rows)
            await require_settled(unit, exam)
            groups = await groups_of(unit, found)
            lost = await without_chat(unit, found, shown)
        complete(rows)
        confirmed(rows)
        posted = () if shown.privacy == PRIVATE else tuple(g for g in groups if g not in lost)
        drawn = posted if shown.picture else ()
        return ResultsPreview(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            lines=tuple(line_of(row, shown.privacy) for row in rows),
            groups=tuple(group.name for group in posted),
            privacy=shown.privacy,
            lost=tuple(group.name for group in lost),
            picture=bool(drawn),
            media=tuple([await self._drawn(found, rows, group, shown) for group in drawn]),
        )

    async def _drawn(
        self, exam: Exam, rows: Sequence[Row], group: Group, shown: Publication
    ) -> Media:
        picture = await self.pictures.draw(results_for(exam, rows, group, shown), group.locale)
        digest = await self.files.put(picture)
        return Media(kind="photo", digest=digest, name=f"results-{exam.id}.png")


@dataclass(frozen=True, slots=True)
class PublishResults:
    """An examiner publishes the results (S27).

    Attributes:
        picture: groups read them as a picture.
    """

    units: Units
    clock: Clock
    days: WorkingDays
    picture: bool

    async def __call__(self, actor: Actor, exam: ExamId, privacy: str) -> ResultsPosted:
        """Post them to the group chats and tell each student; a second tap posts nothing twice.

        A group without a chat does not hold them up: its students are told in private as all
        are, and the dean's office how to link the chat again.

        Raises:
            MarksMissing: somebody who sat has no mark.
            WorksOpen: a work waits for a marker yet.
            MarksNotConfirmed: the list was not confirmed as it is.
            WrongStage: the exam is not over.
            Unknown: there is no such way to publish.
        """
        _known(privacy)
        now, shown = self.clock.now(), Publication(privacy, self.picture)
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            rows = await rows_of(unit, found)
            if found.stage in PUBLISHED:
                return await _posted(unit, found, rows)
            await require_settled(unit, exam)
            complete(rows)
            confirmed(rows)
            published = found.take(ExamAct.PUBLISH_RESULTS, found.roles_of(actor), at=now)
            act = ExamAct.PUBLISH_RESULTS.value
            how: dict[str, str | bool] = {"as": privacy, "picture": self.picture}
            await keep_exam(unit, actor, found, published, act, at=now, facts=how)
            await post(unit, found, rows, shown, key="1")
            await tell_office(unit, found, await without_chat(unit, found, shown))
            marked = [(row, row.mark) for row in rows if row.mark is not None]
            fresh = [(row, mark) for row, mark in marked if mark.published_at is None]
            for row, mark in fresh:  # the mark of an oral answer was told at once (S26)
                told = replace(mark, status=MarkStatus.PUBLISHED, published_at=now)
                await unit.marks.put(told)
                await send_grade(unit, found, row, told, self.days.works, key="1")
                await queue_grade(unit, row.attempt, told, at=now)
            if any(grade_of(mark.points).letter in LOST for _, mark in fresh):
                await list_failed(unit, found, at=now)
            posted = await _posted(unit, found, rows)
            await unit.commit()
        return posted


async def _posted(unit: Unit, exam: Exam, rows: Sequence[Row]) -> ResultsPosted:
    """Return where results went, as the log has it."""
    shown = await publication_of(unit, exam.id)
    lost = await without_chat(unit, exam, shown)
    groups = () if shown.privacy == PRIVATE else await groups_of(unit, exam)
    return ResultsPosted(
        exam=exam.id,
        subject=exam.subject,
        posted=tuple(group.name for group in groups if group not in lost),
        private=sum(row.mark is not None for row in rows),
        lost=tuple(group.name for group in lost),
    )


@dataclass(frozen=True, slots=True)
class CorrectMark:
    """An examiner corrects a published mark; the group's post is edited in place."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId, text: str, reason: str) -> MarkCorrected:
        """Take one line of "12 85" with the reason; the mark that stands already tells nobody.

        Raises:
            WrongStage: not published yet; then the mark is simply entered anew.
            ReasonMissing: no word why.
            MarksUnreadable, MarkOutOfRange, NoMarkFor: nothing was changed.
            UnderAppeal: an appeal is open, or was decided and only the chief may mend it.
        """
        why, now = said(reason), self.clock.now()
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
            await not_under_appeal(unit, row.attempt.id, found.roles_of(actor))
            if points_of(points) == row.mark.points:
                return _corrected(found, row, row.mark.points)
            mark, posted, key = await republish(
                unit,
                actor,
                found,
                row,
                points=points_of(points),
                reason=why,
                role=Role.EXAMINER,
                at=now,
            )
            await send_grade(unit, found, row, mark, self.days.works, key=key, corrected=True)
            await unit.commit()
        return _corrected(found, row, mark.points, posted)


def _corrected(exam: Exam, row: Row, points: int, posted: tuple[str, ...] = ()) -> MarkCorrected:
    """Return whose mark it was, what stood before and what stands now."""
    return MarkCorrected(
        exam=exam.id,
        subject=exam.subject,
        name=row.person.name,
        before=row.mark.points if row.mark is not None else points,
        after=points,
        letter=grade_of(points).letter,
        posted=posted,
    )
