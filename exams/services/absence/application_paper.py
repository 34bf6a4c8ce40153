"""The application as a paper, with the digest of what was confirmed (S29)."""

import hashlib
import json
from dataclasses import dataclass

from exams.domain.absence.case import Case
from exams.domain.ids import CaseId
from exams.domain.people import Actor, Role
from exams.domain.refusals.people import known
from exams.notices.absence import AbsencePaper
from exams.notices.base import Media
from exams.ports.absence_papers import AbsencePapers, ApplicationFacts
from exams.ports.files import Files
from exams.records.unit import Unit, Units
from exams.services.absence.absences import READERS, office, timeline_of


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
            found = known(await unit.cases.get(case))
            if actor.id != found.student_id:
                actor.require(*READERS)
                if actor.roles.isdisjoint({Role.REGISTRAR, Role.ADMIN}):
                    await office(unit, actor, found.faculty)
            facts = await _facts_of(unit, found)
        digest = await self.files.put(await self.papers.application(facts))
        media = Media(kind="document", digest=digest, name=f"application-{case}.pdf")
        return AbsencePaper(case=case, name=facts.name, media=(media,))


async def _facts_of(unit: Unit, case: Case) -> ApplicationFacts:
    exam = known(await unit.exams.get(case.exam_id))
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
