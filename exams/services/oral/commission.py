"""The commission of an oral exam, named by dean, registrar or chief (rules E)."""

from dataclasses import dataclass, replace
from typing import Final

from exams.domain.commission import LEAST, MOST, Commission, CommissionBegun, CommissionMarks, Way
from exams.domain.exam import Exam, Kind
from exams.domain.ids import ExamId
from exams.domain.log import Fact
from exams.domain.marking import MarkersUnreadable
from exams.domain.people import Actor, Role
from exams.domain.refusals.people import Unknown
from exams.notices.commission import CommissionCard
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import PLANNERS, plan
from exams.services.keeping import note_exam
from exams.services.marking.plans import named

NAMED: Final = "name_commission"
NAMERS: Final = (*PLANNERS, Role.CHIEF)


async def _named_by(unit: Unit, actor: Actor, exam: ExamId) -> Exam:
    """Return an oral exam to its chief, its dean or a registrar."""
    found = await plan(unit, actor, exam, *NAMERS)
    if found.kind is not Kind.ORAL:
        raise Unknown  # a written answer has markers, a test marks itself
    return found


async def _card(unit: Unit, exam: Exam) -> CommissionCard:
    found = await unit.commissions.of(exam.id)
    members = found.members if found else ()
    people = await unit.people.many(members)
    return CommissionCard(
        exam=exam.id,
        subject=exam.subject,
        members=tuple(people[one].name for one in members if one in people),
        way=(found.way if found else Way.AVERAGED).value,
        can=not await unit.commissions.begun(exam.id),
    )


@dataclass(frozen=True, slots=True)
class OpenCommission:
    """Dean, registrar or chief looks at the commission of an oral exam."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> CommissionCard:
        """Return who is in it."""
        async with self.units.reading() as unit:
            return await _card(unit, await _named_by(unit, actor, exam))


@dataclass(frozen=True, slots=True)
class NameCommission:
    """Dean, registrar or chief names the commission, or how its marks become one."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, exam: ExamId, *, members: str | None = None, way: Way | None = None
    ) -> CommissionCard:
        """Change it; what is None stays.

        Args:
            actor: who names it.
            exam: an oral one.
            members: staff numbers, the chair first; "-" for no commission.
            way: averaged or agreed.

        Raises:
            MarkersUnreadable: the words name nobody who may mark, too few, or too many.
            CommissionBegun: an answer was marked already.
        """
        async with self.units() as unit:
            found = await _named_by(unit, actor, exam)
            before = await unit.commissions.of(exam)
            after = await _changed(unit, exam, before, members, way)
            if after != before:
                if await unit.commissions.begun(exam):
                    raise CommissionBegun
                if after is None:
                    await unit.commissions.dissolve(exam)
                else:
                    await unit.commissions.put(after)
                await note_exam(
                    unit, actor, found, NAMED, at=self.clock.now(), facts=_facts(after)
                )
            card = await _card(unit, found)
            await unit.commit()
        return card


async def _changed(
    unit: Unit, exam: ExamId, before: Commission | None, members: str | None, way: Way | None
) -> Commission | None:
    after = before
    if members is not None:
        chosen = await named(unit, members)
        if chosen and not LEAST <= len(chosen) <= MOST:
            raise MarkersUnreadable(given=members.strip())
        plain = before or Commission(exam_id=exam, members=chosen)
        after = replace(plain, members=chosen) if chosen else None
    if way is not None and after is not None:
        after = replace(after, way=way)
    return after


def _facts(after: Commission | None) -> dict[str, Fact]:
    members = after.members if after else ()
    return {
        "members": ",".join(str(int(one)) for one in members),
        "way": after.way.value if after else "",
    }


async def refuse_alone(unit: Unit, exam: ExamId) -> None:
    """Let nobody give a first mark alone where a commission marks.

    Raises:
        CommissionMarks: one does.
    """
    if await unit.commissions.of(exam) is not None:
        raise CommissionMarks
