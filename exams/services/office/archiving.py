"""Exams of earlier terms leave the plan and the lists of their people (rules A)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.erasure import ERASED
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.people import SYSTEM
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.apart import Apart
from exams.services.keeping import keep_exam


@dataclass(frozen=True, slots=True)
class ArchiveExams:
    """Archives what is over: results out, appeals ended, pictures erased, a term gone by.

    Marks, papers and the log stay, and a mark can be corrected; dean and registrar find the exam
    in the archive.
    """

    units: Units
    clock: Clock

    async def __call__(self) -> int:
        """Archive what is due; return how many exams.

        Raises:
            PartFailed: an exam could not be archived, and every other one was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            over = await unit.exams.in_stages((ExamStage.RESULTS_PUBLISHED,))
        due = [exam for exam in over if ERASED in exam.done and now >= exam.archivable_at]
        for exam in due:
            await apart.do(self._archive(exam, now))
        apart.end()
        return len(due)

    async def _archive(self, exam: Exam, now: datetime) -> None:
        async with self.units() as unit:
            archived = exam.archive(SYSTEM.roles, at=now)
            await keep_exam(unit, SYSTEM, exam, archived, ExamAct.ARCHIVE.value, at=now)
            await unit.commit()
