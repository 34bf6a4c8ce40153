"""What the registrar takes away: the statement of an exam as a workbook or a paper (B14)."""

from dataclasses import dataclass

from exams.domain.attempt_table import Stage
from exams.domain.grades import final_points, grade_of
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals import Unknown
from exams.notices.base import Media
from exams.notices.office import Exported
from exams.ports import Files, StatementRow, Statements
from exams.records import Unit, Units
from exams.services.doors import room
from exams.services.grading import Row, rows_of

READERS = (Role.REGISTRAR, Role.DEAN, Role.ADMIN, Role.PROCTOR, Role.CHIEF)
INCOMPLETE = "I"  # rules E: marks an excused absence
JOURNAL, STATEMENT = "journal", "statement"


async def _row(unit: Unit, row: Row, sheets: int) -> StatementRow:
    attempt, points = row.attempt, row.mark.points if row.mark else None
    group = await unit.groups.get(row.person.group_id) if row.person.group_id else None
    final = None if points is None else final_points(rating=attempt.rating, exam=points)
    letter = "" if points is None else grade_of(points if final is None else final).letter
    if points is None and attempt.stage is Stage.EXCUSED:
        letter = INCOMPLETE
    return StatementRow(
        place=row.place,
        name=row.person.name,
        number=row.person.number,
        group=group.name if group else "",
        stage=attempt.stage.value,
        ticket=attempt.ticket,
        sheets=sheets,
        rating=attempt.rating,
        points=points,
        final=final,
        letter=letter,
    )


@dataclass(frozen=True, slots=True)
class Export:
    """Somebody in the office takes an exam's statement away."""

    units: Units
    files: Files
    statements: Statements

    async def __call__(self, actor: Actor, exam: ExamId, what: str) -> Exported:
        """Return the journal (XLSX) or the statement to sign (PDF).

        Raises:
            Unknown: there is no such document.
        """
        if what not in {JOURNAL, STATEMENT}:
            raise Unknown
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *READERS)
            sheets = await unit.sheets.counts(exam)
            rows = [
                await _row(unit, row, sheets.get(row.attempt.id, (0, 0))[0])
                for row in await rows_of(unit, found)
            ]
            people = await unit.people.many(found.proctors)
        proctor = next((people[p].name for p in found.proctors if p in people), "")
        if what == JOURNAL:
            data = await self.statements.workbook(found.subject, found.starts_at, rows)
            name = f"journal-{exam}.xlsx"
        else:
            data = await self.statements.paper(found.subject, found.starts_at, proctor, rows)
            name = f"statement-{exam}.pdf"
        media = Media(kind="document", digest=await self.files.put(data), name=name)
        return Exported(what=what, subject=found.subject, media=(media,))
