"""The commission of an oral exam, named by dean, registrar or chief (rules E)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.commission import LEAST, Commission, CommissionBegun, CommissionMarks, Way
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, PersonId
from exams.domain.marking import MarkersUnreadable
from exams.domain.oral import HEARD
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown, known
from exams.notices.commission import CommissionCard, CommissionLeft
from exams.notices.proctor import CommissionComes
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import PLANNERS, plan
from exams.services.keeping import note_exam
from exams.services.marking.plans import named
from exams.services.members import (
    NAMED,
    commission_facts,
    guests_of,
    left_noted,
    link_noted,
    part_slot,
    tell_each,
    tell_named,
    unreached_of,
)
from exams.services.oral.hearing import ask_commission
from exams.services.telling import staff_of

NAMERS: Final = (*PLANNERS, Role.CHIEF)
SETTLED: Final = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED, ExamStage.CANCELLED})
"""Nobody marks an answer of this exam any more."""


async def _named_by(unit: Unit, actor: Actor, exam: ExamId) -> Exam:
    """Return an oral exam to its chief, its dean or a registrar."""
    found = await plan(unit, actor, exam, *NAMERS)
    if found.kind is not Kind.ORAL:
        raise Unknown  # a written answer has markers, a test marks itself
    return found


async def _marked_yet(unit: Unit, actor: Actor, exam: ExamId, act: str) -> Exam:
    """Return an oral exam in which marks are still to be given.

    Raises:
        WrongStage: it does not take place, or its results are out.
    """
    found = await _named_by(unit, actor, exam)
    if found.stage in SETTLED:
        raise WrongStage(act=act, stage=found.stage.value)
    return found


async def _card(unit: Unit, actor: Actor, exam: Exam) -> CommissionCard:
    found = await unit.commissions.of(exam.id)
    members = found.members if found else ()
    people = await unit.people.many(members)
    names = {one: people[one].name for one in members if one in people}
    open_ = exam.stage not in SETTLED
    return CommissionCard(
        exam=exam.id,
        subject=exam.subject,
        members=tuple(names.values()),
        way=(found.way if found else Way.AVERAGED).value,
        can=open_ and not await unit.commissions.begun(exam.id),
        unreached=await unreached_of(unit, members) if open_ else (),
        heirs=tuple((int(one), names[one]) for one in members[1:] if one in names and open_),
        of_room=exam.roles_of(actor).isdisjoint(PLANNERS),
        of_plan=exam.stage is ExamStage.DRAFT and await unit.plans.get(exam.id) is not None,
    )


@dataclass(frozen=True, slots=True)
class OpenCommission:
    """Dean, registrar or chief looks at the commission of an oral exam."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> CommissionCard:
        """Return who is in it."""
        async with self.units.reading() as unit:
            return await _card(unit, actor, await _named_by(unit, actor, exam))


@dataclass(frozen=True, slots=True)
class NameCommission:
    """Dean, registrar or chief names the commission, or how its marks become one."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, exam: ExamId, *, members: str | None = None, way: Way | None = None
    ) -> CommissionCard:
        """Change it; what is None stays. Whom it concerns is told.

        Args:
            actor: who names it.
            exam: an oral one.
            members: staff numbers, the chair first; "-" for no commission.
            way: averaged or agreed.

        Raises:
            MarkersUnreadable: the words name nobody who may mark, too few, or too many.
            CommissionBegun: an answer was marked already.
            WrongStage: the exam does not take place, or its results are out.
        """
        async with self.units() as unit:
            found = await _marked_yet(unit, actor, exam, NAMED)
            before = await unit.commissions.of(exam)
            after = await _changed(unit, exam, before, members, way)
            if after != before:
                if await unit.commissions.begun(exam):
                    raise CommissionBegun
                await _keep(unit, actor, found, before, after, at=self.clock.now())
            card = await _card(unit, actor, found)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class HandOverChair:
    """Dean, registrar or chief lets another member lead, also once marks are given."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, member: PersonId) -> CommissionCard:
        """Make a member the chair; nothing changes for whoever is.

        Raises:
            Unknown: no member.
            WrongStage: the exam does not take place, or its results are out.
        """
        async with self.units() as unit:
            found = await _marked_yet(unit, actor, exam, "hand_over_chair")
            before = known(await unit.commissions.of(exam))
            if member not in before.members:
                raise Unknown
            if member != before.chair:
                after = before.led_by(member)
                await _keep(unit, actor, found, before, after, at=self.clock.now())
            card = await _card(unit, actor, found)
            await unit.commit()
        return card


async def _keep(
    unit: Unit,
    actor: Actor,
    exam: Exam,
    before: Commission | None,
    after: Commission | None,
    *,
    at: datetime,
) -> None:
    """Save a changed commission, tell whom it concerns, and put before it what it has to mark."""
    if after is None:
        await unit.commissions.dissolve(exam.id)
    else:
        await unit.commissions.put(after)
    await note_exam(unit, actor, exam, NAMED, at=at, facts=commission_facts(after))
    if exam.stage is ExamStage.DRAFT:
        return
    were = before.members if before else ()
    are = after.members if after else ()
    left = CommissionLeft(subject=exam.subject, starts_at=exam.starts_at)
    gone = [one for one in were if one not in are]
    key = f"{at.isoformat()}:{list(map(int, are))}"
    await tell_each(unit, exam.id, gone, left, key=key, slot=part_slot(exam.id))
    linked = [one for one in gone if link_noted(one) in exam.done]
    if linked:
        kept = exam.done - {link_noted(one) for one in linked}
        await unit.exams.save(replace(exam, done=kept | {left_noted(one) for one in linked}))
    if after is None:
        return
    new = [one for one in are if one not in were]
    await tell_named(unit, exam, after, new, at=at)
    stayed = [one for one in are if one in were]
    await tell_named(unit, exam, after, stayed, changed=True, at=at)
    guests = await guests_of(unit, exam) if exam.room is not None and new else ()
    if guests:
        comes = CommissionComes(exam=exam.id, subject=exam.subject, members=guests)
        hosts = [one for one in staff_of(exam) if one not in are]
        await tell_each(unit, exam.id, hosts, comes, key=key, priority=Priority.LINK)
    marks = await unit.marks.of_exam(exam.id)
    for attempt in await unit.attempts.of_exam(exam.id):
        if attempt.stage in HEARD and attempt.id not in marks:
            await ask_commission(unit, exam, attempt, anew=f":{key}")


async def _changed(
    unit: Unit, exam: ExamId, before: Commission | None, members: str | None, way: Way | None
) -> Commission | None:
    after = before
    if members is not None:
        chosen = await named(unit, members)
        if chosen and len(chosen) < LEAST:  # `named` takes three at most
            raise MarkersUnreadable(given=members.strip())
        plain = before or Commission(exam_id=exam, members=chosen)
        after = replace(plain, members=chosen) if chosen else None
    if way is not None and after is not None:
        after = replace(after, way=way)
    return after


async def refuse_alone(unit: Unit, exam: ExamId) -> None:
    """Let nobody give a first mark alone where a commission marks.

    Raises:
        CommissionMarks: one does.
    """
    if await unit.commissions.of(exam) is not None:
        raise CommissionMarks
