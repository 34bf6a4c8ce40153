"""Grades into the university's own system: a queue of rows, each with its own answer (rules E).

Rows are sent outside any transaction, with names that never change, so that sending one twice does
no harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.gradebook import GradeRow, RowState
from exams.domain.grades import TOLD, MarkStatus
from exams.domain.ids import ExamId
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.notices.gradebook import GradeRecords, RejectedRow
from exams.ports.clock import Clock
from exams.ports.grade_system import GradeAnswer, GradeLine, GradeSystem, GradeSystemUnavailable
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.doors import plan
from exams.services.keeping import office_capacity

AT_ONCE: Final = 200  # rows in one call or file
OFFICE: Final = (Role.REGISTRAR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class SendGrades:
    """Hands waiting rows over, and takes the answers; called again and again."""

    units: Units
    clock: Clock
    system: GradeSystem | None

    async def __call__(self) -> None:
        """Do what is due; nothing where the university has no such system."""
        if self.system is None:
            return
        async with self.units.reading() as unit:
            rows = await unit.gradebook.due(self.clock.now(), limit=AT_ONCE)
            lines = [await _line(unit, row) for row in rows]
        if lines:
            await self._send(self.system, rows, lines)
        try:
            late = await self.system.answers()
        except GradeSystemUnavailable:
            return
        await self._answer(late)

    async def _send(
        self, system: GradeSystem, rows: tuple[GradeRow, ...], lines: list[GradeLine]
    ) -> None:
        try:
            answers = await system.send(lines)
        except GradeSystemUnavailable as failure:
            now = self.clock.now()
            async with self.units() as unit:
                for row in rows:
                    await unit.gradebook.save(row.put_off(at=now, reason=failure.reason))
                await unit.commit()
            return
        now = self.clock.now()
        async with self.units() as unit:
            for row in rows:
                stored = await unit.gradebook.get(row.key)
                if stored is not None and stored.state is RowState.WAITING:
                    await unit.gradebook.save(stored.sent(at=now))
            await unit.commit()
        await self._answer(answers)

    async def _answer(self, answers: Iterable[GradeAnswer]) -> None:
        now, exams = self.clock.now(), set()
        async with self.units() as unit:
            for answer in answers:
                row = await unit.gradebook.get(answer.key)
                if row is None:
                    continue
                try:
                    after = row.answered(recorded=answer.recorded, at=now, reason=answer.reason)
                except WrongStage:
                    continue  # a newer grade has taken its place since
                if after == row:
                    continue
                await unit.gradebook.save(after)
                await _note(unit, SYSTEM, after, "record_grade", before=row.state, at=now)
                if after.state is RowState.RECORDED:
                    await _recorded(unit, after)
                else:
                    exams.add(after.exam_id)
            for exam in exams:
                await _tell_office(unit, exam, at=now)
            await unit.commit()


async def _line(unit: Unit, row: GradeRow) -> GradeLine:
    exam = await unit.exams.get(row.exam_id)
    person = await unit.people.get(row.student_id)
    if exam is None or person is None:
        raise RuntimeError("a queued grade without its exam or student")
    return GradeLine(
        key=row.key,
        revision=row.revision,
        exam=int(row.exam_id),
        number=person.number,
        name=person.name,
        subject=exam.subject,
        kind=exam.kind.value,
        held_at=exam.starts_at,
        points=row.points,
        letter=row.letter,
        gpa=row.gpa,
        final=row.final,
        final_letter=row.final_letter,
        corrects=row.corrects,
        published_at=row.published_at,
    )


async def _recorded(unit: Unit, row: GradeRow) -> None:
    """The mark that stands is in the university's system: so it says."""
    mark = await unit.marks.of(row.attempt_id)
    if mark is not None and mark.points == row.points and mark.status in TOLD:
        await unit.marks.put(replace(mark, status=MarkStatus.RECORDED))


async def _note(
    unit: Unit, actor: Actor, row: GradeRow, act: str, *, before: RowState, at: datetime
) -> None:
    await unit.events.append(
        Happening(
            exam_id=row.exam_id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=office_capacity(actor),
            act=act,
            attempt_id=row.attempt_id,
            before=before.value,
            after=row.state.value,
            reason=row.reason,
            facts={"revision": row.revision, "points": row.points},
        )
    )


# -- the registrar ----------------------------------------------------------------------------


async def _records(unit: Unit, exam: Exam) -> GradeRecords:
    rows = await unit.gradebook.of_exam(exam.id)
    people = await unit.people.many(row.student_id for row in rows)
    count = {state: sum(row.state is state for row in rows) for state in RowState}
    refused = [row for row in rows if row.state is RowState.REJECTED]
    held_up = next((row.reason for row in rows if row.state is RowState.WAITING and row.tries), "")
    return GradeRecords(
        exam=exam.id,
        subject=exam.subject,
        waiting=count[RowState.WAITING],
        sent=count[RowState.SENT],
        recorded=count[RowState.RECORDED],
        rejected=tuple(
            RejectedRow(name=people[row.student_id].name, points=row.points, reason=row.reason)
            for row in refused
        ),
        held_up=held_up,
    )


async def _tell_office(unit: Unit, exam: ExamId, *, at: datetime) -> None:
    found = await unit.exams.get(exam)
    if found is None:
        return
    notice = await _records(unit, found)
    for registrar in await unit.people.with_role(Role.REGISTRAR):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=registrar.id,
                key=f"grade_records:{exam}:{at.timestamp()}:{registrar.id}",
                priority=Priority.REMINDER,
                slot=f"grade_records:{exam}",
                exam_id=exam,
            )
        )


@dataclass(frozen=True, slots=True)
class ShowRecords:
    """A registrar looks at what the university's system has taken."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> GradeRecords:
        """Return the rows' fate, those rejected by name with the system's reason."""
        async with self.units.reading() as unit:
            return await _records(unit, await plan(unit, actor, exam, *OFFICE))


@dataclass(frozen=True, slots=True)
class SendAgain:
    """A registrar has mended what was wrong, and has the rejected rows sent again."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> GradeRecords:
        """Line up what was rejected or waits for its next try; a second tap adds nothing."""
        now = self.clock.now()
        async with self.units() as unit:
            found = await plan(unit, actor, exam, *OFFICE)
            for row in await unit.gradebook.of_exam(exam):
                waits = row.state is RowState.WAITING and row.due_at > now
                if row.state is RowState.REJECTED or waits:
                    again = row.again(at=now)
                    await unit.gradebook.save(again)
                    await _note(unit, actor, again, "send_again", before=row.state, at=now)
            shown = await _records(unit, found)
            await unit.commit()
        return shown
