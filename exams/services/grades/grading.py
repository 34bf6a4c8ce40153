"""Marks: the list, and how they are entered (rules E)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import TOLD, Mark, MarkStatus, grade_of, points_of
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor, Person, Role
from exams.domain.refusals.marks import AlreadyPublished, MarksUnreadable, MarkTold, NoMarkFor
from exams.domain.refusals.moments import WrongStage
from exams.notices.base import Media
from exams.notices.lines import MarkLine
from exams.notices.results import MarkList
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.mark_forms import MarkForms
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.doors import room
from exams.services.grades.grade_queue import queue_grade
from exams.services.marking.plans import require_proctors_marking

EXAMINERS: Final = (Role.EXAMINER, Role.CHIEF)
NAMES, DIGITS, PRIVATE = "names", "digits", "private"
LAST_DIGITS: Final = 4  # of the student number, in the privacy mode "digits"
MARKING: Final = frozenset({ExamStage.RUNNING, ExamStage.CLOSED, ExamStage.MARKING})
PUBLISHED: Final = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One student of an exam with the mark, at a place of the alphabetical list."""

    place: int
    attempt: Attempt
    person: Person
    mark: Mark | None


async def rows_of(unit: Unit, exam: Exam) -> tuple[Row, ...]:
    """Return an exam's students with their marks."""
    attempts = await unit.attempts.of_exam(exam.id)
    people = await unit.people.many(a.student_id for a in attempts)
    marks = await unit.marks.of_exam(exam.id)
    return tuple(
        Row(place=place, attempt=a, person=people[a.student_id], mark=marks.get(a.id))
        for place, a in enumerate(attempts, start=1)
    )


def line_of(row: Row, privacy: str = NAMES) -> MarkLine:
    """Return a row as it may be shown."""
    digits = row.person.number[-LAST_DIGITS:]
    return MarkLine(
        place=row.place,
        who=row.person.name if privacy == NAMES else f"…{digits}",
        points=row.mark.points if row.mark else None,
        letter=grade_of(row.mark.points).letter if row.mark else "",
        absent=row.attempt.over and not row.attempt.sat,
    )


@dataclass(frozen=True, slots=True)
class ListMarks:
    """An examiner opens the list to enter marks into."""

    units: Units
    files: Files
    forms: MarkForms

    async def __call__(self, actor: Actor, exam: ExamId) -> MarkList:
        """Return the list, with the same as a workbook.

        Raises:
            MarkedByMarkers: the exam has markers of its own, and its results are not out.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            if found.stage not in PUBLISHED:
                await require_proctors_marking(unit, exam)
            rows = await rows_of(unit, found)
        lines = tuple(line_of(row) for row in rows)
        digest = await self.files.put(await self.forms.write(found.subject, lines))
        media = Media(kind="document", digest=digest, name=f"marks-{exam}.xlsx")
        return MarkList(
            exam=exam,
            subject=found.subject,
            lines=lines,
            due=found.results_due_at,
            media=(media,),
        )


def still_open(exam: Exam) -> None:
    """Let drafts be written while results wait to be published.

    Raises:
        AlreadyPublished: only a correction can change a mark now.
        WrongStage: the exam has not begun.
    """
    if exam.stage in PUBLISHED:
        raise AlreadyPublished
    if exam.stage not in MARKING:
        raise WrongStage(act="mark", stage=exam.stage.value)


async def open_to_proctors(unit: Unit, exam: Exam) -> None:
    """Let proctors write drafts, where they mark.

    Raises:
        AlreadyPublished, WrongStage: as above.
        MarkedByMarkers: the exam has markers of its own.
    """
    still_open(exam)
    await require_proctors_marking(unit, exam.id)


def may_mark(row: Row, text: str) -> int:
    """Return the points which a student may be given.

    Raises:
        MarkOutOfRange: no whole number from 0 to 100.
        NoMarkFor: absent, or not done yet.
        MarkTold: the student knows another mark already, as of an oral answer.
    """
    points = points_of(text)
    if not row.attempt.sat:
        raise NoMarkFor(who=row.person.name)
    if row.mark is not None and row.mark.status in TOLD and row.mark.points != points:
        raise MarkTold(who=row.person.name)
    return points


async def draft(
    unit: Unit, actor: Actor, exam: Exam, row: Row, points: int, *, at: datetime
) -> None:
    """Write a mark which nobody sees yet; the same one again changes nothing."""
    if row.mark is None or row.mark.points != points:
        await put_mark(
            unit, actor, exam, row, points=points, status=MarkStatus.DRAFT, at=at, reason=""
        )


def progress(rows: Iterable[Row]) -> tuple[int, int]:
    """Return how many of those who sat have a mark, and how many sat."""
    sat = [row for row in rows if row.attempt.sat]
    return sum(row.mark is not None for row in sat), len(sat)


async def put_mark(
    unit: Unit,
    actor: Actor,
    exam: Exam,
    row: Row,
    *,
    points: int,
    status: MarkStatus,
    at: datetime,
    reason: str,
    role: Role = Role.EXAMINER,
) -> Mark:
    """Write a mark with its event."""
    old = row.mark
    told = old is not None and old.published_at is not None
    mark = Mark(
        attempt_id=row.attempt.id,
        points=points,
        status=status,
        by=actor.id,
        at=at,
        reason=reason,
        published_at=at if status in TOLD else None,
        was=old.points if old and told else None,
        version=old.version if old else 0,
    )
    await unit.marks.put(mark)
    if status in TOLD:
        await queue_grade(unit, row.attempt, mark, at=at)
    await unit.events.append(
        Happening(
            exam_id=exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=role,
            act="mark",
            attempt_id=row.attempt.id,
            before="" if old is None else str(old.points),
            after=str(points),
            reason=reason,
        )
    )
    return mark


@dataclass(frozen=True, slots=True)
class EnterMarksFile:
    """An examiner sends the filled workbook back: all of it is taken, or nothing."""

    units: Units
    clock: Clock
    forms: MarkForms
    list_marks: ListMarks

    async def __call__(self, actor: Actor, exam: ExamId, data: bytes) -> MarkList:
        """Take the rows that have points.

        Raises:
            FileUnreadable, MarksUnreadable, MarkOutOfRange, NoMarkFor: nothing was taken. A row
                whose name is another's now is unreadable: the list has changed since.
        """
        filled = await self.forms.read(data)
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            await open_to_proctors(unit, found)
            rows = {row.place: row for row in await rows_of(unit, found)}
            for line in filled:
                row = rows.get(line.place)
                if row is None or line.name not in {"", row.person.name}:
                    raise MarksUnreadable(line=f"{line.place} {line.name}".strip()[:60])
            taken: set[AttemptId] = set()
            for line in filled:
                row = rows[line.place]
                points = may_mark(row, line.points)
                if row.attempt.id in taken:
                    raise MarksUnreadable(line=f"{row.place} {line.points}"[:60])
                taken.add(row.attempt.id)
                await draft(unit, actor, found, row, points, at=self.clock.now())
            await unit.commit()
        return await self.list_marks(actor, exam)
