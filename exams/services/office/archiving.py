"""Exams of earlier terms leave the plan and the lists of their people (rules A)."""

from dataclasses import dataclass

from exams.domain.erasure import ERASED
from exams.domain.exam import ARCHIVED_AFTER, ExamAct, ExamStage
from exams.domain.people import SYSTEM
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.doors import keep_exam


@dataclass(frozen=True, slots=True)
class ArchiveExams:
    """Archives what is over: results out, appeals ended, pictures erased, a term gone by.

    Marks, papers and the log stay, and a mark can be corrected; dean and registrar find the exam
    in the archive.
    """

    units: Units
    clock: Clock

    async def __call__(self) -> int:
        """Archive what is due; return how many exams."""
        now = self.clock.now()
        async with self.units.reading() as unit:
            over = await unit.exams.in_stages((ExamStage.RESULTS_PUBLISHED,))
        due = [
            exam
            for exam in over
            if ERASED in exam.done and now >= (exam.closed_at or exam.starts_at) + ARCHIVED_AFTER
        ]
        for exam in due:
            async with self.units() as unit:
                archived = exam.archive(SYSTEM.roles, at=now)
                act = ExamAct.ARCHIVE.value
                await keep_exam(unit, SYSTEM, exam, archived, act, at=now)
                await unit.commit()
        return len(due)
