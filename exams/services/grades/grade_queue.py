"""A published grade lines up for the university's own system, in the same transaction."""

from datetime import datetime

from exams.domain.attempt import Attempt
from exams.domain.gradebook import OPEN, GradeRow
from exams.domain.grades import Mark, final_points, grade_of
from exams.records.unit import Unit


async def queue_grade(unit: Unit, attempt: Attempt, mark: Mark, *, at: datetime) -> None:
    """Line a published grade up, in place of an earlier one that was not taken yet."""
    earlier = await unit.gradebook.of_attempt(attempt.id)
    for old in earlier:
        if old.state in OPEN:
            await unit.gradebook.save(old.replaced())
    grade = grade_of(mark.points)
    final = final_points(rating=attempt.rating, exam=mark.points)
    await unit.gradebook.add(
        GradeRow(
            attempt_id=attempt.id,
            exam_id=attempt.exam_id,
            student_id=attempt.student_id,
            revision=len(earlier) + 1,
            points=mark.points,
            letter=grade.letter,
            gpa=grade.gpa,
            final=final,
            final_letter="" if final is None else grade_of(final).letter,
            corrects=mark.was,
            published_at=at,
            due_at=at,
        )
    )
