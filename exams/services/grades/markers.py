"""Marks of an exam's own markers: blind, twice where planned, a wide gap to a third (rules E)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.grades import MarkStatus, points_of
from exams.domain.ids import AttemptId, ExamId
from exams.domain.log import Fact
from exams.domain.marking import FIRST, SECOND, THIRD, Marking, MarkSettled, awaited, final
from exams.domain.people import Actor, Role
from exams.domain.refusals.marks import MarksUnreadable
from exams.domain.refusals.moments import WrongStage
from exams.notices.marking import MarkingDone, WorkList, WorkMarked
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.grades.grading import Row, put_mark
from exams.services.marking.plans import standing_of, tell_marker
from exams.services.marking.works import MARKING, Desk, desk_of, list_of, work_before
from exams.services.telling import tell_staff

GIVEN: Final = "mark_work"
SHOWN: Final = 60  # characters of what could not be read


async def _give(
    unit: Unit, actor: Actor, desk: Desk, work: Attempt, points: int, *, at: datetime
) -> None:
    """Write what a marker gives; with the last mark that is awaited, the final one.

    Raises:
        WrongStage: the results are out.
        MarkSettled: all marks of a work of several markers are in.
    """
    if desk.exam.stage not in MARKING:
        raise WrongStage(act="mark", stage=desk.exam.stage.value)
    twice = work.id in desk.standing.twice
    given = desk.standing.points(work.id)
    if given.get(desk.turn) == points:
        return
    # Once both marks are in, the gap between them has decided who else marks.
    both = awaited(given, twice=True) not in {FIRST, SECOND}
    if both and desk.turn in given:
        raise MarkSettled
    await unit.marking.put(
        Marking(attempt_id=work.id, turn=desk.turn, points=points, by=actor.id, at=at)
    )
    facts: dict[str, Fact] = {"turn": desk.turn}
    await unit.events.append(
        Happening(
            exam_id=desk.exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=Role.EXAMINER,
            act=GIVEN,
            attempt_id=work.id,
            before=str(given.get(desk.turn, "")),
            after=str(points),
            facts=facts,
        )
    )
    given |= {desk.turn: points}
    if awaited(given, twice=twice) == THIRD:
        await tell_marker(unit, desk.exam, desk.plan, THIRD, 1, key=f"{work.id}")
    mark = final(given, twice=twice)
    if mark is None:
        return
    person = await unit.people.get(work.student_id)
    old = await unit.marks.of(work.id)
    if person is not None:
        row = Row(place=0, attempt=work, person=person, mark=old)
        await put_mark(
            unit, actor, desk.exam, row, points=mark, status=MarkStatus.DRAFT, at=at, reason=""
        )
    standing = await standing_of(unit, desk.plan)
    if not any(standing.waits_for(one.id) for one in standing.attempts):
        done = MarkingDone(
            exam=desk.exam.id, subject=desk.exam.subject, works=len(standing.attempts)
        )
        await tell_staff(unit, desk.exam, done, key="1")


@dataclass(frozen=True, slots=True)
class MarkWork:
    """A marker gives points for a work, by tapping or typing."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, points: str) -> WorkMarked:
        """Keep the mark; the same again changes nothing.

        Raises:
            MarkOutOfRange: no whole number from 0 to 100.
            NotAllowed: the work is not this marker's.
            MarkSettled: both marks are in.
            WrongStage: the results are out.
        """
        value = points_of(points)
        async with self.units() as unit:
            desk, work = await work_before(unit, actor, attempt)
            await _give(unit, actor, desk, work, value, at=self.clock.now())
            standing = await standing_of(unit, desk.plan)
            waiting = standing.waiting(desk.turn)
            who = await desk.name_of(unit, work)
            await unit.commit()
        return WorkMarked(
            exam=desk.exam.id,
            who=who,
            points=value,
            waiting=len(waiting),
            following=next(iter(waiting), None),
        )


@dataclass(frozen=True, slots=True)
class MarkWorks:
    """A marker types several marks: all of them are taken, or none."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> WorkList:
        """Take lines of "07 85": a code or a name, then points.

        Raises:
            MarksUnreadable: a line has no points, or names no work or more than one.
            MarkOutOfRange, MarkSettled: nothing was taken.
            NotAllowed: no marker of this exam.
        """
        async with self.units() as unit:
            desk = await desk_of(unit, actor, exam)
            named = [(await desk.name_of(unit, one), one) for one in desk.mine()]
            for work, points in _parsed(text, named):
                await _give(unit, actor, desk, work, points_of(points), at=self.clock.now())
            listed = await list_of(unit, await desk_of(unit, actor, exam))
            await unit.commit()
        return listed


def _parsed(text: str, named: Sequence[tuple[str, Attempt]]) -> list[tuple[Attempt, str]]:
    found: list[tuple[Attempt, str]] = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        who, _, points = line.replace("\t", " ").rpartition(" ")
        who = who.strip(" .,:;-–—").casefold()
        meant = [work for name, work in named if _is_meant(who, name)]
        if len(meant) != 1 or meant[0] in [work for work, _ in found]:
            raise MarksUnreadable(line=line[:SHOWN])
        found.append((meant[0], points))
    if not found:
        raise MarksUnreadable(line="")
    return found


def _is_meant(who: str, name: str) -> bool:
    if name.isdigit():
        return who.isascii() and who.isdigit() and int(who) == int(name)
    return bool(who) and name.casefold().startswith(who)
