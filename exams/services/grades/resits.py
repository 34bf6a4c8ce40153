"""FX and F: one of two resits, or a decision of the registrar (rules E)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Act, Stage
from exams.domain.beforehand import bar, clear_bar
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, ExamStage
from exams.domain.grades import PASSED, TOLD, grade_of
from exams.domain.ids import AttemptId, PersonId
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Role
from exams.domain.spelling import alike
from exams.domain.transcript import FAILED, MOST_RESITS, RESIT, Course, Standing
from exams.notices.marks import NoResitLine, NoResitsLeft
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.doors import seats_for
from exams.services.grades.book import Book
from exams.services.grades.grading import Row, rows_of
from exams.services.keeping import keep_place
from exams.services.people.announcing import announce

LOST: Final = frozenset({RESIT, FAILED})
NO_RESITS: Final = "no_resits"
REGAINED: Final = "grade_corrected"
COMING: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})
HELD: Final = frozenset(ExamStage) - COMING - {ExamStage.CHECKIN_OPEN, ExamStage.CANCELLED}
"""Stages of exams of which a mark may have been told: of a test or an oral answer at once."""


async def course_of(unit: Unit, student: PersonId, exam: Exam) -> Course | None:
    """Return everything a student has sat in the subject of an exam, as far as it is told."""
    subject = alike(exam.subject)
    taken = await Book(unit).courses(student)
    return next((course for course in taken if alike(course.subject) == subject), None)


async def tell_registrars(unit: Unit, exam: Exam, row: Row, points: int, *, at: datetime) -> None:
    """Tell the registrars what one more mark, or another one, means for those who have failed."""
    old = "" if row.mark is None else grade_of(row.mark.points).letter
    if grade_of(points).letter in LOST:
        await list_failed(unit, exam, at=at)
    elif old in LOST:
        course = await course_of(unit, row.person.id, exam)
        listed = old == FAILED or (course is not None and course.resits >= MOST_RESITS)
        await list_failed(unit, exam, at=at, even_nobody=listed)


async def list_failed(unit: Unit, exam: Exam, *, at: datetime, even_nobody: bool = False) -> None:
    """Tell the registrars who has no resit left after this exam; an earlier list is edited."""
    await settle_resits(unit, at=at, subject=exam.subject)
    lines = [line for row in await rows_of(unit, exam) if (line := await _line(unit, exam, row))]
    if not lines and not even_nobody:
        return
    notice = NoResitsLeft(exam=exam.id, subject=exam.subject, students=tuple(lines))
    for registrar in await unit.people.with_role(Role.REGISTRAR):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=registrar.id,
                key=f"no_resits_left:{exam.id}:{at.timestamp()}:{registrar.id}",
                priority=Priority.REMINDER,
                slot=f"no_resits_left:{exam.id}",
                exam_id=exam.id,
            )
        )


async def _line(unit: Unit, exam: Exam, row: Row) -> NoResitLine | None:
    mark = row.mark
    if mark is None or mark.status not in TOLD or grade_of(mark.points).letter not in LOST:
        return None
    course = await course_of(unit, row.person.id, exam)
    if course is None or course.standing is not Standing.REGISTRAR:
        return None
    letters = tuple(one.letter for one in course.graded)
    return NoResitLine(name=row.person.name, number=row.person.number, letters=letters)


# -- coming exams -------------------------------------------------------------------------


async def settle_resits(unit: Unit, *, at: datetime, subject: str | None = None) -> int:
    """Keep those from coming exams who have no resit left in the subject; let in who has again.

    Whom the registrar let in all the same stays in.

    Args:
        unit: in which marks were told, or students were given a place.
        at: now.
        subject: of the exams to look at; None for all.

    Returns:
        How many are kept out now who were not before.
    """
    only = None if subject is None else alike(subject)
    coming = [
        exam
        for exam in await unit.exams.in_stages(COMING)
        if only in {None, alike(exam.subject)} and exam.room is None
    ]
    if not coming:
        return 0
    held = await unit.exams.in_stages(HELD)
    kept_out = 0
    for exam in coming:
        same = [one for one in held if alike(one.subject) == alike(exam.subject)]
        if same:
            kept_out += await _settle(unit, exam, await _without_resits(unit, same), at=at)
    return kept_out


async def _without_resits(unit: Unit, exams: Iterable[Exam]) -> frozenset[PersonId]:
    """Return whose next sitting in the subject of these exams is the registrar's decision."""
    failed: dict[PersonId, Exam] = {}
    for exam in exams:
        marks = await unit.marks.of_exam(exam.id)
        told = {one.attempt_id for one in marks.values() if one.status in TOLD}
        low = {one for one in told if marks[one].points < PASSED}
        attempts = await unit.attempts.of_exam(exam.id) if low else ()
        failed |= {one.student_id: exam for one in attempts if one.id in low}
    courses = {student: await course_of(unit, student, exam) for student, exam in failed.items()}
    return frozenset(
        student
        for student, course in courses.items()
        if course is not None and course.standing is Standing.REGISTRAR
    )


async def _settle(unit: Unit, exam: Exam, spent: frozenset[PersonId], *, at: datetime) -> int:
    let_in = _let_in(await unit.events.of(exam.id))
    kept_out = 0
    for seat in await seats_for(unit, SYSTEM, exam):
        attempt, has_none = seat.attempt, seat.student.id in spent
        mine = attempt.stage is Stage.BARRED and attempt.outcome_reason == NO_RESITS
        if has_none and attempt.stage is Stage.SCHEDULED and attempt.id not in let_in:
            barred = bar(attempt, SYSTEM.roles, reason=NO_RESITS)
            await keep_place(unit, SYSTEM, attempt, barred, Act.BAR, at=at, reason=NO_RESITS)
            await announce(unit, exam, seat.student.id, barred=NO_RESITS)
            kept_out += 1
        elif mine and not has_none:
            back = clear_bar(attempt, SYSTEM.roles, reason=REGAINED)
            await keep_place(unit, SYSTEM, attempt, back, Act.CLEAR_BAR, at=at, reason=REGAINED)
            await announce(unit, exam, seat.student.id, anew=f":{REGAINED}")
    return kept_out


def _let_in(events: Iterable[Event]) -> frozenset[AttemptId | None]:
    """Return the attempts which the registrar let in though no resit was left."""
    why: dict[AttemptId | None, str] = {}
    found = set()
    for event in events:
        if event.act == Act.BAR.value:
            why[event.attempt_id] = event.reason
        by_hand = event.act == Act.CLEAR_BAR.value and event.role == Role.REGISTRAR.value
        if by_hand and why.get(event.attempt_id) == NO_RESITS:
            found.add(event.attempt_id)
    return frozenset(found)
