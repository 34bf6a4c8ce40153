"""The desk of those who decide on appeals: the queue, the work in question, the decision."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.appeal import Appeal, AppealAct, AppealStage
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.grades import Mark, final_points, grade_of, points_of
from exams.domain.ids import AttemptId
from exams.domain.people import Actor, Role
from exams.domain.refusals.appeals import OwnMark
from exams.domain.refusals.people import NotAllowed, Unknown, known
from exams.domain.sheets import pages
from exams.notices.appeals import AppealCard, AppealDecided, Appeals, AppealSheets
from exams.notices.lines import AppealLine
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, plans, seat_of
from exams.services.grades.appeals import (
    card_of_appeal,
    log,
    marks_givers,
    others_of,
    show_deciders,
)
from exams.services.grades.grading import Row
from exams.services.grades.posting import republish
from exams.services.keeping import capacity
from exams.services.marking.books import BindSheets
from exams.services.telling import tell

DECIDERS: Final = (Role.CHIEF, Role.DEAN)


async def _decides(unit: Unit, actor: Actor, exam: Exam) -> bool:
    """Return whether somebody leads the exam, as its chief proctor or its dean."""
    held = exam.roles_of(actor)
    return Role.CHIEF in held or (Role.DEAN in held and await plans(unit, actor, exam))


async def _case(unit: Unit, actor: Actor, attempt: AttemptId) -> tuple[Seat, Appeal]:
    """Return an appeal, with everything around it, to somebody who may decide on it.

    Raises:
        Unknown: there is no such appeal.
        NotAllowed: neither the exam's chief proctor nor its dean.
        OwnMark: it is open, and against a mark that this person gave too.
    """
    seat = await seat_of(unit, actor, attempt, *DECIDERS)
    if not await _decides(unit, actor, seat.exam):
        raise NotAllowed
    found = known(await unit.appeals.of(attempt))
    givers = await marks_givers(unit, found)
    if found.open and actor.id in givers:
        others = await others_of(unit, seat.exam, givers)
        people = await unit.people.many(others)
        raise OwnMark(deciders=", ".join(people[one].name for one in others))
    return seat, found


@dataclass(frozen=True, slots=True)
class ListAppeals:
    """Chief proctor or dean looks at the appeals that wait."""

    units: Units

    async def __call__(self, actor: Actor) -> Appeals:
        """Return them, the most urgent first; own marks are somebody else's to decide."""
        actor.require(Role.PROCTOR, *DECIDERS)
        lines = []
        async with self.units.reading() as unit:
            for one in await unit.appeals.open():
                exam = await unit.exams.get(one.exam_id)
                attempt = await unit.attempts.get(one.attempt_id)
                if exam is None or attempt is None or actor.id in await marks_givers(unit, one):
                    continue
                student = await unit.people.get(attempt.student_id)
                if student is not None and await _decides(unit, actor, exam):
                    lines.append(
                        AppealLine(
                            attempt=one.attempt_id,
                            subject=exam.subject,
                            name=student.name,
                            decide_by=one.decide_by,
                        )
                    )
        return Appeals(appeals=tuple(lines))


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """Chief proctor or dean reads an appeal."""

    units: Units

    async def __call__(self, actor: Actor, attempt: AttemptId) -> AppealCard:
        """Return the appeal as it stands."""
        async with self.units.reading() as unit:
            return await card_of_appeal(unit, *await _case(unit, actor, attempt))


@dataclass(frozen=True, slots=True)
class GiveAppealSheets:
    """Chief proctor or dean looks at the work in question."""

    units: Units
    bind: BindSheets

    async def __call__(self, actor: Actor, attempt: AttemptId) -> AppealSheets:
        """Return the accepted pages as one PDF.

        Raises:
            Unknown: there are none.
        """
        async with self.units.reading() as unit:
            seat, _ = await _case(unit, actor, attempt)
            kept = pages(await unit.sheets.of(attempt))
        if not kept:
            raise Unknown
        files = await self.bind(seat, kept, locale=actor.locale)
        return AppealSheets(attempt=attempt, name=seat.student.name, pages=len(kept), media=files)


@dataclass(frozen=True, slots=True)
class _Deciding:
    """What both decisions share: one appeal, decided once, told to everybody."""

    units: Units
    clock: Clock

    async def _decide(
        self,
        actor: Actor,
        attempt: AttemptId,
        act: AppealAct,
        decision: Callable[[Appeal, frozenset[Role], datetime], Appeal],
    ) -> AppealCard:
        now = self.clock.now()
        async with self.units() as unit:
            seat, before = await _case(unit, actor, attempt)
            if not before.open:
                return await card_of_appeal(unit, seat, before)
            after = decision(before, seat.held, now)
            await unit.appeals.save(after)
            await log(unit, actor, seat.exam, after, act.value, at=now, before=before.stage.value)
            mark = await self._settle(unit, seat, after, at=now)
            key = f"{after.stage.value}:{now.timestamp()}"
            notice = _decided(seat, after, mark)
            await tell(unit, seat, notice, key=key, priority=Priority.RESULT)
            card = await show_deciders(unit, seat, replace(after, version=after.version + 1))
            await unit.commit()
        return card

    async def _settle(self, unit: Unit, seat: Seat, after: Appeal, *, at: datetime) -> Mark:
        """Return the mark that stands now, republished where it is another one."""
        mark = known(await unit.marks.of(after.attempt_id))
        if after.points is None or after.points == mark.points:
            return mark
        row = Row(place=0, attempt=seat.attempt, person=seat.student, mark=mark)
        changed, _, _ = await republish(
            unit,
            seat.actor,
            seat.exam,
            row,
            points=after.points,
            reason=after.reason,
            role=capacity(seat.held),
            at=at,
        )
        return changed


def _decided(seat: Seat, after: Appeal, mark: Mark) -> AppealDecided:
    grade = grade_of(mark.points)
    final = final_points(rating=seat.attempt.rating, exam=mark.points)
    return AppealDecided(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        changed=after.stage is AppealStage.CHANGED,
        was=after.against,
        points=mark.points,
        letter=grade.letter,
        gpa=grade.gpa,
        final=final,
        final_letter=grade_of(final).letter if final is not None else "",
        reason=after.reason,
    )


@dataclass(frozen=True, slots=True)
class Uphold(_Deciding):
    """Chief proctor or dean decides that the mark stands."""

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> AppealCard:
        """Decide, and tell the student why; of two decisions the first holds.

        Raises:
            OwnMark: whoever gave the mark, also in a commission, does not decide about it.
            ReasonMissing: no word why.
        """
        return await self._decide(
            actor,
            attempt,
            AppealAct.UPHOLD,
            lambda one, held, now: one.uphold(held, by=actor.id, at=now, reason=reason),
        )


@dataclass(frozen=True, slots=True)
class ChangeMark(_Deciding):
    """Chief proctor or dean decides on another mark, which is republished everywhere."""

    async def __call__(
        self, actor: Actor, attempt: AttemptId, points: str, reason: str
    ) -> AppealCard:
        """Decide, edit the group's post and tell the student; of two decisions the first holds.

        Raises:
            OwnMark: whoever gave the mark, also in a commission, does not decide about it.
            MarkOutOfRange, SameMark, ReasonMissing: nothing was changed.
        """
        return await self._decide(
            actor,
            attempt,
            AppealAct.CHANGE,
            lambda one, held, now: one.change(
                held, points_of(points), by=actor.id, at=now, reason=reason
            ),
        )
