"""Pictures and sheets whose time is over are erased, and the office reads what was (rules)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from exams.domain.delivery import Priority
from exams.domain.erasure import ERASED, ERASING, appeals_end, ranges
from exams.domain.exam import ASTANA, Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, PersonId
from exams.domain.log import Fact
from exams.domain.people import SYSTEM, Role
from exams.notices.erasure import ErasedLine, PicturesErased
from exams.ports.clock import Clock, WorkingDays
from exams.ports.files import Files
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.personal_files import Held
from exams.records.unit import Unit, Units
from exams.services.doors import leads
from exams.services.keeping import noted

ERASE: Final = "erase"
OVER: Final = (
    ExamStage.CLOSED,
    ExamStage.MARKING,
    ExamStage.RESULTS_PUBLISHED,
    ExamStage.ARCHIVED,
    ExamStage.CANCELLED,
)
AT_ONCE: Final = 20  # exams a night, so that a report is one message
MORNING: Final = time(9)


@dataclass(frozen=True, slots=True)
class ErasePictures:
    """Sheets, voice notes and what was made of them go; marks, statements and the log stay.

    First the exam is closed to whoever would look at a page, then the files are deleted, then
    that is written down and reported: whatever interrupts this, the next night goes on with it,
    and nothing is reported that is still there.

    Attributes:
        keep: how long after the appeals have ended.
    """

    units: Units
    clock: Clock
    files: Files
    days: WorkingDays
    keep: timedelta

    async def __call__(self) -> int:
        """Erase what is due; return how many files."""
        now = self.clock.now()
        async with self.units.reading() as unit:
            due = [exam for exam in await unit.exams.in_stages(OVER) if ERASED not in exam.done]
            due = [exam for exam in due if await self._is_due(unit, exam, now)][:AT_ONCE]
        if not due:
            return 0
        async with self.units() as unit:
            for exam in due:
                if ERASING not in exam.done:
                    await noted(unit, exam, ERASING)
                    await unit.personal_files.withdraw(exam.id, at=now)
            await unit.commit()
        async with self.units.reading() as unit:
            held = await unit.personal_files.held([exam.id for exam in due])
        gone = {digest for one in held.values() for digest in one.files}
        for digest in sorted(gone):
            await self.files.forget(digest)
        async with self.units() as unit:
            for exam in due:
                await unit.personal_files.forget(exam.id)
                await noted(unit, exam, ERASED)
                if held[exam.id].works:
                    await _log(unit, exam, held[exam.id], at=now)
            await _report(unit, [exam for exam in due if held[exam.id].works], held, at=now)
            await unit.commit()
        return len(gone)

    async def _is_due(self, unit: Unit, exam: Exam, now: datetime) -> bool:
        if ERASING in exam.done:
            return True
        begun = exam.closed_at or exam.starts_at
        if now < begun + self.keep:
            return False
        end = appeals_end(
            exam,
            await unit.attempts.of_exam(exam.id),
            await unit.marks.of_exam(exam.id),
            (await unit.appeals.of_exam(exam.id)).values(),
            events=await unit.events.of(exam.id),
            works=self.days.works,
        )
        return end is not None and now >= end + self.keep


async def _log(unit: Unit, exam: Exam, held: Held, *, at: datetime) -> None:
    facts: dict[str, Fact] = {
        "attempts": ranges(held.works),
        "sheets": held.sheets,
        "voices": held.voices,
        "files": len(held.files),
    }
    await unit.events.append(
        Happening(
            exam_id=exam.id,
            at=at,
            sent_at=None,
            actor=SYSTEM.id,
            role=Role.SYSTEM,
            act=ERASE,
            facts=facts,
        )
    )


async def _report(
    unit: Unit, exams: Sequence[Exam], held: Mapping[ExamId, Held], *, at: datetime
) -> None:
    """Tell registrars and deans in the morning, each of the exams that are theirs."""
    for person, own in (await _readers(unit, exams)).items():
        lines = tuple(_line(exam, held[exam.id]) for exam in own)
        await unit.outbox.put(
            Envelope(
                notice=PicturesErased(at=at, exams=lines),
                to=person,
                key=f"{PicturesErased.template}:{at.timestamp()}:{person}",
                priority=Priority.REMINDER,
                due_at=datetime.combine(at.astimezone(ASTANA).date(), MORNING, ASTANA),
            )
        )


async def _readers(unit: Unit, exams: Sequence[Exam]) -> dict[PersonId, list[Exam]]:
    readers = {one.id: list(exams) for one in await unit.people.with_role(Role.REGISTRAR)}
    for dean in await unit.people.with_role(Role.DEAN):
        readers.setdefault(dean.id, [exam for exam in exams if leads(dean, exam)])
    return {person: own for person, own in readers.items() if own}


def _line(exam: Exam, held: Held) -> ErasedLine:
    return ErasedLine(
        exam=exam.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        attempts=ranges(held.works),
        works=len(held.works),
        sheets=held.sheets,
        voices=held.voices,
        files=len(held.files),
    )
