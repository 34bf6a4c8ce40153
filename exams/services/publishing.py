"""The plan of exams in the dean's and the registrar's hands: checks, publishing, cancelling."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.attempt_table import OVER
from exams.domain.delivery import Priority
from exams.domain.exam import Check, Exam, ExamAct, ExamStage
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Actor, Role
from exams.domain.refusals import NotReady
from exams.notices.before import ExamAnnounced, ExamCancelled
from exams.notices.lines import ExamLine, Fix
from exams.notices.office import Drafts, ExamChecks, Planned
from exams.ports import Clock
from exams.records import Envelope, Unit, Units
from exams.services.cards import tell_staff
from exams.services.doors import keep_exam, room

PLANNERS = (Role.DEAN, Role.REGISTRAR)


async def _lines(unit: Unit, exams: list[Exam]) -> tuple[ExamLine, ...]:
    return tuple(
        [
            ExamLine(
                exam=exam.id,
                subject=exam.subject,
                kind=exam.kind.value,
                starts_at=exam.starts_at,
                stage=exam.stage.value,
                people=await unit.attempts.count(exam.id),
            )
            for exam in exams
        ]
    )


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """Dean or registrar looks at the exams that wait to be published."""

    units: Units

    async def __call__(self, actor: Actor) -> Drafts:
        """Return them by start."""
        actor.require(*PLANNERS)
        async with self.units.reading() as unit:
            exams = await unit.exams.in_stages((ExamStage.DRAFT,))
            return Drafts(exams=await _lines(unit, list(exams)))


@dataclass(frozen=True, slots=True)
class ListPlanned:
    """Dean or registrar looks at the whole plan."""

    units: Units

    async def __call__(self, actor: Actor) -> Planned:
        """Return all exams by start."""
        actor.require(*PLANNERS)
        async with self.units.reading() as unit:
            return Planned(exams=await _lines(unit, list(await unit.exams.all())))


async def _host_free(unit: Unit, exam: Exam) -> bool:
    """Return whether the conference host has no other exam at an overlapping time."""
    if not exam.host:
        return True
    busy = {ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED}
    ends_at = exam.starts_at + exam.allowed
    return not any(
        other.id != exam.id
        and other.host == exam.host
        and other.starts_at < ends_at
        and exam.starts_at < other.starts_at + other.allowed
        for other in await unit.exams.in_stages(busy)
    )


async def checks_of(unit: Unit, exam: Exam, *, now: datetime) -> ExamChecks:
    """Return an exam with its checks, each failing one to be shown with its fix."""
    groups = [await unit.groups.get(group) for group in exam.groups]
    people = await unit.people.many(exam.proctors)
    students = await unit.attempts.count(exam.id)
    tickets = len((await unit.decks.of(exam.id)).cards)
    failed = exam.checks(
        now=now,
        students=students,
        tickets=tickets,
        clashes=await unit.attempts.clashes(exam),
        groups_linked=all(group is not None and group.chat_id for group in groups),
        host_free=await _host_free(unit, exam),
    )
    return ExamChecks(
        exam=exam.id,
        subject=exam.subject,
        kind=exam.kind.value,
        starts_at=exam.starts_at,
        stage=exam.stage.value,
        groups=tuple(group.name for group in groups if group is not None),
        proctors=tuple(people[p].name for p in exam.proctors if p in people),
        students=students,
        tickets=tickets,
        checks=tuple(Fix(code=check.value, holds=check not in failed) for check in Check),
        ready=not failed,
    )


@dataclass(frozen=True, slots=True)
class CheckExam:
    """Dean or registrar opens an exam before publishing it."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamChecks:
        """Return it with its checks."""
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *PLANNERS)
            return await checks_of(unit, found, now=self.clock.now())


@dataclass(frozen=True, slots=True)
class PublishExam:
    """Dean or registrar publishes an exam (S2)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamChecks:
        """Publish, and announce it to every student; a second tap changes nothing.

        Raises:
            NotReady: a check fails; the facts name which.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *PLANNERS)
            if found.stage is ExamStage.PUBLISHED:
                return await checks_of(unit, found, now=now)
            checks = await checks_of(unit, found, now=now)
            published = found.take(ExamAct.PUBLISH, found.roles_of(actor), at=now)
            if not checks.ready:
                raise NotReady(failed=tuple(fix.code for fix in checks.checks if not fix.holds))
            act = ExamAct.PUBLISH.value
            published = await keep_exam(unit, actor, found, published, act, at=now)
            for attempt in await unit.attempts.of_exam(exam):
                if attempt.stage not in OVER:
                    await _announce(unit, published, attempt.student_id)
            after = await checks_of(unit, published, now=now)
            await unit.commit()
        return after


async def _announce(unit: Unit, exam: Exam, student: PersonId) -> None:
    notice = ExamAnnounced(
        exam=exam.id, subject=exam.subject, kind=exam.kind.value, starts_at=exam.starts_at
    )
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=student,
            key=f"exam_announced:{exam.id}:{exam.schedule_version}:{student}",
            priority=Priority.REMINDER,
            exam_id=exam.id,
        )
    )


@dataclass(frozen=True, slots=True)
class CancelExam:
    """The dean cancels an exam."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> Planned:
        """Cancel it, withdraw what waits to be sent, and tell everybody.

        Raises:
            NotAllowed: not the dean.
            WrongStage: the exam is over.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *PLANNERS)
            cancelled = found.take(ExamAct.CANCEL, found.roles_of(actor), at=now)
            await keep_exam(unit, actor, found, cancelled, ExamAct.CANCEL.value, at=now)
            waiting = ("reminder", "equipment", "conference_link", "exam_announced")
            await unit.outbox.drop(exam, kinds=waiting)
            if found.stage is not ExamStage.DRAFT:
                notice = ExamCancelled(subject=found.subject, starts_at=found.starts_at)
                await tell_staff(unit, found, notice, key="1")
                for attempt in await unit.attempts.of_exam(exam):
                    await unit.outbox.put(
                        Envelope(
                            notice=notice,
                            to=attempt.student_id,
                            key=f"exam_cancelled:{attempt.id}",
                            priority=Priority.LINK,
                            exam_id=exam,
                        )
                    )
            await unit.commit()
        return await ListPlanned(self.units)(actor)
