"""Appeals: made by a student, put before those who decide, who are reminded (rules E)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.appeal import Appeal, AppealStage, appeal, givers_of, may_appeal
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.grades import grade_of
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.appeals import UnderAppeal
from exams.domain.sheets import pages
from exams.notices.appeals import AppealCard, AppealDue, AppealFiled
from exams.notices.base import Notice
from exams.notices.trouble import WriteMessage
from exams.ports.clock import Clock, WorkingDays
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.apart import Apart
from exams.services.doors import Seat, leads, own_seat, seat_of
from exams.services.keeping import capacity


@dataclass(frozen=True, slots=True)
class AskAppeal:
    """A student wants to appeal against the own mark."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId) -> WriteMessage | AppealFiled:
        """Ask for the reasons; whoever has appealed sees the appeal instead.

        Raises:
            NothingToAppeal: no mark is published.
            TooLate: the next working day is over.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            known = await unit.appeals.of(seat.attempt.id)
            if known is not None:
                return _filed(seat, known)
            mark = await unit.marks.of(seat.attempt.id)
        against = may_appeal(mark, self.days.works, at=self.clock.now())
        letter = grade_of(against.points).letter
        about = f"{seat.exam.subject}: {against.points} · {letter}"
        return WriteMessage(purpose="appeal", about=about)


@dataclass(frozen=True, slots=True)
class FileAppeal:
    """A student appeals, until the end of the next working day."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> AppealFiled:
        """Take the appeal and put it before those who decide; a second one changes nothing.

        What was sent in time is in time, however late it comes to be read.

        Raises:
            NothingToAppeal, TooLate, ReasonMissing, TextTooLong: see `domain.appeal`.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            known = await unit.appeals.of(seat.attempt.id)
            if known is not None:
                return _filed(seat, known)
            mark = await unit.marks.of(seat.attempt.id)
            made = appeal(mark, exam, text, self.days.works, at=actor.said_at(now))
            made = await unit.appeals.add(made)
            await log(unit, actor, seat.exam, made, "appeal", at=now, before="published")
            await show_deciders(unit, seat, made)
            await unit.commit()
        return _filed(seat, made)


def _filed(seat: Seat, made: Appeal) -> AppealFiled:
    return AppealFiled(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        points=made.against,
        letter=grade_of(made.against).letter,
        text=made.text,
        filed_at=made.filed_at,
        decide_by=made.decide_by,
    )


async def not_under_appeal(unit: Unit, attempt: AttemptId, held: frozenset[Role]) -> None:
    """Let a mark be corrected by whoever gave it, unless a decision about it is due or made.

    Raises:
        UnderAppeal: an appeal is open, or was decided and only the chief may mend it.
    """
    found = await unit.appeals.of(attempt)
    if found is not None and (found.open or Role.CHIEF not in held):
        raise UnderAppeal


# -- those who decide ---------------------------------------------------------------------


async def card_of_appeal(unit: Unit, seat: Seat, one: Appeal) -> AppealCard:
    """Return an appeal as those who decide see it."""
    ids = [one.marked_by] if one.decided_by is None else [one.marked_by, one.decided_by]
    names = {person.id: person.name for person in (await unit.people.many(ids)).values()}
    new = one.points if one.stage is AppealStage.CHANGED else None
    return AppealCard(
        exam=seat.exam.id,
        attempt=one.attempt_id,
        subject=seat.exam.subject,
        name=seat.student.name,
        points=one.against,
        letter=grade_of(one.against).letter,
        examiner=names.get(one.marked_by, ""),
        text=one.text,
        filed_at=one.filed_at,
        decide_by=one.decide_by,
        sheets=len(pages(await unit.sheets.of(one.attempt_id))),
        stage=one.stage.value,
        new_points=new,
        new_letter="" if new is None else grade_of(new).letter,
        reason=one.reason,
        decided_by="" if one.decided_by is None else names.get(one.decided_by, ""),
    )


async def show_deciders(unit: Unit, seat: Seat, one: Appeal) -> AppealCard:
    """Put the card before everybody who may decide; one that is there already is edited."""
    card = await card_of_appeal(unit, seat, one)
    key = f"{one.version}:{one.stage.value}"
    await _tell_deciders(unit, seat.exam, one, card, key=key, slot=f"appeal:{one.attempt_id}")
    return card


async def _tell_deciders(
    unit: Unit, exam: Exam, one: Appeal, notice: Notice, *, key: str, slot: str = ""
) -> None:
    for person in await _deciders_of(unit, exam, one):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=person,
                key=f"{notice.template}:{one.attempt_id}:{key}:{person}",
                priority=Priority.ANSWER,
                slot=slot,
                exam_id=exam.id,
                attempt_id=one.attempt_id,
            )
        )


async def _deciders_of(unit: Unit, exam: Exam, one: Appeal) -> tuple[PersonId, ...]:
    """Return who may decide; where there is nobody, the registrars, who can name a dean."""
    people = await others_of(unit, exam, await marks_givers(unit, one))
    if not people:
        people = tuple(person.id for person in await unit.people.with_role(Role.REGISTRAR))
    return people


async def marks_givers(unit: Unit, one: Appeal) -> frozenset[PersonId]:
    """Return everybody whose mark an appeal is against."""
    return givers_of(one, await unit.commissions.given(one.attempt_id))


async def others_of(unit: Unit, exam: Exam, givers: frozenset[PersonId]) -> tuple[PersonId, ...]:
    """Return chief proctor and deans of an exam, without those who gave the mark."""
    deans = [dean.id for dean in await unit.people.with_role(Role.DEAN) if leads(dean, exam)]
    chief = () if exam.chief is None else (exam.chief,)
    return tuple(one for one in dict.fromkeys((*chief, *deans)) if one not in givers)


async def log(
    unit: Unit, actor: Actor, exam: Exam, one: Appeal, act: str, *, at: datetime, before: str
) -> None:
    """Write what became of an appeal; its words stay out of the log."""
    await unit.events.append(
        Happening(
            exam_id=exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=capacity(exam.roles_of(actor)),
            act=act,
            attempt_id=one.attempt_id,
            before=before,
            after=one.stage.value,
            reason=one.reason,
            facts={"against": one.against, "points": one.points},
        )
    )


@dataclass(frozen=True, slots=True)
class RemindOfAppeals:
    """Those who decide are reminded on the last morning, and daily once the time is over."""

    units: Units
    clock: Clock

    async def __call__(self) -> None:
        """Tell them what is due.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            due = await unit.appeals.due(now)
        for one in due:
            await apart.do(self._remind(one.attempt_id, now))
        apart.end()

    async def _remind(self, attempt: AttemptId, now: datetime) -> None:
        async with self.units() as unit:
            one = await unit.appeals.of(attempt)
            if one is None or not one.open or now < one.remind_at:
                return
            seat = await seat_of(unit, SYSTEM, attempt, Role.SYSTEM)
            await unit.appeals.save(one.reminded(at=now))
            notice = AppealDue(
                attempt=attempt,
                subject=seat.exam.subject,
                name=seat.student.name,
                decide_by=one.decide_by,
                overdue=one.overdue(now),
            )
            key = f"{one.remind_at.timestamp():.0f}"
            await _tell_deciders(unit, seat.exam, one, notice, key=key)
            await unit.commit()
