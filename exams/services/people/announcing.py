"""How a student hears of an exam: that it takes place, or that one is kept from it, and why."""

from exams.domain.delivery import Priority
from exams.domain.exam import Exam, ExamStage
from exams.domain.ids import PersonId
from exams.notices.base import Media, Notice
from exams.notices.before import Barred, ExamAnnounced
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

    Args:
        unit: in which the change is made that this tells of.
        exam: as it is stored now.
        student: who.
        barred: why the student is kept from it; empty for everybody else.
        anew: sets a second announcement apart from the first.
        entry: the exam as a calendar file.
    """
    if exam.stage is ExamStage.DRAFT:
        return
    notice: Notice
    if barred:
        notice = Barred(
            exam=exam.id, subject=exam.subject, starts_at=exam.starts_at, reason=barred
        )
    else:
        notice = ExamAnnounced(
            exam=exam.id,
            subject=exam.subject,
            kind=exam.kind.value,
            starts_at=exam.starts_at,
            media=entry,
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
