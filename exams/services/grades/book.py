"""What a student has sat, subject by subject, as far as it is told (B14)."""

from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.domain.grades import TOLD, Mark
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.transcript import Course, Sitting, courses
from exams.records.unit import Unit
from exams.services.keeping import NOT_HELD


class Book:
    """Published grades, exam by exam; each exam is read once."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._exams: dict[ExamId, Exam | None] = {}
        self._marks: dict[ExamId, dict[AttemptId, Mark]] = {}

    async def courses(self, student: PersonId) -> tuple[Course, ...]:
        """Return what a student sat, as far as it is told already."""
        found = []
        for attempt in await self._unit.attempts.of_student(student):
            exam = await self._exam(attempt.exam_id)
            if exam is None or exam.stage in NOT_HELD:
                continue
            mark = self._marks[exam.id].get(attempt.id)
            told = mark if mark is not None and mark.status in TOLD else None
            found.append(sitting_of(exam, attempt, told))
        return courses(sitting for sitting in found if sitting.told)

    async def _exam(self, exam: ExamId) -> Exam | None:
        if exam not in self._exams:
            self._exams[exam] = await self._unit.exams.get(exam)
            self._marks[exam] = await self._unit.marks.of_exam(exam)
        return self._exams[exam]


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
