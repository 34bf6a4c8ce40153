"""How results reach people: the post in each group's chat, the own mark in private (S27, B11)."""

from collections.abc import Sequence
from datetime import datetime

from exams.domain.appeal import Works, appeal_until
from exams.domain.delivery import AfterCrash, Priority
from exams.domain.exam import Exam, ExamAct
from exams.domain.grades import Mark, MarkStatus, final_points, grade_of
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Group, Role
from exams.domain.refusals import GroupNotLinked
from exams.domain.transcript import MOST_RESITS, Course
from exams.notices.results import GroupResults, YourGrade
from exams.records import Envelope, Unit
from exams.services.grades.grading import NAMES, PRIVATE, Row, line_of, put_mark, rows_of
from exams.services.grades.resits import LOST, course_of, tell_registrars


async def groups_of(unit: Unit, exam: Exam) -> tuple[Group, ...]:
    """Return the groups that sit an exam."""
    found = [await unit.groups.get(group) for group in exam.groups]
    return tuple(group for group in found if group is not None)


def grade_for(
    exam: Exam,
    row: Row,
    mark: Mark,
    course: Course | None,
    *,
    until: datetime | None,
    corrected: bool = False,
) -> YourGrade:
    """Return a student's own mark as a message; `until` is the end of the time to appeal."""
    grade = grade_of(mark.points)
    final = final_points(rating=row.attempt.rating, exam=mark.points)
    return YourGrade(
        exam=exam.id,
        subject=exam.subject,
        points=mark.points,
        letter=grade.letter,
        gpa=grade.gpa,
        rating=row.attempt.rating,
        final=final,
        final_letter=grade_of(final).letter if final is not None else "",
        corrected=corrected,
        reason=mark.reason,
        appeal_until=until,
        standing="" if course is None else course.standing.value,
        resits_left=0 if course is None else max(MOST_RESITS - course.resits, 0),
    )


async def post(
    unit: Unit,
    exam: Exam,
    rows: Sequence[Row],
    privacy: str,
    *,
    key: str,
    corrected_at: datetime | None = None,
) -> tuple[str, ...]:
    """Post to each group's chat, in place of an earlier post of the same results.

    A correction is not held up by a chat that was lost since.
    """
    if privacy == PRIVATE:
        return ()
    groups = await groups_of(unit, exam)
    if corrected_at is not None:
        groups = tuple(group for group in groups if group.chat_id is not None)
    for group in groups:
        if group.chat_id is None:
            raise GroupNotLinked(group=group.name)
        own = [row for row in rows if row.person.group_id == group.id]
        notice = GroupResults(
            exam=exam.id,
            subject=exam.subject,
            group=group.name,
            starts_at=exam.starts_at,
            lines=tuple(line_of(row, privacy) for row in own),
            privacy=privacy,
            corrected_at=corrected_at,
        )
        await unit.outbox.put(
            Envelope(
                notice=notice,
                chat=group.id,
                key=f"group_results:{exam.id}:{group.id}:{key}",
                priority=Priority.RESULT,
                slot=f"results:{exam.id}",
                after_crash=AfterCrash.ASK,
                exam_id=exam.id,
            )
        )
    return tuple(group.name for group in groups)


async def send_grade(
    unit: Unit,
    exam: Exam,
    row: Row,
    mark: Mark,
    works: Works,
    *,
    key: str,
    corrected: bool = False,
) -> None:
    """Tell a student the own mark, and until when it may be appealed against, which is once."""
    appealed = await unit.appeals.of(row.attempt.id)
    until = None if appealed else appeal_until(mark, works)
    failed = grade_of(mark.points).letter in LOST
    course = await course_of(unit, row.person.id, exam) if failed else None
    await unit.outbox.put(
        Envelope(
            notice=grade_for(exam, row, mark, course, until=until, corrected=corrected),
            to=row.person.id,
            key=f"your_grade:{row.attempt.id}:{key}",
            priority=Priority.RESULT,
            after_crash=AfterCrash.ASK,
            exam_id=exam.id,
            attempt_id=row.attempt.id,
        )
    )


async def privacy_of(unit: Unit, exam: ExamId) -> str:
    """Return how the results were published, as the event log has it; privately if they were not.

    The mark of an oral answer is its student's from the moment it is given.
    """
    events = await unit.events.of(exam)
    act = ExamAct.PUBLISH_RESULTS.value
    published = next((event for event in reversed(events) if event.act == act), None)
    return str(published.facts.get("as", NAMES)) if published else PRIVATE


async def republish(
    unit: Unit,
    actor: Actor,
    exam: Exam,
    row: Row,
    *,
    points: int,
    reason: str,
    role: Role,
    at: datetime,
) -> tuple[Mark, tuple[str, ...], str]:
    """Put another mark in place of a published one, and edit the groups' posts.

    Returns:
        The mark, the groups whose posts change, and a key for the messages to the student.
    """
    mark = await put_mark(
        unit,
        actor,
        exam,
        row,
        points=points,
        status=MarkStatus.CORRECTED,
        at=at,
        reason=reason,
        role=role,
    )
    rows = await rows_of(unit, exam)
    key = f"{row.attempt.id}:{at.timestamp()}"
    privacy = await privacy_of(unit, exam.id)
    posted = await post(unit, exam, rows, privacy, key=key, corrected_at=at)
    await tell_registrars(unit, exam, row, points, at=at)
    return mark, posted, key
