"""How a student hears of an exam: that it takes place, or that one is kept from it, and why."""

from datetime import datetime

from exams.domain.delivery import Priority
from exams.domain.exam import EQUIPMENT, Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import PersonId
from exams.notices.base import Media, Notice
from exams.notices.before import AdditionalExam, Barred, Equipment, ExamAnnounced
from exams.records.outbox import Envelope
from exams.records.unit import Unit


async def announce(
    unit: Unit,
    exam: Exam,
    student: PersonId,
    *,
    barred: str = "",
    anew: str = "",
    entry: tuple[Media, ...] = (),
) -> None:
    """Tell a student of a published exam; of a draft nobody hears.

    Who hears of it after the others were asked about their equipment is asked at once (S1).

    Args:
        unit: in which the change is made that this tells of.
        exam: as it is stored now.
        student: who.
        barred: why the student is kept from it; empty for everybody else.
        anew: sets a second announcement apart from the first.
        entry: an additional exam as a calendar file.
    """
    if exam.stage is ExamStage.DRAFT:
        return
    notice: Notice
    missed_at = await in_place_of(unit, exam)
    if barred:
        notice = Barred(
            exam=exam.id, subject=exam.subject, starts_at=exam.starts_at, reason=barred
        )
    elif missed_at is not None:
        notice = AdditionalExam(
            exam=exam.id,
            subject=exam.subject,
            kind=exam.kind.value,
            starts_at=exam.starts_at,
            missed_at=missed_at,
            media=entry,
        )
    else:
        notice = ExamAnnounced(
            exam=exam.id,
            subject=exam.subject,
            kind=exam.kind.value,
            starts_at=exam.starts_at,
        )
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=student,
            key=f"{notice.template}:{exam.id}:{exam.schedule_version}:{student}{anew}",
            priority=Priority.REMINDER,
            exam_id=exam.id,
        )
    )
    if not barred:
        await ask_of_equipment(unit, exam, student)


async def in_place_of(unit: Unit, exam: Exam) -> datetime | None:
    """Return when the missed exam began that an additional one replaces; None for any other."""
    plan = await unit.plans.get(exam.id)
    missed = None if plan is None else await unit.exams.get(plan.missed_id)
    return None if missed is None else missed.starts_at


async def ask_of_equipment(unit: Unit, exam: Exam, student: PersonId) -> None:
    """Ask a student what will be on camera, if the others were asked already (S1)."""
    if EQUIPMENT in exam.done:
        question = Equipment(exam=exam.id, subject=exam.subject, starts_at=exam.starts_at)
        await unit.outbox.put(
            Envelope(
                notice=question,
                to=student,
                key=f"{question.template}:{exam.id}:{exam.schedule_version}:{student}",
                priority=Priority.REMINDER,
                exam_id=exam.id,
            )
        )
