"""A student's application to the dean, or the office's for a student who cannot (S29, D8, B7)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from exams.domain.absence.case import DECIDE_DAYS, PROOF_DAYS, Case, Reason
from exams.domain.absence.evidence import Evidence
from exams.domain.absence.table import CaseAct, CaseStage
from exams.domain.ids import AttemptId, CaseId, ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.absence import AppliedAlready
from exams.domain.refusals.people import Unknown
from exams.domain.working_days import working_days_later
from exams.notices.absence import (
    AbsenceCard,
    AbsenceForm,
    AbsencePaper,
    AbsenceStatus,
    CaseLine,
    MyAbsences,
)
from exams.notices.base import Media
from exams.ports.absence_papers import AbsencePapers, ApplicationFacts
from exams.ports.clock import Clock, WorkingDays
from exams.ports.files import Files
from exams.ports.uploads import PageReader
from exams.records.absence_cases import NEW_EVIDENCE
from exams.records.unit import Unit, Units
from exams.services.absence.absences import (
    OFFICE,
    READERS,
    begin_case,
    exam_of,
    faculty_of,
    form_of,
    found_case,
    keep_case,
    office,
    status_of,
    tell_applicant,
    tell_office,
    timeline_of,
    writer,
)
from exams.services.absence.case_cards import card_of_case
from exams.services.doors import own_seat

View = AbsenceForm | AbsenceStatus | AbsenceCard


async def view_of(unit: Unit, actor: Actor, case: Case, *, now: datetime) -> View:
    """Return a case as whoever writes in it sees it: as a form, until it is sent."""
    if case.stage is CaseStage.OPENED:
        return await form_of(unit, case)
    if actor.id == case.student_id:
        return await status_of(unit, case)
    return await card_of_case(unit, actor, case, now=now)


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
            TooLate: 24 hours are over.
            Unknown: not the student's own exam.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            case = await unit.cases.of_attempt(seat.attempt.id)
            if case is not None and case.stage is not CaseStage.OPENED:
                raise AppliedAlready
            if case is None:
                case = await begin_case(unit, actor, seat.attempt, seat.exam, seat.held, at=now)
                await unit.commit()
            else:
                case.fill_in(seat.held, at=now)
            return await form_of(unit, case)


@dataclass(frozen=True, slots=True)
class ApplyFor:
    """The dean's office writes for a student who cannot reach the bot (D8)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> View:
        """Open the application; what the student has begun, or let lapse, is gone on with.

        Raises:
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
            exam = await exam_of(unit, found.exam_id)
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
            return await form_of(unit, kept)


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
            Refusal: the bytes are no picture we take (see exams.domain.verdict).
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
                await tell_office(unit, found, "proof")
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
            TooLate: 24 hours are over.
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
            await tell_office(unit, kept, "new")
            if held & set(OFFICE):
                await tell_applicant(unit, kept)
            await unit.commit()
            return await view_of(unit, actor, kept, now=now)


def confirmed_digest(case: Case) -> str:
    """Return SHA-256 of what an applicant confirms; it stands in the log and on the paper."""
    content = {
        "attempt": case.attempt_id,
        "reason": case.reason.value if case.reason else "",
        "happened_at": case.happened_at.isoformat(),
        "text": case.text.partition("\n\n")[0] if case.reconsidered else case.text,
        "submitted_at": case.submitted_at.isoformat() if case.submitted_at else "",
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


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


@dataclass(frozen=True, slots=True)
class ShowCase:
    """A student looks where the own case stands."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, case: CaseId) -> View:
        """Return it: as a form, until it is sent.

        Raises:
            Unknown: it is not the student's.
        """
        async with self.units.reading() as unit:
            found, _ = await writer(unit, actor, case)
            return await view_of(unit, actor, found, now=self.clock.now())


@dataclass(frozen=True, slots=True)
class ListMyCases:
    """A student looks at the own cases."""

    units: Units

    async def __call__(self, actor: Actor) -> MyAbsences:
        """Return them, the newest first."""
        actor.require(Role.STUDENT)
        async with self.units.reading() as unit:
            lines = []
            for case in await unit.cases.of_student(actor.id):
                exam = await exam_of(unit, case.exam_id)
                lines.append(
                    CaseLine(
                        case=case.id,
                        name="",
                        subject=exam.subject,
                        starts_at=exam.starts_at,
                        stage=case.stage.value,
                        reason=case.reason.value if case.reason else "",
                    )
                )
        return MyAbsences(cases=tuple(lines))


@dataclass(frozen=True, slots=True)
class PrintApplication:
    """Somebody wants the application as a paper."""

    units: Units
    files: Files
    papers: AbsencePapers

    async def __call__(self, actor: Actor, case: CaseId) -> AbsencePaper:
        """Return it as a PDF.

        Raises:
            Unknown: it is another student's.
            NotAllowed: the office of another faculty.
        """
        async with self.units.reading() as unit:
            found = await found_case(unit, case)
            if actor.id != found.student_id:
                actor.require(*READERS)
                if actor.roles.isdisjoint({Role.REGISTRAR, Role.ADMIN}):
                    await office(unit, actor, found.faculty)
            facts = await _facts_of(unit, found)
        digest = await self.files.put(await self.papers.application(facts))
        media = Media(kind="document", digest=digest, name=f"application-{case}.pdf")
        return AbsencePaper(case=case, name=facts.name, media=(media,))


async def _facts_of(unit: Unit, case: Case) -> ApplicationFacts:
    exam = await exam_of(unit, case.exam_id)
    people = await unit.people.many([case.student_id, case.by])
    student = people[case.student_id]
    group = await unit.groups.get(student.group_id) if student.group_id else None
    moments = await timeline_of(unit, case.exam_id, case.attempt_id)
    writer_ = people.get(case.by)
    return ApplicationFacts(
        case=case.id,
        faculty=case.faculty,
        name=student.name,
        number=student.number,
        group=group.name if group else "",
        subject=exam.subject,
        kind=exam.kind.value,
        starts_at=exam.starts_at,
        reason=case.reason.value if case.reason else "",
        happened_at=case.happened_at,
        missed_as=case.missed_as.value,
        text=case.text,
        by=writer_.name if writer_ and case.on_behalf else "",
        timeline=tuple((moment.at, moment.act) for moment in moments),
        pages=len(await unit.cases.evidence(case.id)),
        confirmed_at=case.submitted_at,
        digest=confirmed_digest(case) if case.submitted_at else "",
    )
