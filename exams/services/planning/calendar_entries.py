"""One exam as a calendar file: whoever opens it has the newest time, or has it no more."""

from dataclasses import dataclass

from exams.domain.clash import Students, lasts
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.notices.base import Media
from exams.ports.calendars import Appointment, Calendars
from exams.ports.files import Files


def appointment_of(exam: Exam, students: Students) -> Appointment:
    """Return an exam as a calendar shows it; each change of it takes the last one's place.

    An oral one ends when its last student has answered: whose turn is the last is known only once
    tickets are drawn, so everybody keeps that time free.
    """
    cancelled = exam.stage is ExamStage.CANCELLED
    return Appointment(
        uid=f"exam-{exam.id}@emtihan",
        version=exam.schedule_version + cancelled,
        title=exam.subject,
        starts_at=exam.starts_at,
        ends_at=exam.starts_at + lasts(exam, students),
        cancelled=cancelled,
    )


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Writes an exam's calendar file and stores it, before anything refers to it."""

    calendars: Calendars
    files: Files

    async def __call__(self, exam: Exam, students: Students) -> tuple[Media, ...]:
        """Return the file that goes with a message about the exam."""
        digest = await self.files.put(self.calendars.write([appointment_of(exam, students)]))
        return (Media(kind="document", digest=digest, name=f"exam-{exam.id}.ics"),)
