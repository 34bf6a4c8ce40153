"""How results reach people: the post in each group's chat, the own mark in private (S27, B11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.appeal import Works, appeal_until
from exams.domain.delivery import AfterCrash, Priority
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamAct
from exams.domain.grades import Mark, MarkStatus, final_points, grade_of
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Group, Role
from exams.notices.group import ResultsKeptPrivate
from exams.notices.results import GroupResults, YourGrade
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.doors import leads
from exams.services.grades.grading import NAMES, PRIVATE, Row, line_of, put_mark, rows_of
from exams.services.grades.resits import follows_failing, tell_registrars


async def groups_of(unit: Unit, exam: Exam) -> tuple[Group, ...]:
    """Return the groups that sit an exam."""
    found = [await unit.groups.get(group) for group in exam.groups]
    return tuple(group for group in found if group is not None)


def grade_for(
    exam: Exam,
    row: Row,
    mark: Mark,
    after: tuple[str, int],
    *,
    until: datetime | None,
    corrected: bool = False,
) -> YourGrade:
    """Return a student's own mark as a message.

    Args:
        exam: which one.
        row: of the student.
        mark: the student's own.
        after: what follows from it, as `follows_failing`.
        until: the end of the time to appeal.
        corrected: it takes the place of another mark.
    """
    standing, resits_left = after
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
        standing=standing,
        resits_left=resits_left,
    )


@dataclass(frozen=True, slots=True)
class Publication:
    """How results are shown to a group.

    Attributes:
        privacy: names, digits or private.
        picture: drawn, not written as a table.
    """

    privacy: str
    picture: bool = False


def results_for(
    exam: Exam,
    rows: Sequence[Row],
    group: Group,
    shown: Publication,
    corrected_at: datetime | None = None,
) -> GroupResults:
    """Return what a group's chat shows of its own students."""
    own = [row for row in rows if row.person.group_id == group.id]
    return GroupResults(
        exam=exam.id,
        subject=exam.subject,
        group=group.name,
        starts_at=exam.starts_at,
        lines=tuple(line_of(row, shown.privacy) for row in own),
        privacy=shown.privacy,
        corrected_at=corrected_at,
        picture=shown.picture,
    )


async def post(
    unit: Unit,
    exam: Exam,
    rows: Sequence[Row],
    shown: Publication,
    *,
    key: str,
    corrected_at: datetime | None = None,
) -> tuple[str, ...]:
    """Post to each group's chat, in place of an earlier post of the same results.

    A group whose chat was lost is left out: its students read the own mark in private.
    """
    if shown.privacy == PRIVATE:
        return ()
    groups = [group for group in await groups_of(unit, exam) if group.chat_id is not None]
    for group in groups:
        await post_to(unit, group, results_for(exam, rows, group, shown, corrected_at), key=key)
    return tuple(group.name for group in groups)


def slot_of(exam: ExamId) -> str:
    """Return the slot of an exam's results: one message in each chat, edited in place."""
    return f"results:{exam}"


async def post_to(
    unit: Unit, group: Group, results: GroupResults, *, key: str, fresh: bool = False
) -> None:
    """Post results to one group's chat; `fresh` in a new message where the old one fails.

    Cut off while it is sent, it goes again where it changes the post that stands there; the
    examiners are asked about a first post, and about a fresh one.
    """
    await unit.outbox.put(
        Envelope(
            notice=results,
            chat=group.id,
            key=f"group_results:{results.exam}:{group.id}:{key}",
            priority=Priority.RESULT,
            slot=slot_of(results.exam),
            fresh=fresh,
            after_crash=AfterCrash.ASK,
            exam_id=results.exam,
        )
    )


async def without_chat(unit: Unit, exam: Exam, shown: Publication) -> tuple[Group, ...]:
    """Return the groups that would read their results together, and have no chat."""
    if shown.privacy == PRIVATE:
        return ()
    return tuple(group for group in await groups_of(unit, exam) if group.chat_id is None)


async def tell_office(unit: Unit, exam: Exam, groups: Sequence[Group]) -> None:
    """Tell registrars and deans which groups read nothing together, and how to link a chat."""
    deans = [dean for dean in await unit.people.with_role(Role.DEAN) if leads(dean, exam)]
    office = {one.id for one in (*deans, *await unit.people.with_role(Role.REGISTRAR))}
    for group in groups:
        for person in sorted(office):
            await unit.outbox.put(
                Envelope(
                    notice=ResultsKeptPrivate(subject=exam.subject, group=group.name),
                    to=person,
                    key=f"results_kept_private:{exam.id}:{group.id}:{person}",
                    priority=Priority.ANSWER,
                    exam_id=exam.id,
                )
            )


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
    """Tell a student the own mark, and until when it may be appealed against, which is once.

    Cut off while it is sent, it goes again and says so: nobody else can look whether it arrived.
    """
    appealed = await unit.appeals.of(row.attempt.id)
    until = None if appealed else appeal_until(mark, works)
    # The mark of an oral answer is told at once, what was written about its sheets is not.
    written = exam.kind is not Kind.ORAL
    comments = len(await unit.comments.of(row.attempt.id)) if written else 0
    after = await follows_failing(unit, row.person.id, exam, mark.points)
    grade = grade_for(exam, row, mark, after, until=until, corrected=corrected)
    await unit.outbox.put(
        Envelope(
            notice=replace(grade, comments=comments),
            to=row.person.id,
            key=f"your_grade:{row.attempt.id}:{key}",
            priority=Priority.RESULT,
            exam_id=exam.id,
            attempt_id=row.attempt.id,
        )
    )


async def publication_of(unit: Unit, exam: ExamId) -> Publication:
    """Return how the results were published, as the event log has it; privately if they were not.

    The mark of an oral answer is its student's from the moment it is given.
    """
    events = await unit.events.of(exam)
    act = ExamAct.PUBLISH_RESULTS.value
    published = next((event for event in reversed(events) if event.act == act), None)
    if published is None:
        return Publication(PRIVATE)
    facts = published.facts
    return Publication(str(facts.get("as", NAMES)), bool(facts.get("picture", False)))


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
    shown = await publication_of(unit, exam.id)
    posted = await post(unit, exam, rows, shown, key=key, corrected_at=at)
    await tell_registrars(unit, exam, row, points, at=at)
    return mark, posted, key
