"""The dean's queue: cases with their evidence, one decision or several at once (rules F)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exams.domain.absence.case import PROOF_DAYS
from exams.domain.absence.opening import MISSED
from exams.domain.absence.table import WAITING, CaseAct, CaseStage, PlanStage
from exams.domain.ids import CaseId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.people import known
from exams.domain.working_days import working_days_later
from exams.notices.absence import AbsenceCard, AbsenceEvidence, AbsenceQueue, MissedList
from exams.notices.base import Media
from exams.ports.clock import Clock, WorkingDays
from exams.records.unit import Unit, Units
from exams.services.absence.absences import (
    OFFICE,
    READERS,
    decider,
    faculty_led,
    keep_case,
    line_of,
    office,
    tell_applicant,
)
from exams.services.absence.case_cards import card_of_case

IN_SIGHT: Final = 6  # cases on one page: so many can be marked in one button
PENDING: Final = (PlanStage.PROPOSED, PlanStage.APPROVED)


async def queue_of(
    unit: Unit, actor: Actor, *, page: int = 0, marked: Sequence[CaseId] = ()
) -> AbsenceQueue:
    """Return a page of the cases that wait for a decision, and what else waits."""
    faculty = await faculty_led(unit, actor)
    counts = await unit.cases.counts(faculty=faculty)
    waiting = sum(counts.get(stage, 0) for stage in WAITING)
    pages = max(1, -(-waiting // IN_SIGHT))
    here = min(max(page, 0), pages - 1)
    listed = await unit.cases.listed(
        WAITING, faculty=faculty, limit=IN_SIGHT, offset=here * IN_SIGHT
    )
    shown = {line.case.id for line in listed}
    return AbsenceQueue(
        cases=tuple(line_of(line) for line in listed),
        page=here,
        pages=pages,
        marked=tuple(case for case in marked if case in shown),
        waiting=waiting,
        unproven=counts.get(CaseStage.NEEDS_PROOF, 0),
        to_order=len(await unit.cases.to_order(faculty=faculty)),
        to_plan=len(await unit.cases.to_plan(faculty=faculty)),
        plans=len(await unit.plans.in_stages(PENDING, faculty=faculty)),
        can_decide=not actor.roles.isdisjoint(OFFICE),
    )


@dataclass(frozen=True, slots=True)
class OpenQueue:
    """The dean's office, or the registrar, looks at the cases."""

    units: Units

    async def __call__(
        self, actor: Actor, page: int = 0, marked: tuple[CaseId, ...] = ()
    ) -> AbsenceQueue:
        """Return a page of them, what is due first on top."""
        async with self.units.reading() as unit:
            return await queue_of(unit, actor, page=page, marked=marked)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Somebody opens a case: first its evidence, then its card."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, case: CaseId
    ) -> tuple[AbsenceEvidence | AbsenceCard, ...]:
        """Return the pages of evidence, if there are any, and the card.

        Raises:
            NotAllowed: the office of another faculty.
        """
        async with self.units.reading() as unit:
            actor.require(*READERS)
            found = known(await unit.cases.get(case))
            if not actor.roles.isdisjoint(OFFICE):
                await office(unit, actor, found.faculty)
            card = await card_of_case(unit, actor, found, now=self.clock.now())
            media = tuple(
                Media(kind="photo", digest=page.picture, name=f"{number}.jpg")
                for number, page in enumerate(await unit.cases.evidence(case), 1)
            )
        if not media:
            return (card,)
        above = AbsenceEvidence(case=case, name=card.name, pages=len(media), media=media)
        return (above, card)


@dataclass(frozen=True, slots=True)
class Approve:
    """The dean finds a reason valid."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, case: CaseId) -> AbsenceCard:
        """Approve; a second tap shows the same.

        Raises:
            NotAllowed: the office of another faculty.
            NotYourTurn: the deputy, while the dean has time.
            CaseMoved: it is not to be decided.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found, held = await decider(unit, actor, case)
            if found.stage is not CaseStage.APPROVED:
                approved = found.approve(held, by=actor.id, at=now)
                act = CaseAct.APPROVE.value
                found = await keep_case(unit, actor, found, approved, act, at=now)
                await tell_applicant(unit, found)
                await unit.commit()
            return await card_of_case(unit, actor, found, now=now)


@dataclass(frozen=True, slots=True)
class ApproveMarked:
    """The dean approves several cases at once."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, cases: tuple[CaseId, ...], page: int) -> AbsenceQueue:
        """Approve those that still wait; what somebody else decided meanwhile stays so.

        Raises:
            NotAllowed: a case of another faculty is among them; none is approved then.
        """
        now = self.clock.now()
        async with self.units() as unit:
            for case in cases:
                found, held = await decider(unit, actor, case)
                if found.stage is CaseStage.SUBMITTED:
                    approved = found.approve(held, by=actor.id, at=now)
                    act = CaseAct.APPROVE.value
                    kept = await keep_case(unit, actor, found, approved, act, at=now)
                    await tell_applicant(unit, kept)
            await unit.commit()
            return await queue_of(unit, actor, page=page)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The dean finds a reason not valid, and says why."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, case: CaseId, reason: str) -> AbsenceCard:
        """Refuse; the student may ask once more.

        Raises:
            ReasonMissing: no word why.
            CaseMoved: it is not to be decided.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found, held = await decider(unit, actor, case)
            refused = found.refuse(
                held,
                reason=reason,
                by=actor.id,
                at=now,
                reconsider_until=working_days_later(now, PROOF_DAYS, self.days.works),
            )
            act = CaseAct.REFUSE.value
            kept = await keep_case(
                unit, actor, found, refused, act, at=now, reason=refused.decision
            )
            await tell_applicant(unit, kept)
            await unit.commit()
            return await card_of_case(unit, actor, kept, now=now)


@dataclass(frozen=True, slots=True)
class AskProof:
    """The dean wants proof."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, case: CaseId, note: str) -> AbsenceCard:
        """Ask for it, in words.

        Raises:
            ReasonMissing: no word about what is wanted.
            CaseMoved: it is not to be decided.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found, held = await decider(unit, actor, case)
            until = working_days_later(now, PROOF_DAYS, self.days.works)
            asked = found.ask_proof(held, note=note, at=now, proof_until=until)
            act = CaseAct.ASK_PROOF.value
            kept = await keep_case(unit, actor, found, asked, act, at=now, reason=asked.decision)
            await tell_applicant(unit, kept)
            await unit.commit()
            return await card_of_case(unit, actor, kept, now=now)


@dataclass(frozen=True, slots=True)
class ListMissed:
    """The dean's office looks who missed an exam, to write for them."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> MissedList:
        """Return those whose absence can be excused."""
        async with self.units.reading() as unit:
            actor.require(*OFFICE)
            found = known(await unit.exams.get(exam))
            await office(unit, actor, found.faculty)
            attempts = [a for a in await unit.attempts.of_exam(exam) if a.stage in MISSED]
            people = await unit.people.many(attempt.student_id for attempt in attempts)
        return MissedList(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            students=tuple(
                (attempt.id, people[attempt.student_id].name, attempt.stage.value)
                for attempt in attempts
            ),
        )
