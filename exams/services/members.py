"""Who has a part in an exam beside its staff and its students: its commission, its markers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from exams.domain.commission import Commission, Votes
from exams.domain.delivery import Priority
from exams.domain.exam import ROOM_MINUTES, Exam, Kind
from exams.domain.exam_table import TO_BE_HELD, ExamStage
from exams.domain.ids import ExamId, PersonId
from exams.domain.log import Fact
from exams.domain.marking import MarkingPlan
from exams.domain.oral import HEARD
from exams.domain.people import Person
from exams.notices.base import Notice
from exams.notices.commission import CommissionNamed, CommissionOver
from exams.notices.marking import MarkerNamed
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.telling import staff_of

NAMED: Final = "name_commission"
"""The act by which a commission, or its chair, becomes another."""
HEARD_OUT: Final = frozenset({ExamStage.CLOSED, ExamStage.MARKING})
"""Every answer was heard, and marks may be awaited."""


async def members_of(unit: Unit, exam: Exam) -> tuple[PersonId, ...]:
    """Return the members of an exam's commission who hear nothing of it as its staff."""
    if exam.kind is not Kind.ORAL or exam.stage is ExamStage.DRAFT:
        return ()
    found = await unit.commissions.of(exam.id)
    staff = staff_of(exam)
    return tuple(one for one in found.members if one not in staff) if found else ()


async def guests_of(unit: Unit, exam: Exam) -> tuple[str, ...]:
    """Return the names of the members whom the host lets into the room."""
    members = await members_of(unit, exam)
    people = await unit.people.many(members)
    return tuple(people[one].name for one in members)


_LINK: Final = "member_link:"
_LEFT: Final = "member_left:"


def link_noted(member: PersonId) -> str:
    """Return what is noted on an exam once a member has the link to its room."""
    return f"{_LINK}{member}"


def left_noted(member: PersonId) -> str:
    """Return what is noted on an exam while somebody who left its commission has a link."""
    return f"{_LEFT}{member}"


def left_with_link(exam: Exam) -> tuple[PersonId, ...]:
    """Return who left an exam's commission with a link to its room."""
    return tuple(
        PersonId(int(one.removeprefix(_LEFT)))
        for one in sorted(exam.done)
        if one.startswith(_LEFT)
    )


def links_noted(exam: Exam) -> frozenset[str]:
    """Return all that is noted of links which its members have, or had, to its room."""
    return frozenset(one for one in exam.done if one.startswith((_LINK, _LEFT)))


async def markers_of(unit: Unit, exam: Exam) -> tuple[PersonId, ...]:
    """Return the markers of an exam's works who hear nothing of it as its staff."""
    if exam.kind is not Kind.WRITTEN or exam.stage is ExamStage.DRAFT:
        return ()
    found = await unit.marking.plan(exam.id)
    staff = staff_of(exam)
    return tuple(one for one in found.markers if one not in staff) if found else ()


def commission_facts(commission: Commission | None) -> dict[str, Fact]:
    """Return what the log says of a commission that was named, or dissolved."""
    members = commission.members if commission else ()
    return {
        "members": ",".join(str(int(one)) for one in members),
        "way": commission.way.value if commission else "",
    }


async def tell_each(
    unit: Unit,
    exam: ExamId,
    people: Iterable[PersonId],
    notice: Notice,
    *,
    key: str,
    priority: Priority = Priority.REMINDER,
    slot: str = "",
) -> None:
    """Put a message to each of them into the outbox; with a slot, below everything else.

    Args:
        unit: of the transaction.
        exam: what it is about.
        people: who is told.
        notice: what.
        key: of the message, without whom it goes to.
        priority: how urgent it is.
        slot: the message that it takes the place of.
    """
    for person in people:
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=person,
                key=f"{notice.template}:{exam}:{key}:{person}",
                priority=priority,
                slot=slot,
                fresh=bool(slot),
                exam_id=exam,
            )
        )


def part_slot(exam: ExamId) -> str:
    """Return the slot of the message that tells somebody what part one has in an exam."""
    return f"part:{exam}"


async def tell_named(
    unit: Unit,
    exam: Exam,
    commission: Commission,
    who: Iterable[PersonId],
    *,
    changed: bool = False,
    at: datetime,
) -> None:
    """Tell members what the commission is; of a draft nobody hears."""
    if exam.stage is ExamStage.DRAFT:
        return
    people = await unit.people.many(commission.members)
    names = tuple(people[one].name for one in commission.members)
    staff = staff_of(exam)
    for member in who:
        notice = CommissionNamed(
            exam=exam.id,
            subject=exam.subject,
            starts_at=exam.starts_at,
            members=names,
            way=commission.way.value,
            leads=member == commission.chair,
            changed=changed,
            link="" if member in staff else "now" if exam.room else "later",
            minutes=ROOM_MINUTES,
        )
        # At the priority of news of a move, so that they arrive in the order in which they happen.
        await tell_each(
            unit,
            exam.id,
            [member],
            notice,
            key=f"{at.isoformat()}:{list(map(int, commission.members))}:{notice.way}",
            priority=Priority.LINK,
            slot=part_slot(exam.id),
        )


async def _tell_over(
    unit: Unit, exam: Exam, commission: Commission, member: PersonId, *, at: datetime
) -> None:
    """Tell a member that the exam is over, and how many answers wait all the same."""
    notice = CommissionOver(
        exam=exam.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        waiting=(await answers_awaited(unit, commission))[member],
        leads=member == commission.chair,
    )
    slot = part_slot(exam.id)
    await tell_each(unit, exam.id, [member], notice, key=at.isoformat(), slot=slot)


async def answers_awaited(unit: Unit, commission: Commission) -> Counter[PersonId]:
    """Return how many answers wait for each member; for the chair, too, once all marks are in."""
    exam, awaited = commission.exam_id, Counter[PersonId]()
    marks, given = await unit.marks.of_exam(exam), await unit.commissions.given_in(exam)
    for attempt in await unit.attempts.of_exam(exam):
        if attempt.stage in HEARD and attempt.id not in marks:
            votes = Votes(commission, given.get(attempt.id, {}))
            awaited.update(votes.awaited or (commission.chair,))
    return awaited


async def tell_marker_named(
    unit: Unit, exam: Exam, plan: MarkingPlan, who: Iterable[PersonId], *, at: datetime
) -> None:
    """Tell markers what will be theirs to mark; of a draft nobody hears."""
    if exam.stage is ExamStage.DRAFT:
        return
    for marker in who:
        notice = MarkerNamed(
            exam=exam.id,
            subject=exam.subject,
            starts_at=exam.starts_at,
            turn=plan.markers.index(marker) + 1,
            share=plan.share,
            anonymous=plan.anonymous,
        )
        await tell_each(
            unit,
            exam.id,
            [marker],
            notice,
            key=f"{at.isoformat()}:{notice.turn}:{plan.share}:{plan.anonymous}",
            priority=Priority.LINK,
            slot=part_slot(exam.id),
        )


async def tell_parts(unit: Unit, person: PersonId, *, at: datetime) -> None:
    """Tell somebody whom messages reach from now on what part one has in exams.

    What was sent before has reached nobody; so a link is sent again.
    """
    for exam in await unit.exams.of_member(person):
        commission = await unit.commissions.of(exam.id)
        if commission is not None and exam.stage in HEARD_OUT:
            await _tell_over(unit, exam, commission, person, at=at)
        if commission is None or exam.stage not in TO_BE_HELD:
            continue
        await tell_named(unit, exam, commission, [person], at=at)
        if link_noted(person) in exam.done:
            await unit.exams.save(replace(exam, done=exam.done - {link_noted(person)}))
    for plan in await unit.marking.plans_of(person):
        marked = await unit.exams.get(plan.exam_id)
        if marked is not None and marked.stage in TO_BE_HELD | {ExamStage.MARKING}:
            await tell_marker_named(unit, marked, plan, [person], at=at)


async def unreached_of(unit: Unit, members: Sequence[PersonId]) -> tuple[str, ...]:
    """Return the names of those whom no message reaches, in their order."""
    people = await unit.people.many(members)
    return tuple(people[one].name for one in members if one in people and _lost(people[one]))


def _lost(person: Person) -> bool:
    return person.account is None or not person.reachable
