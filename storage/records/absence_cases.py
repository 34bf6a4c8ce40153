"""Absence cases and their evidence, in SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.absence.case import REMIND_BEFORE, Case
from exams.domain.absence.evidence import Evidence
from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import OVER
from exams.domain.ids import AttemptId, CaseId, Digest, ExamId, PersonId
from exams.records.absence_cases import ListedCase
from storage.references import unneeded
from storage.rows import first_come, new_id, of_faculty, require_one, values_of
from storage.tables import absence, roster, sitting

ELSEWHERE: Final = frozenset({"id", "version"})
REMINDERS: Final = 2  # of one decision: before it is due, and when it is
cases = absence.cases.c
orders = absence.orders.c
pages = absence.evidence.c


@dataclass(frozen=True, slots=True)
class SqlCases:
    """Cases in the `cases` table, their pages in `evidence`."""

    connection: AsyncConnection

    async def get(self, case: CaseId) -> Case | None:
        """Return a case by id."""
        return await self._one(cases.id == case)

    async def many(self, ids: Iterable[CaseId]) -> tuple[Case, ...]:
        """Return those of the ids that exist, by id."""
        wanted = sorted(set(ids))
        return await self._all(cases.id.in_(wanted)) if wanted else ()

    async def of_attempt(self, attempt: AttemptId) -> Case | None:
        """Return the case about an attempt."""
        return await self._one(cases.attempt_id == attempt)

    async def anew(self, attempt: AttemptId) -> Case | None:
        """Return the case whose additional exam this attempt sits."""
        return await self._one(cases.attempt_anew == attempt)

    async def of_student(self, student: PersonId) -> tuple[Case, ...]:
        """Return a student's cases, the newest first."""
        return (await self._all(cases.student_id == student))[::-1]

    async def of_exam(self, exam: ExamId) -> tuple[Case, ...]:
        """Return the cases about attempts of an exam."""
        return await self._all(cases.exam_id == exam)

    async def of_additional(self, exam: ExamId) -> tuple[Case, ...]:
        """Return the cases whose students sit an additional exam."""
        return await self._all(cases.additional_id == exam)

    async def listed(
        self,
        stages: Iterable[CaseStage],
        *,
        faculty: str = "",
        words: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int,
        offset: int = 0,
    ) -> tuple[ListedCase, ...]:
        """Return a part of a list, what is due first on top."""
        people, exams, groups = roster.people.c, sitting.exams.c, roster.groups.c
        count = select(func.count()).where(pages.case_id == cases.id).scalar_subquery()
        where = [cases.stage.in_(list(stages)), of_faculty(cases.faculty, faculty)]
        spellings: list[ColumnElement[bool]] = []
        if words:
            # SQLite knows small and capital letters of the Latin alphabet alone.
            for spelt in {words, words.title(), words.upper(), words.lower()}:
                spellings.append(people.name.contains(spelt, autoescape=True))
                spellings.append(people.number.contains(spelt, autoescape=True))
            where.append(or_(*spellings))
        if since is not None:
            where.append(cases.opened_at >= since)
        if until is not None:
            where.append(cases.opened_at < until)
        rows = await self.connection.execute(
            select(
                absence.cases,
                people.name.label("person_name"),
                people.number.label("person_number"),
                groups.name.label("group_name"),
                exams.subject.label("exam_subject"),
                exams.starts_at.label("exam_starts_at"),
                orders.number.label("its_order"),
                orders.year.label("its_year"),
                count.label("pages"),
            )
            .join(roster.people, people.id == cases.student_id)
            .join(sitting.exams, exams.id == cases.exam_id)
            .outerjoin(roster.groups, groups.id == people.group_id)
            .outerjoin(absence.orders, orders.id == cases.order_id)
            .where(*where)
            .order_by(cases.decide_by, cases.id)
            .limit(limit)
            .offset(offset)
        )
        return tuple(_listed(row) for row in rows.mappings())

    async def counts(self, *, faculty: str = "") -> dict[CaseStage, int]:
        """Return how many cases stand at each stage."""
        rows = await self.connection.execute(
            select(cases.stage, func.count())
            .where(of_faculty(cases.faculty, faculty))
            .group_by(cases.stage)
        )
        return {stage: int(number) for stage, number in rows}

    async def to_order(self, *, faculty: str = "") -> tuple[Case, ...]:
        """Return what is approved and stands in no order."""
        return await self._all(
            and_(
                cases.stage == CaseStage.APPROVED,
                cases.order_id.is_(None),
                of_faculty(cases.faculty, faculty),
            )
        )

    async def to_plan(self, *, faculty: str = "") -> tuple[Case, ...]:
        """Return what an order names and no additional exam is planned for."""
        return await self._all(
            and_(
                cases.stage == CaseStage.APPROVED,
                cases.order_id.is_not(None),
                cases.additional_id.is_(None),
                of_faculty(cases.faculty, faculty),
            )
        )

    async def due(self, now: datetime) -> tuple[Case, ...]:
        """Return the cases for which a moment has passed, or is near enough to remind of."""
        over = select(sitting.attempts.c.id).where(sitting.attempts.c.stage.in_(OVER))
        return await self._all(
            or_(
                and_(cases.stage == CaseStage.OPENED, cases.apply_until < now),
                and_(cases.stage == CaseStage.NEEDS_PROOF, cases.proof_until < now),
                and_(cases.stage == CaseStage.REFUSED, cases.reconsider_until < now),
                and_(cases.stage == CaseStage.SCHEDULED, cases.attempt_anew.in_(over)),
                and_(
                    cases.stage == CaseStage.SUBMITTED,
                    or_(
                        and_(cases.decide_by <= now + REMIND_BEFORE, cases.reminders == 0),
                        and_(cases.decide_by <= now, cases.reminders < REMINDERS),
                    ),
                ),
            )
        )

    async def add(self, case: Case) -> Case:
        """Store a new case.

        Raises:
            Stale: there is one about this attempt.
        """
        with first_come():
            done = await self.connection.execute(
                insert(absence.cases),
                values_of(case, without=ELSEWHERE) | {"version": case.version},
            )
        return replace(case, id=new_id(done))

    async def save(self, case: Case) -> None:
        """Write a changed case if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        done = await self.connection.execute(
            update(absence.cases)
            .where(cases.id == case.id, cases.version == case.version)
            .values(values_of(case, without=ELSEWHERE) | {"version": case.version + 1})
        )
        require_one(done)

    async def evidence(self, case: CaseId) -> tuple[Evidence, ...]:
        """Return the pages of evidence in the order of sending."""
        return await self._pages(pages.case_id == case)

    async def add_evidence(self, evidence: Evidence) -> None:
        """Store a page of evidence; the same page of the same message again changes nothing."""
        message, page = evidence.order
        await self.connection.execute(
            insert(absence.evidence)
            .values(
                values_of(evidence, without=frozenset({"id", "order"}))
                | {"message": message, "page": page}
            )
            .on_conflict_do_nothing()
        )

    async def old_evidence(self, closed_before: datetime) -> tuple[Evidence, ...]:
        """Return the evidence of cases that were closed before a moment."""
        closed = select(cases.id).where(
            or_(
                and_(cases.stage == CaseStage.CLOSED, cases.closed_at < closed_before),
                and_(cases.stage == CaseStage.REFUSED, cases.decided_at < closed_before),
            )
        )
        return await self._pages(pages.case_id.in_(closed))

    async def forget(self, evidence: Sequence[Evidence]) -> tuple[Digest, ...]:
        """Delete evidence; return the pictures to which nothing refers any more.

        A file is stored once however often it was sent: as a sheet, too.
        """
        if not evidence:
            return ()
        await self.connection.execute(
            delete(absence.evidence).where(pages.id.in_([page.id for page in evidence]))
        )
        return tuple(sorted(await unneeded(self.connection, {page.picture for page in evidence})))

    async def _pages(self, where: ColumnElement[bool]) -> tuple[Evidence, ...]:
        rows = await self.connection.execute(
            select(absence.evidence)
            .where(where)
            .order_by(pages.case_id, pages.message, pages.page)
        )
        found = []
        for row in rows.mappings():
            values = dict(row)
            order = (values.pop("message"), values.pop("page"))
            found.append(Evidence(order=order, **values))
        return tuple(found)

    async def _one(self, where: ColumnElement[bool]) -> Case | None:
        rows = await self.connection.execute(select(absence.cases).where(where))
        row = rows.mappings().one_or_none()
        return None if row is None else Case(**row)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Case, ...]:
        rows = await self.connection.execute(select(absence.cases).where(where).order_by(cases.id))
        return tuple(Case(**row) for row in rows.mappings())


def _listed(row: Any) -> ListedCase:
    values = dict(row)
    order, year = values.pop("its_order"), values.pop("its_year")
    return ListedCase(
        name=values.pop("person_name"),
        number=values.pop("person_number"),
        group=values.pop("group_name") or "",
        subject=values.pop("exam_subject"),
        starts_at=values.pop("exam_starts_at"),
        pages=int(values.pop("pages")),
        order_number=None if order is None else (int(order), int(year)),
        case=Case(**values),
    )
