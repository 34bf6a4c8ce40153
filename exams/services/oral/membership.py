"""An oral exam as a member of its commission sees it: the desk, and the way into the room."""

from dataclasses import dataclass

from exams.domain.commission import Commission, Votes
from exams.domain.exam import Exam
from exams.domain.exam_table import TO_BE_HELD, ExamStage
from exams.domain.ids import ExamId
from exams.domain.oral import HEARD
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, known
from exams.notices.commission import CommissionDesk, CommissionLink, HeardLine
from exams.ports.clock import Clock
from exams.ports.conferences import Conferences, conference_of
from exams.records.unit import Unit, Units
from exams.services.conference import no_link


async def _seat(unit: Unit, actor: Actor, exam: ExamId) -> tuple[Exam, Commission]:
    """Return an exam to a member of its commission.

    Raises:
        Unknown: there is no such exam.
        NotAllowed: no member, or nobody was told of the exam yet.
    """
    found = known(await unit.exams.get(exam))
    commission = await unit.commissions.of(exam)
    member = commission is not None and actor.id in commission.members
    if commission is None or not member or found.stage is ExamStage.DRAFT:
        raise NotAllowed
    return found, commission


@dataclass(frozen=True, slots=True)
class OpenCommissionDesk:
    """A member looks at the exam, and at the answers that are over."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> CommissionDesk:
        """Return them with what the member gave, and nobody else."""
        async with self.units.reading() as unit:
            found, commission = await _seat(unit, actor, exam)
            people = await unit.people.many(commission.members)
            return CommissionDesk(
                exam=exam,
                subject=found.subject,
                starts_at=found.starts_at,
                stage=found.stage.value,
                members=tuple(people[one].name for one in commission.members),
                way=commission.way.value,
                leads=actor.id == commission.chair,
                answers=await _answers(unit, actor, commission),
                link=found.room is not None and found.stage in TO_BE_HELD,
            )


async def _answers(unit: Unit, actor: Actor, commission: Commission) -> tuple[HeardLine, ...]:
    attempts = await unit.attempts.of_exam(commission.exam_id)
    heard = [one for one in attempts if one.stage in HEARD]
    people = await unit.people.many(one.student_id for one in heard)
    marks = await unit.marks.of_exam(commission.exam_id)
    given = await unit.commissions.given_in(commission.exam_id)
    lines = []
    for one in heard:
        votes = Votes(commission, given.get(one.id, {}))
        mark = marks.get(one.id)
        # The chair is waited for once more when all marks are in.
        waits = actor.id in votes.awaited or (votes.open and actor.id == commission.chair)
        lines.append(
            HeardLine(
                attempt=one.id,
                name=people[one.student_id].name,
                own=votes.given.get(actor.id),
                told=mark.points if mark else None,
                open=mark is None and waits,
            )
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class GiveCommissionLink:
    """A member asks for the way into the conference, also when its message did not arrive."""

    units: Units
    clock: Clock
    conferences: Conferences

    async def __call__(self, actor: Actor, exam: ExamId) -> CommissionLink:
        """Return the member's own link.

        Raises:
            TooEarly: the conference opens later.
            RoomAwaited: it should be open, and the service has given none.
            TooLate: it never opened.
            WrongStage: the exam is over, and its conference with it.
        """
        async with self.units.reading() as unit:
            found, _ = await _seat(unit, actor, exam)
            member = known(await unit.people.get(actor.id))
        if found.stage not in TO_BE_HELD:
            raise WrongStage(act="commission_link", stage=found.stage.value)
        if found.room is None:
            raise no_link(found, found.room_opens_at, self.clock.now())
        names = {member.id: member.name}
        links = await self.conferences.personal_links(conference_of(found.room), names)
        return CommissionLink(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            url=links[member.id].url,
        )
