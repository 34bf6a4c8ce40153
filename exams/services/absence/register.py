"""The registrar's desk: absences searched, and taken away by period."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.people import Actor
from exams.domain.refusals.people import Unknown, known
from exams.domain.words import said
from exams.notices.absence import AbsenceExport, FoundCases
from exams.notices.base import Media
from exams.ports.absence_papers import AbsencePapers, RegisterExam, RegisterFacts, RegisterOrder
from exams.ports.files import Files
from exams.records.unit import Unit, Units
from exams.services.absence.absences import faculty_led, line_of

SHOWN: Final = 20  # cases that a search shows
MOST: Final = 20_000  # rows of a register


@dataclass(frozen=True, slots=True)
class FindCases:
    """Somebody looks for a student's cases."""

    units: Units

    async def __call__(self, actor: Actor, words: str) -> FoundCases:
        """Return the cases of students whose name or number has these words in it.

        Raises:
            ReasonMissing: no words.
        """
        wanted = said(words)
        async with self.units.reading() as unit:
            faculty = await faculty_led(unit, actor)
            found = await unit.cases.listed(CaseStage, faculty=faculty, words=wanted, limit=SHOWN)
        return FoundCases(words=wanted, cases=tuple(line_of(line) for line in found))


@dataclass(frozen=True, slots=True)
class ExportAbsences:
    """Somebody takes the register of a period away."""

    units: Units
    files: Files
    papers: AbsencePapers

    async def __call__(self, actor: Actor, since: datetime, until: datetime) -> AbsenceExport:
        """Return cases, orders and additional exams of a period as a workbook.

        Args:
            actor: the dean's office (of the own faculty), or the registrar.
            since: when the period begins.
            until: when it has ended; not part of it.

        Raises:
            Unknown: the period ends before it begins.
        """
        if until <= since:
            raise Unknown
        async with self.units.reading() as unit:
            facts = await _facts_of(unit, await faculty_led(unit, actor), since, until)
        digest = await self.files.put(await self.papers.register(facts))
        media = Media(kind="document", digest=digest, name=f"absences-{since:%Y-%m-%d}.xlsx")
        return AbsenceExport(
            since=since,
            until=until,
            cases=len(facts.cases),
            orders=len(facts.orders),
            exams=len(facts.exams),
            media=(media,),
        )


async def _facts_of(unit: Unit, faculty: str, since: datetime, until: datetime) -> RegisterFacts:
    cases = await unit.cases.listed(
        CaseStage, faculty=faculty, since=since, until=until, limit=MOST
    )
    orders = await unit.orders.between(since, until, faculty=faculty)
    signers = await unit.people.many(order.by for order in orders)
    rows = []
    for order in orders:
        cancels = await unit.orders.get(order.cancels) if order.cancels else None
        rows.append(
            RegisterOrder(
                number=order.number,
                year=order.year,
                faculty=order.faculty,
                issued_at=order.issued_at,
                by=signers[order.by].name,
                people=len(order.cases),
                cancels=f"{cancels.number}/{cancels.year}" if cancels else "",
            )
        )
    exams = []
    for plan in await unit.plans.in_stages(PlanStage, faculty=faculty):
        exam = known(await unit.exams.get(plan.exam_id))
        if since <= exam.starts_at < until:
            proctors = await unit.people.many(exam.proctors)
            exams.append(
                RegisterExam(
                    subject=exam.subject,
                    starts_at=exam.starts_at,
                    stage=plan.stage.value,
                    people=await unit.attempts.count(exam.id),
                    proctor=", ".join(person.name for person in proctors.values()),
                )
            )
    return RegisterFacts(
        since=since, until=until, cases=cases, orders=tuple(rows), exams=tuple(exams)
    )
