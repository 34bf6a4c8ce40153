"""Telling the people of an exam: a student, its staff, its deans."""

from dataclasses import replace
from datetime import datetime

from exams.domain.attempt import Attempt
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.ids import Digest, PersonId
from exams.domain.people import Role
from exams.domain.talk import Remark, RemarkKind
from exams.notices.base import Notice
from exams.notices.proctor import Alert
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.doors import Seat, leads


async def tell(
    unit: Unit,
    seat: Seat,
    notice: Notice,
    *,
    key: str,
    priority: Priority = Priority.ANSWER,
    slot: str = "",
    fresh: bool = False,
) -> None:
    """Put a message to the seat's student into the outbox."""
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=seat.student.id,
            key=f"{notice.template}:{seat.attempt.id}:{key}",
            priority=priority,
            slot=slot,
            fresh=fresh,
            exam_id=seat.exam.id,
            attempt_id=seat.attempt.id,
        )
    )


async def remember(
    unit: Unit,
    attempt: Attempt,
    kind: RemarkKind,
    text: str = "",
    *,
    at: datetime,
    voice: Digest | None = None,
) -> None:
    """Write a line into a student's Chat&log (S16)."""
    await unit.talk.add(
        Remark(attempt_id=attempt.id, at=at, kind=kind, text=text.strip(), voice=voice)
    )


def staff_of(exam: Exam) -> tuple[PersonId, ...]:
    """Return everybody who invigilates an exam, once each."""
    chief = () if exam.chief is None else (exam.chief,)
    reserve = (exam.reserve,) if exam.reserve is not None and exam.reserve_called else ()
    return tuple(dict.fromkeys((*exam.proctors, *chief, *reserve)))


async def tell_staff(
    unit: Unit,
    exam: Exam,
    notice: Notice,
    *,
    key: str,
    priority: Priority = Priority.ANSWER,
    slot: str = "",
    fresh: bool = False,
    but: PersonId | None = None,
    chief: Notice | None = None,
) -> None:
    """Put a message to everybody who invigilates an exam into the outbox.

    Args:
        unit: of the transaction.
        exam: whose staff.
        notice: what they are told.
        key: of the message, without whom it goes to.
        priority: how urgent it is.
        slot: the message that it takes the place of.
        fresh: whether it appears below everything else.
        but: who is not told.
        chief: what those are told instead who decide as chief proctor.
    """
    for person in staff_of(exam):
        if person == but:
            continue
        await unit.outbox.put(
            Envelope(
                notice=chief if chief is not None and exam.led_by(person) else notice,
                to=person,
                key=f"{notice.template}:{exam.id}:{key}:{person}",
                priority=priority,
                slot=slot,
                fresh=fresh,
                exam_id=exam.id,
            )
        )


async def alert_staff(
    unit: Unit,
    seat: Seat,
    what: str,
    *,
    at: datetime,
    key: str,
    slot: str = "",
    fresh: bool = False,
) -> None:
    """Tell the staff to look at a student; whoever decides as chief proctor reads so."""
    notice = Alert(
        exam=seat.exam.id, attempt=seat.attempt.id, name=seat.student.name, what=what, at=at
    )
    await tell_staff(
        unit,
        seat.exam,
        notice,
        key=f"{what}:{seat.attempt.id}:{key}",
        slot=slot,
        fresh=fresh,
        chief=replace(notice, chief=True),
    )


async def tell_deans(unit: Unit, exam: Exam, notice: Notice, *, key: str) -> None:
    """Put a message to the deans who are responsible for an exam into the outbox."""
    for dean in await unit.people.with_role(Role.DEAN):
        if leads(dean, exam):
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=dean.id,
                    key=f"{notice.template}:{exam.id}:{key}:{dean.id}",
                    priority=Priority.REMINDER,
                    exam_id=exam.id,
                )
            )
