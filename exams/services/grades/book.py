"""What a student has sat, subject by subject, as far as it is told (B14)."""

from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.domain.grades import TOLD, Mark
from exams.domain.ids import ExamId, PersonId
from exams.domain.transcript import Course, Sitting, courses
from exams.records.unit import Unit
from exams.services.keeping import NOT_HELD


class Book:
    """Published grades of students; each exam is read once, and for each student three things."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._exams: dict[ExamId, Exam] = {}

    async def courses(self, student: PersonId) -> tuple[Course, ...]:
        """Return what a student sat, as far as it is told already."""
        attempts = await self._unit.attempts.of_student(student)
        new = {one.exam_id for one in attempts} - self._exams.keys()
        if new:
            self._exams |= await self._unit.exams.many(sorted(new))
        marks = await self._unit.marks.of_student(student)
        found = []
        for attempt in attempts:
            exam, mark = self._exams[attempt.exam_id], marks.get(attempt.id)
            if exam.stage not in NOT_HELD:
                told = mark if mark is not None and mark.status in TOLD else None
                found.append(sitting_of(exam, attempt, told))
        return courses(sitting for sitting in found if sitting.told)


def sitting_of(exam: Exam, attempt: Attempt, mark: Mark | None) -> Sitting:
    """Return an attempt as a paper tells it."""
    return Sitting(
        subject=exam.subject,
        kind=exam.kind,
        starts_at=exam.starts_at,
        stage=attempt.stage,
        rating=attempt.rating,
        marked=mark.points if mark else None,
    )
