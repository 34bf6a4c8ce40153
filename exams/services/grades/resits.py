"""FX and F: one of two resits, or a decision of the registrar (rules E).

An exam becomes a resit when the registrar keeps it for those who have FX in its subject; who gets
FX later is let in, and whose mark is corrected to a pass is kept from it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Act, Stage
from exams.domain.beforehand import NO_FX, bar, clear_bar
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import PASSED, TOLD, grade_of
from exams.domain.ids import AttemptId, PersonId
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.spelling import alike
from exams.domain.transcript import FAILED, MOST_RESITS, RESIT, Course, Standing
from exams.notices.marks import NoResitLine, NoResitsLeft, ResitLine, ResitsToPlan
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.doors import leads
from exams.services.grades.book import Book
from exams.services.grades.grading import Row, rows_of
from exams.services.keeping import keep_place
from exams.services.people.announcing import announce

LOST: Final = frozenset({RESIT, FAILED})
NO_RESITS: Final = "no_resits"
REGAINED: Final = "grade_corrected"
COMING: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})
HELD: Final = frozenset(ExamStage) - COMING - {ExamStage.CHECKIN_OPEN, ExamStage.CANCELLED}
"""Stages of exams of which a mark may have been told: of a test or an oral answer at once."""


async def course_of(unit: Unit, student: PersonId, exam: Exam) -> Course | None:
    """Return everything a student has sat in the subject of an exam, as far as it is told."""
    subject = alike(exam.subject)
    taken = await Book(unit).courses(student)
    return next((course for course in taken if alike(course.subject) == subject), None)


def follows(course: Course | None) -> tuple[str, int]:
    """Return what follows from a course, as `Standing` has it, and how many resits are left.

    Nothing is known of no course.
    """
    if course is None:
        return "", 0
    return course.standing.value, max(MOST_RESITS - course.resits, 0)


async def follows_failing(
    unit: Unit, student: PersonId, exam: Exam, points: int
) -> tuple[str, int]:
    """Return what follows from points that are not enough, as `follows`; else nothing."""
    failed = grade_of(points).letter in LOST
    return follows(await course_of(unit, student, exam) if failed else None)


async def tell_registrars(unit: Unit, exam: Exam, row: Row, points: int, *, at: datetime) -> None:
    """Tell the registrars what one more mark, or another one, means for those who have failed."""
    old = "" if row.mark is None else grade_of(row.mark.points).letter
    if LOST.isdisjoint({old, grade_of(points).letter}):
        return
    course = await course_of(unit, row.person.id, exam)
    last = course is not None and course.resits >= MOST_RESITS
    spent = old == FAILED or (old == RESIT and last)
    await list_failed(unit, exam, at=at, spent=spent, due=old == RESIT and not last)


async def list_failed(
    unit: Unit, exam: Exam, *, at: datetime, spent: bool = False, due: bool = False
) -> None:
    """Tell who failed: the registrars who has no resit left, the deans too for whom one is due.

    Args:
        unit: in which marks were told.
        exam: in which they were given; earlier lists about it are edited.
        at: now.
        spent: who has no resit left is told though that is nobody any more.
        due: who has one is told though that is nobody any more.
    """
    await settle_resits(unit, at=at, subject=exam.subject)
    without, resits = [], []
    for row, course in await _failed(unit, exam):
        name, number = row.person.name, row.person.number
        if course.standing is Standing.REGISTRAR:
            letters = tuple(one.letter for one in course.graded)
            without.append(NoResitLine(name=name, number=number, letters=letters))
        elif course.standing is Standing.RESIT:
            left = MOST_RESITS - course.resits
            resits.append(ResitLine(name=name, number=number, left=left))
    registrars = [one.id for one in await unit.people.with_role(Role.REGISTRAR)]
    if without or spent:
        none_left = NoResitsLeft(exam=exam.id, subject=exam.subject, students=tuple(without))
        await _tell(unit, exam, none_left, registrars, at=at)
    if resits or due:
        to_plan = ResitsToPlan(exam=exam.id, subject=exam.subject, students=tuple(resits))
        deans = [one.id for one in await unit.people.with_role(Role.DEAN) if leads(one, exam)]
        await _tell(unit, exam, to_plan, [*registrars, *deans], at=at)


async def _failed(unit: Unit, exam: Exam) -> list[tuple[Row, Course]]:
    """Return whose mark in an exam was told and is FX or F, with all they sat in the subject."""
    found = []
    for row in await rows_of(unit, exam):
        mark = row.mark
        if mark is None or mark.status not in TOLD or grade_of(mark.points).letter not in LOST:
            continue
        course = await course_of(unit, row.person.id, exam)
        if course is not None:
            found.append((row, course))
    return found


async def _tell(
    unit: Unit,
    exam: Exam,
    notice: NoResitsLeft | ResitsToPlan,
    people: Iterable[PersonId],
    *,
    at: datetime,
) -> None:
    for person in dict.fromkeys(people):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=person,
                key=f"{notice.template}:{exam.id}:{at.timestamp()}:{person}",
                priority=Priority.REMINDER,
                slot=f"{notice.template}:{exam.id}",
                exam_id=exam.id,
            )
        )


# -- coming exams -------------------------------------------------------------------------


async def settle_resits(unit: Unit, *, at: datetime, subject: str | None = None) -> int:
    """Keep those from coming exams who have no resit left in the subject; let in who has again.

    From an exam that is a resit everybody is kept who has no FX. Whom the registrar let in all the
    same stays in.

    Args:
        unit: in which marks were told, or students were given a place.
        at: now.
        subject: of the exams to look at; None for all.

    Returns:
        How many are kept out now who were not before.
    """
    only = None if subject is None else alike(subject)
    coming = [
        exam
        for exam in await unit.exams.in_stages(COMING)
        if only in {None, alike(exam.subject)} and exam.room is None
    ]
    if not coming:
        return 0
    held = await unit.exams.in_stages(HELD)
    kept_out = 0
    for exam in coming:
        same = [one for one in held if alike(one.subject) == alike(exam.subject)]
        if same:
            kept_out += await _settle(unit, exam, await _standings(unit, same), at=at)
    return kept_out


async def can_be_resit(unit: Unit, exam: Exam) -> bool:
    """Return whether its groups have sat the subject of an exam before, this term."""
    return any(
        alike(one.subject) == alike(exam.subject) and not set(one.groups).isdisjoint(exam.groups)
        for one in await unit.exams.in_stages(HELD - {ExamStage.ARCHIVED})
    )


async def keep_for_resits(unit: Unit, actor: Actor, exam: Exam, *, at: datetime) -> None:
    """Keep everybody from an exam who has no FX in its subject: it is a resit."""
    held = await unit.exams.in_stages(HELD)
    same = [one for one in held if alike(one.subject) == alike(exam.subject)]
    standings = await _standings(unit, same)
    let_in = _let_in(await unit.events.of(exam.id))
    for attempt in await unit.attempts.of_exam(exam.id):
        needed = attempt.student_id in standings or attempt.id in let_in
        if attempt.stage is Stage.SCHEDULED and not needed:
            barred = bar(attempt, SYSTEM.roles, reason=NO_FX)
            await keep_place(unit, actor, attempt, barred, Act.BAR, at=at, reason=NO_FX)


async def _standings(unit: Unit, exams: Iterable[Exam]) -> dict[PersonId, Standing]:
    """Return who has failed the subject of these exams: a resit, or the registrar's decision."""
    failed: dict[PersonId, Exam] = {}
    for exam in exams:
        marks = await unit.marks.of_exam(exam.id)
        told = {one.attempt_id for one in marks.values() if one.status in TOLD}
        low = {one for one in told if marks[one].points < PASSED}
        attempts = await unit.attempts.of_exam(exam.id) if low else ()
        failed |= {one.student_id: exam for one in attempts if one.id in low}
    courses = {student: await course_of(unit, student, exam) for student, exam in failed.items()}
    return {
        student: course.standing
        for student, course in courses.items()
        if course is not None and course.standing in {Standing.RESIT, Standing.REGISTRAR}
    }


async def _settle(
    unit: Unit, exam: Exam, standings: Mapping[PersonId, Standing], *, at: datetime
) -> int:
    let_in = _let_in(await unit.events.of(exam.id))
    kept_out = 0
    attempts = await unit.attempts.of_groups(exam.id)
    is_resit = any(attempt.outcome_reason == NO_FX for attempt in attempts)
    for attempt in attempts:
        standing = standings.get(attempt.student_id)
        why = NO_RESITS if standing is Standing.REGISTRAR else ""
        if is_resit and standing is None:
            why = NO_FX
        mine = attempt.stage is Stage.BARRED and attempt.outcome_reason in {NO_RESITS, NO_FX}
        if why and attempt.stage is Stage.SCHEDULED and attempt.id not in let_in:
            barred = bar(attempt, SYSTEM.roles, reason=why)
            await keep_place(unit, SYSTEM, attempt, barred, Act.BAR, at=at, reason=why)
            await announce(unit, exam, attempt.student_id, barred=why)
            kept_out += why == NO_RESITS
        elif mine and not why:
            back = clear_bar(attempt, SYSTEM.roles, reason=REGAINED)
            await keep_place(unit, SYSTEM, attempt, back, Act.CLEAR_BAR, at=at, reason=REGAINED)
            await announce(unit, exam, attempt.student_id, anew=f":{REGAINED}")
    return kept_out


def _let_in(events: Iterable[Event]) -> frozenset[AttemptId | None]:
    """Return the attempts which the registrar let in though no resit was left, or none needed."""
    why: dict[AttemptId | None, str] = {}
    found = set()
    for event in events:
        if event.act == Act.BAR.value:
            why[event.attempt_id] = event.reason
        by_hand = event.act == Act.CLEAR_BAR.value and event.role == Role.REGISTRAR.value
        if by_hand and why.get(event.attempt_id) in {NO_RESITS, NO_FX}:
            found.add(event.attempt_id)
    return frozenset(found)
