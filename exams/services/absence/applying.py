"""A student's application to the dean, or the office's for a student who cannot (S29, D8, B7)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.absence.case import DECIDE_DAYS, PROOF_DAYS, Reason
from exams.domain.absence.evidence import Evidence
from exams.domain.absence.table import CaseAct, CaseStage
from exams.domain.ids import AttemptId, CaseId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.absence import AppliedAlready, ApplyTooLate
from exams.domain.refusals.people import Unknown, known
from exams.domain.working_days import working_days_later
from exams.notices.absence import AbsenceForm
from exams.ports.clock import Clock, WorkingDays
from exams.ports.files import Files
from exams.ports.uploads import PageReader
from exams.records.absence_cases import NEW_EVIDENCE
from exams.records.unit import Units
from exams.services.absence.absences import (
    OFFICE,
    begin_case,
    faculty_of,
    form_of,
    keep_case,
    office,
    tell_applicant,
    tell_office,
    writer,
)
from exams.services.absence.application_paper import confirmed_digest
from exams.services.absence.own_cases import View, view_of
from exams.services.doors import own_seat


@dataclass(frozen=True, slots=True)
class Apply:
    """A student wants to apply to the dean about a missed exam."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> AbsenceForm:
        """Open the application, or the draft that is there.

        Raises:
            NotMissed: the exam was not missed.
            AppliedAlready: the application was sent.
            ApplyTooLate: 24 hours are over.
            Unknown: not the student's own exam.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            case = await unit.cases.of_attempt(seat.attempt.id)
            if case is not None and case.lapsed:
                raise ApplyTooLate(closed_at=case.apply_until)
            if case is not None and case.stage is not CaseStage.OPENED:
                raise AppliedAlready
            if case is None:
                case = await begin_case(unit, actor, seat.attempt, seat.exam, seat.held, at=now)
                await unit.commit()
            else:
                case.fill_in(seat.held, at=now)
            return await form_of(unit, case, actor.id)


@dataclass(frozen=True, slots=True)
class ApplyFor:
    """The dean's office writes for a student who cannot reach the bot (D8)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> View:
        """Open the application; what the student has begun, or let lapse, is gone on with.

        Raises:
            Unknown: there is no such attempt.
            NotMissed: the exam was not missed.
            NotAllowed: the office of another faculty.
        """
        now = self.clock.now()
        actor.require(*OFFICE)
        async with self.units() as unit:
            found = await unit.attempts.get(attempt)
            student = await unit.people.get(found.student_id) if found else None
            if found is None or student is None:
                raise Unknown
            exam = known(await unit.exams.get(found.exam_id))
            held = await office(unit, actor, await faculty_of(unit, student) or exam.faculty)
            case = await unit.cases.of_attempt(attempt)
            if case is None:
                case = await begin_case(unit, actor, found, exam, held, at=now)
            elif case.stage is CaseStage.CLOSED:
                revived = case.revive(held, by=actor.id, at=now)
                case = await keep_case(unit, actor, case, revived, CaseAct.REVIVE.value, at=now)
            await unit.commit()
            return await view_of(unit, actor, case, now=now)


@dataclass(frozen=True, slots=True)
class FillApplication:
    """Somebody writes the reason, the words or the time into an application."""

    units: Units
    clock: Clock

    async def __call__(
        self,
        actor: Actor,
        case: CaseId,
        *,
        reason: Reason | None = None,
        text: str | None = None,
        happened_at: datetime | None = None,
    ) -> AbsenceForm:
        """Write what is given.

        Raises:
            CaseMoved: it was sent.
            TooLate: 24 hours are over, or the time has not come yet.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found, held = await writer(unit, actor, case)
            filled = found.fill_in(held, reason=reason, text=text, happened_at=happened_at, at=now)
            kept = await keep_case(unit, actor, found, filled, CaseAct.FILL_IN.value, at=now)
            await unit.commit()
            return await form_of(unit, kept, actor.id)


@dataclass(frozen=True, slots=True)
class AddProof:
    """Somebody sent evidence: a photograph, or a PDF with several pages."""

    units: Units
    clock: Clock
    reader: PageReader
    files: Files
    days: WorkingDays

    async def __call__(
        self, actor: Actor, case: CaseId, upload: bytes, order: tuple[int, int]
    ) -> View:
        """Keep each page as a plain picture; proof that was waited for goes to the dean.

        Args:
            actor: the student, or the office for one.
            case: which one.
            upload: as it was sent; it is decoded where a bomb does no harm, and not kept.
            order: the messenger's message id and 0; a repeated order changes nothing.

        Raises:
            EvidenceFull: more pages than a case takes.
            CaseMoved: the dean has decided.
            Refusal: the bytes are no picture we take (see exams.domain.refusals.pictures).
        """
        now = self.clock.now()
        async with self.units.reading() as unit:
            found, held = await writer(unit, actor, case)
            known = await unit.cases.evidence(case)
            found.add_proof(held, pages=len(known), more=1)
        pictures = await self.reader.pages(upload)
        digests = [await self.files.put(picture) for picture in pictures]
        async with self.units() as unit:
            found, held = await writer(unit, actor, case)
            known = await unit.cases.evidence(case)
            if any(page.order[0] == order[0] for page in known):
                return await view_of(unit, actor, found, now=now)
            found.add_proof(held, pages=len(known), more=len(digests))
            for page, digest in enumerate(digests):
                await unit.cases.add_evidence(
                    Evidence(
                        id=NEW_EVIDENCE,
                        case_id=case,
                        order=(order[0], page),
                        picture=digest,
                        received_at=now,
                    )
                )
            if found.stage is CaseStage.NEEDS_PROOF:
                decide_by = working_days_later(now, DECIDE_DAYS, self.days.works)
                sent = found.proof_sent(held, decide_by=decide_by)
                act = CaseAct.PROOF_SENT.value
                found = await keep_case(unit, actor, found, sent, act, at=now)
                await tell_office(unit, found, "proof", but=actor.id)
            await unit.commit()
            return await view_of(unit, actor, found, now=now)


@dataclass(frozen=True, slots=True)
class SendApplication:
    """The applicant confirms the application: it goes to the dean of the own faculty."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, case: CaseId, *, proof_later: bool) -> View:
        """Send it, now or with the proof to follow; a second tap shows how it stands.

        Raises:
            CaseIncomplete: no reason, or "other" without a word.
            ApplyTooLate: 24 hours are over.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found, held = await writer(unit, actor, case)
            if found.submitted_at is not None and found.stage is not CaseStage.OPENED:
                return await view_of(unit, actor, found, now=now)
            sent = found.submit(
                held,
                at=now,
                decide_by=working_days_later(now, DECIDE_DAYS, self.days.works),
                proof_until=working_days_later(now, PROOF_DAYS, self.days.works)
                if proof_later
                else None,
            )
            act = (CaseAct.SUBMIT_UNPROVEN if proof_later else CaseAct.SUBMIT).value
            digest = confirmed_digest(sent)
            kept = await keep_case(unit, actor, found, sent, act, at=now, reason=digest)
            await tell_office(unit, kept, "new", but=actor.id)
            if held & set(OFFICE):
                await tell_applicant(unit, kept)
            await unit.commit()
            return await view_of(unit, actor, kept, now=now)


@dataclass(frozen=True, slots=True)
class Reconsider:
    """A refused student asks once more."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, case: CaseId, text: str) -> View:
        """Hand it to the dean again, with new words.

        Raises:
            AlreadyReconsidered: it was asked once.
            TooLate: the time for it is over.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found, held = await writer(unit, actor, case)
            again = found.reconsider(
                held,
                text=text,
                at=now,
                decide_by=working_days_later(now, DECIDE_DAYS, self.days.works),
            )
            act = CaseAct.RECONSIDER.value
            kept = await keep_case(unit, actor, found, again, act, at=now)
            await tell_office(unit, kept, "again")
            await unit.commit()
            return await view_of(unit, actor, kept, now=now)
