"""An answer before its commission: each member marks alone, the chair confirms (rules E)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.commission import Commission, Votes
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.grades import MarkStatus, points_of
from exams.domain.ids import AttemptId, PersonId
from exams.domain.marking import MarkSettled
from exams.domain.oral import HEARD
from exams.domain.people import Actor, Person, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.commission import AnswerToMark
from exams.ports.clock import Clock, WorkingDays
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.grades.grading import Row, put_mark
from exams.services.grades.posting import send_grade
from exams.services.grades.resits import tell_registrars

GIVEN: Final = "commission_mark"
ABSENT: Final = "commission_absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """An answer before its commission."""

    exam: Exam
    attempt: Attempt
    student: Person
    votes: Votes

    @property
    def commission(self) -> Commission:
        """Return who heard it."""
        return self.votes.commission


async def hearing_of(unit: Unit, actor: Actor, attempt: AttemptId) -> Hearing:
    """Return an answer that is over to a member of its commission.

    Raises:
        Unknown: there is no such attempt.
        NotAllowed: no member.
        WrongStage: the answer is not over.
    """
    found = await unit.attempts.get(attempt)
    exam = await unit.exams.get(found.exam_id) if found else None
    student = await unit.people.get(found.student_id) if found else None
    if found is None or exam is None or student is None:
        raise Unknown
    commission = await unit.commissions.of(exam.id)
    if commission is None or actor.id not in commission.members:
        raise NotAllowed
    if found.stage not in HEARD:
        raise WrongStage(act="mark", stage=found.stage.value)
    votes = Votes(commission, await unit.commissions.given(attempt))
    return Hearing(exam=exam, attempt=found, student=student, votes=votes)


async def answer_for(unit: Unit, hearing: Hearing, reader: PersonId) -> AnswerToMark:
    """Return an answer as one member may see it."""
    votes, commission = hearing.votes, hearing.commission
    people = await unit.people.many(commission.members)
    names = {one: people[one].name for one in commission.members}
    mark = await unit.marks.of(hearing.attempt.id)
    chair = reader == commission.chair and mark is None
    return AnswerToMark(
        attempt=hearing.attempt.id,
        name=hearing.student.name,
        subject=hearing.exam.subject,
        ticket=hearing.attempt.ticket or 0,
        own=votes.given.get(reader),
        awaited=tuple(names[one] for one in votes.awaited),
        given=tuple((names[one], points) for one, points in votes.points.items())
        if votes.open
        else (),
        absent=tuple(names[one] for one in commission.members if votes.given.get(one, 0) is None),
        way=commission.way.value,
        proposal=votes.proposal,
        told=mark.points if mark else None,
        can_mark=mark is None and votes.may_mark(reader),
        can_confirm=chair and votes.proposal is not None,
        absentees=tuple(
            (int(one), names[one]) for one in votes.awaited if chair and one != reader
        ),
    )


async def ask_commission(unit: Unit, exam: Exam, attempt: Attempt, *, anew: str = "") -> None:
    """Put an answer that is over before each member, where a commission marks the exam.

    Args:
        unit: of the transaction.
        exam: an oral one.
        attempt: whose answer.
        anew: sets a second asking apart from the first.
    """
    commission = await unit.commissions.of(exam.id)
    student = await unit.people.get(attempt.student_id)
    if commission is None or student is None:
        return
    votes = Votes(commission, await unit.commissions.given(attempt.id))
    hearing = Hearing(exam=exam, attempt=attempt, student=student, votes=votes)
    await _tell(unit, hearing, commission.members, key=f"asked{anew}")


async def _tell(unit: Unit, hearing: Hearing, members: tuple[PersonId, ...], *, key: str) -> None:
    attempt = hearing.attempt.id
    for member in members:
        await unit.outbox.put(
            Envelope(
                notice=await answer_for(unit, hearing, member),
                to=member,
                key=f"answer_to_mark:{attempt}:{member}:{key}",
                priority=Priority.ANSWER,
                slot=f"commission:{attempt}:{member}",
                exam_id=hearing.exam.id,
                attempt_id=attempt,
            )
        )


@dataclass(frozen=True, slots=True)
class LookAtAnswer:
    """A member of the commission looks at an answer again."""

    units: Units

    async def __call__(self, actor: Actor, attempt: AttemptId) -> AnswerToMark:
        """Return it with what the member may know."""
        async with self.units.reading() as unit:
            return await answer_for(unit, await hearing_of(unit, actor, attempt), actor.id)


@dataclass(frozen=True, slots=True)
class GiveCommissionMark:
    """A member gives a mark on the own phone, blind to those of the others."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, points: str) -> AnswerToMark:
        """Write it; with the last one all see them.

        Raises:
            MarkOutOfRange: no whole number from 0 to 100.
            MarkSettled: all marks are in and averaged, or the student was told.
        """
        value = points_of(points)
        async with self.units() as unit:
            hearing = await hearing_of(unit, actor, attempt)
            if hearing.votes.given.get(actor.id) != value:
                hearing = await _voted(
                    unit, actor, hearing, (actor.id, value), at=self.clock.now()
                )
            shown = await answer_for(unit, hearing, actor.id)
            await unit.commit()
        return shown


@dataclass(frozen=True, slots=True)
class NoteAbsent:
    """The chair notes that a member did not hear an answer."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, member: PersonId) -> AnswerToMark:
        """Wait for that mark no more.

        Raises:
            NotAllowed: not the chair.
            Unknown: no member.
            TooFewHeard: less than two members would be left.
            MarkSettled: the student was told.
        """
        async with self.units() as unit:
            hearing = await hearing_of(unit, actor, attempt)
            if actor.id != hearing.commission.chair:
                raise NotAllowed
            if member not in hearing.commission.members:
                raise Unknown
            if member in hearing.votes.awaited:
                hearing.votes.without(member)
                hearing = await _voted(unit, actor, hearing, (member, None), at=self.clock.now())
            shown = await answer_for(unit, hearing, actor.id)
            await unit.commit()
        return shown


async def _voted(
    unit: Unit,
    actor: Actor,
    hearing: Hearing,
    vote: tuple[PersonId, int | None],
    *,
    at: datetime,
) -> Hearing:
    """Write what a member gives; whoever looks on sees it once all are in."""
    attempt, votes, (member, points) = hearing.attempt.id, hearing.votes, vote
    if await unit.marks.of(attempt) is not None or not votes.may_mark(member):
        raise MarkSettled
    await unit.commissions.give(attempt, member, points, at)
    before = votes.given.get(member)
    await unit.events.append(
        Happening(
            exam_id=hearing.exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=Role.EXAMINER,
            act=GIVEN if points is not None else ABSENT,
            attempt_id=attempt,
            before="" if before is None else str(before),
            after="" if points is None else str(points),
            facts={"member": int(member)},
        )
    )
    after = replace(hearing, votes=Votes(votes.commission, {**votes.given, member: points}))
    if after.votes.open:
        others = tuple(one for one in votes.commission.members if one != actor.id)
        told = sorted((int(one), mark) for one, mark in after.votes.points.items())
        await _tell(unit, after, others, key=f"open:{at.isoformat()}:{told}")
    return after


@dataclass(frozen=True, slots=True)
class ConfirmCommissionMark:
    """The chair confirms what came of the marks; it goes to the student at once (S26)."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, attempt: AttemptId) -> AnswerToMark:
        """Publish the mark; a second tap tells nobody.

        Raises:
            NotAllowed: not the chair.
            MarksAwaited: members have not marked yet.
            MarksDiffer: they are to agree, and have not.
        """
        async with self.units() as unit:
            hearing = await hearing_of(unit, actor, attempt)
            if actor.id != hearing.commission.chair:
                raise NotAllowed
            if await unit.marks.of(attempt) is None:
                await self._publish(unit, actor, hearing)
            shown = await answer_for(unit, hearing, actor.id)
            await unit.commit()
        return shown

    async def _publish(self, unit: Unit, actor: Actor, hearing: Hearing) -> None:
        row = Row(place=0, attempt=hearing.attempt, person=hearing.student, mark=None)
        mark = await put_mark(
            unit,
            actor,
            hearing.exam,
            row,
            points=hearing.votes.settled(),
            status=MarkStatus.PUBLISHED,
            at=self.clock.now(),
            reason="",
        )
        key = f"oral:{mark.version}"
        await send_grade(unit, hearing.exam, row, mark, self.days.works, key=key)
        await tell_registrars(unit, hearing.exam, row, mark.points, at=mark.at)
        others = tuple(one for one in hearing.commission.members if one != actor.id)
        await _tell(unit, hearing, others, key="told")
