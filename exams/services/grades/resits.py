"""FX and F: one of two resits, or a decision of the registrar (rules E)."""

from datetime import datetime
from typing import Final

from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.grades import TOLD, grade_of
from exams.domain.ids import PersonId
from exams.domain.people import Role
from exams.domain.transcript import FAILED, MOST_RESITS, RESIT, Course, Standing
from exams.notices.marks import NoResitLine, NoResitsLeft
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.grades.book import Book
from exams.services.grades.grading import Row, rows_of

LOST: Final = frozenset({RESIT, FAILED})


async def course_of(unit: Unit, student: PersonId, exam: Exam) -> Course | None:
    """Return everything a student has sat in the subject of an exam, as far as it is told."""
    subject = exam.subject.casefold()
    taken = await Book(unit).courses(student)
    return next((course for course in taken if course.subject.casefold() == subject), None)


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
