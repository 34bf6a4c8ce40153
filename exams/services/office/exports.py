"""What the office takes away: the statement of an exam, a group's journal, a transcript (B14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from exams.domain.appeal import AppealStage
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.grades import TOLD
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.papers import (
    Form,
    Journal,
    JournalRow,
    Paper,
    Statement,
    StatementRow,
    Transcript,
    What,
)
from exams.domain.people import Actor, Group, Locale, Role
from exams.domain.refusals.people import NotAllowed, Unknown, known
from exams.domain.spelling import alike
from exams.domain.transcript import Course, Sitting, average
from exams.notices.base import Media
from exams.notices.office import Exported, GroupPage
from exams.ports.files import Files
from exams.ports.papers import Papers
from exams.records.unit import Unit, Units
from exams.services.doors import leads, plan
from exams.services.grades.book import Book, sitting_of
from exams.services.grades.grading import Row, rows_of

READERS: Final = (Role.REGISTRAR, Role.DEAN, Role.ADMIN, Role.PROCTOR, Role.CHIEF)
OFFICE: Final = (Role.REGISTRAR, Role.DEAN, Role.ADMIN)
OWN: Final = PersonId(0)
"""Stands for whoever asks, in a request for a transcript."""


@dataclass(frozen=True, slots=True)
class Printing:
    """Writes a paper in both forms and stores them."""

    files: Files
    papers: Papers

    async def __call__(
        self, paper: Paper, what: What, of: int, about: str, locale: Locale
    ) -> Exported:
        """Return the paper as a PDF to sign and as a workbook."""
        media = []
        for form in Form:
            digest = await self.files.put(await self.papers.write(paper, form, locale))
            name = f"{what.value}-{of}-{locale.value}.{form.value}"
            media.append(Media(kind="document", digest=digest, name=name))
        return Exported(
            what=what.value, of=of, about=about, language=locale.value, media=tuple(media)
        )


@dataclass(frozen=True, slots=True)
class ExportStatement:
    """Somebody in the office, or the exam's proctor, takes its statement away."""

    units: Units
    printing: Printing

    async def __call__(self, actor: Actor, exam: ExamId, locale: Locale | None = None) -> Exported:
        """Return the statement, in the reader's language unless another is asked for."""
        async with self.units.reading() as unit:
            found = await plan(unit, actor, exam, *READERS)
            sheets = await unit.sheets.counts(exam)
            groups = {group.id: group.name for group in await unit.groups.all()}
            commission = await unit.commissions.of(exam)
            members = commission.members if commission is not None else ()
            people = await unit.people.many((*found.proctors, *members))
            appeals = await unit.appeals.of_exam(exam)
            changed = {a for a, one in appeals.items() if one.stage is AppealStage.CHANGED}
            rows = [
                StatementRow(
                    place=row.place,
                    name=row.person.name,
                    number=row.person.number,
                    group=groups.get(row.person.group_id or GroupId(0), ""),
                    ticket=row.attempt.ticket,
                    sheets=sheets.get(row.attempt.id, (0, 0))[0],
                    sitting=await _latest(unit, found, row),
                    was=row.mark.was if row.mark else None,
                    appealed=row.attempt.id in changed,
                )
                for row in await rows_of(unit, found)
            ]
        statement = Statement(
            subject=found.subject,
            starts_at=found.starts_at,
            examiner=next((people[p].name for p in found.proctors if p in people), ""),
            rows=tuple(rows),
            commission=tuple(people[member].name for member in members),
        )
        what, language = What.STATEMENT, locale or actor.locale
        return await self.printing(statement, what, exam, found.subject, language)


async def _latest(unit: Unit, exam: Exam, row: Row) -> Sitting:
    """Return what a row tells: an excused absence is I until its additional exam is graded."""
    if row.attempt.stage is Stage.EXCUSED:
        case = await unit.cases.of_attempt(row.attempt.id)
        anew = await unit.attempts.get(case.attempt_anew) if case and case.attempt_anew else None
        mark = await unit.marks.of(anew.id) if anew else None
        additional = await unit.exams.get(anew.exam_id) if anew else None
        if anew and additional and mark is not None and mark.status in TOLD:
            return sitting_of(additional, anew, mark)
    return sitting_of(exam, row.attempt, row.mark)


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Somebody in the office opens a group: its papers, and its students' transcripts."""

    units: Units

    async def __call__(self, actor: Actor, group: GroupId) -> GroupPage:
        """Return the group's students.

        Raises:
            Unknown: there is no such group.
            NotAllowed: no business with it.
        """
        async with self.units.reading() as unit:
            found = await _group(unit, actor, group)
            students = await unit.people.of_group(group)
        return GroupPage(
            group=int(group),
            name=found.name,
            bound=sum(student.account is not None for student in students),
            students=tuple((int(student.id), student.name) for student in students),
        )


@dataclass(frozen=True, slots=True)
class ExportJournal:
    """Somebody in the office takes a group's journal away."""

    units: Units
    printing: Printing

    async def __call__(
        self, actor: Actor, group: GroupId, locale: Locale | None = None
    ) -> Exported:
        """Return every published grade of the group's students.

        Raises:
            Unknown: there is no such group.
            NotAllowed: no business with it.
        """
        async with self.units.reading() as unit:
            found = await _group(unit, actor, group)
            students = await unit.people.of_group(group)
            book = Book(unit)
            sat = [(student, await book.courses(student.id)) for student in students]
        journal = Journal(
            group=found.name,
            faculty=found.faculty,
            subjects=_subjects(sat_by for _, sat_by in sat),
            rows=tuple(
                JournalRow(
                    place=place,
                    name=student.name,
                    number=student.number,
                    courses=taken,
                    average=average(taken),
                )
                for place, (student, taken) in enumerate(sat, start=1)
            ),
        )
        language = locale or actor.locale
        return await self.printing(journal, What.JOURNAL, group, found.name, language)


@dataclass(frozen=True, slots=True)
class ExportTranscript:
    """A student takes the own transcript, or the office anybody's."""

    units: Units
    printing: Printing

    async def __call__(
        self, actor: Actor, student: PersonId = OWN, locale: Locale | None = None
    ) -> Exported:
        """Return every published grade of a student.

        Raises:
            Unknown: there is no such student.
            NotAllowed: neither the student nor the office.
        """
        if student == OWN:
            actor.require(Role.STUDENT)
        async with self.units.reading() as unit:
            person = await unit.people.get(student or actor.id)
            if person is not None and person.id != actor.id:
                actor.require(*OFFICE)
            if person is None or Role.STUDENT not in person.roles:
                raise Unknown
            group = await unit.groups.get(person.group_id) if person.group_id else None
            if person.id != actor.id and group is not None:
                await _group(unit, actor, group.id)
            taken = await Book(unit).courses(person.id)
        transcript = Transcript(
            name=person.name,
            number=person.number,
            group=group.name if group else "",
            faculty=group.faculty if group else person.faculty,
            courses=taken,
            average=average(taken),
        )
        what, language = What.TRANSCRIPT, locale or actor.locale
        return await self.printing(transcript, what, student, person.name, language)


def _subjects(taken: Iterable[tuple[Course, ...]]) -> tuple[str, ...]:
    firsts = {
        alike(course.subject): (course.sittings[0].starts_at, course.subject)
        for courses_ in taken
        for course in courses_
    }
    return tuple(subject for _, subject in sorted(firsts.values()))


async def _group(unit: Unit, actor: Actor, group: GroupId) -> Group:
    """Return a group to the registrar, or to a dean of its own faculty."""
    actor.require(*OFFICE)
    found = known(await unit.groups.get(group))
    if not set(actor.roles) & {Role.REGISTRAR, Role.ADMIN}:
        dean = await unit.people.get(actor.id)
        if dean is None or not leads(dean, found):
            raise NotAllowed
    return found
