"""What all use cases of absence share: whose case it is, keeping it, and how it is told."""

from datetime import datetime
from typing import Final

from exams.domain.absence.case import Case
from exams.domain.absence.opening import open_case
from exams.domain.absence.table import OPEN, CaseStage
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, CaseId, ExamId, PersonId
from exams.domain.people import SYSTEM, Actor, Person, Role
from exams.domain.refusals.people import NotAllowed, Unknown, known
from exams.notices.absence import AbsenceArrived, AbsenceForm, AbsenceStatus, CaseLine, Moment
from exams.notices.base import Notice
from exams.records.absence_cases import NEW_CASE, ListedCase
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit
from exams.services.keeping import office_capacity

OFFICE = (Role.DEAN, Role.DEPUTY)
READERS = (*OFFICE, Role.REGISTRAR, Role.ADMIN)
TIMELINE = frozenset(
    {
        Act.INVITE.value, Act.CHECK_IN.value, Act.IDENTIFY.value, Act.ADMIT.value, Act.DRAW.value,
        Act.INTERRUPT.value, Act.RETURN.value, Act.MISS.value, Act.FAIL_TECHNICALLY.value,
        Act.PAUSE.value, Act.UNPAUSE.value, Act.TERMINATE.value, Act.ANNUL.value,
        Act.PENS_DOWN.value, "show_ticket", "outage",
    }
)  # fmt: skip
"""Acts of an attempt that tell the dean what happened."""
SHOWN = 12  # moments of a timeline


async def faculty_of(unit: Unit, student: Person) -> str:
    """Return the student's own faculty; empty where nobody has written it down."""
    group = await unit.groups.get(student.group_id) if student.group_id else None
    return (group.faculty if group else "") or student.faculty


async def faculty_led(unit: Unit, actor: Actor) -> str:
    """Return whose cases somebody sees; empty for the whole university.

    Raises:
        NotAllowed: neither of a dean's office nor of the registrar's.
    """
    actor.require(*READERS)
    if actor.roles & {Role.REGISTRAR, Role.ADMIN}:
        return ""
    person = await unit.people.get(actor.id)
    return person.faculty if person else ""


async def office(unit: Unit, actor: Actor, faculty: str) -> frozenset[Role]:
    """Return the roles of somebody of the dean's office of a faculty.

    Raises:
        NotAllowed: of another faculty's, or of none.
    """
    actor.require(*OFFICE)
    person = await unit.people.get(actor.id)
    if person is None or (faculty and person.faculty not in {"", faculty}):
        raise NotAllowed
    return actor.roles & set(OFFICE)


APPROVED_TIME: Final = frozenset({CaseStage.SCHEDULED, CaseStage.CLOSED})
"""The dean has approved the time of the additional exam: it can be told."""


async def writer(unit: Unit, actor: Actor, case: CaseId) -> tuple[Case, frozenset[Role]]:
    """Return a case to who may write in it: its student, or the dean's office for the student.

    Raises:
        Unknown: there is none, or it is another student's.
        NotAllowed: the office of another faculty.
    """
    found = known(await unit.cases.get(case))
    if actor.id == found.student_id:
        return found, frozenset({Role.STUDENT})
    if actor.roles.isdisjoint(OFFICE):
        raise Unknown
    return found, await office(unit, actor, found.faculty)


async def decider(unit: Unit, actor: Actor, case: CaseId) -> tuple[Case, frozenset[Role]]:
    """Return a case to the dean's office of the student's own faculty.

    Raises:
        Unknown: there is none.
        NotAllowed: the office of another faculty, or not of one at all.
    """
    actor.require(*OFFICE)
    found = known(await unit.cases.get(case))
    return found, await office(unit, actor, found.faculty)


async def keep_case(
    unit: Unit,
    actor: Actor,
    before: Case,
    after: Case,
    act: str,
    *,
    at: datetime,
    reason: str = "",
) -> Case:
    """Save a changed case with its event; what did not change is not saved.

    Returns:
        The case as it is stored now.
    """
    if after == before:
        return after
    await unit.cases.save(after)
    await note_case(unit, actor, before, after, act, at=at, reason=reason)
    return known(await unit.cases.get(after.id))


async def note_case(
    unit: Unit,
    actor: Actor,
    before: Case,
    after: Case,
    act: str,
    *,
    at: datetime,
    reason: str = "",
) -> None:
    """Write into the missed exam's log what happened to a case."""
    await unit.events.append(
        Happening(
            exam_id=before.exam_id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=_capacity(actor, before),
            act=f"case_{act}",
            attempt_id=before.attempt_id,
            before=before.stage.value,
            after=after.stage.value,
            reason=reason,
            facts={"case": after.id, "order": after.order_id},
        )
    )


def _capacity(actor: Actor, case: Case) -> Role:
    if actor.id == case.student_id:
        return Role.STUDENT
    return office_capacity(actor)


async def begin_case(
    unit: Unit, actor: Actor, attempt: Attempt, exam: Exam, held: frozenset[Role], *, at: datetime
) -> Case:
    """Open a case about a missed attempt and store it.

    Raises:
        NotMissed: there is nothing to excuse.
        ApplyTooLate: the student comes after 24 hours.
    """
    student = known(await unit.people.get(attempt.student_id))
    case = open_case(
        attempt,
        exam,
        held,
        case=NEW_CASE,
        faculty=await faculty_of(unit, student) or exam.faculty,
        by=actor.id,
        ended_at=await _ended_at(unit, attempt) or exam.checkin_closes_at,
        at=at,
    )
    added = await unit.cases.add(case)
    await note_case(unit, actor, added, added, "open", at=at)
    return added


async def draft_case(unit: Unit, attempt: Attempt, exam: Exam, *, at: datetime) -> None:
    """Draft the application of a student whom a technical failure has stopped (B6)."""
    if await unit.cases.of_attempt(attempt.id) is not None:
        return
    case = await begin_case(unit, SYSTEM, attempt, exam, SYSTEM.roles, at=at)
    await tell_applicant(unit, case, await form_of(unit, case, case.student_id))


async def _ended_at(unit: Unit, attempt: Attempt) -> datetime | None:
    events = await unit.events.of_attempt(attempt.exam_id, attempt.id)
    stage = attempt.stage.value
    return next((e.at for e in reversed(events) if e.after == stage != e.before), None)


async def timeline_of(unit: Unit, exam: ExamId, attempt: AttemptId) -> tuple[Moment, ...]:
    """Return the last of what happened in an attempt, as the log tells it."""
    events = await unit.events.of(exam)
    told = [
        Moment(at=event.at, act=event.act)
        for event in events
        if event.attempt_id == attempt and event.act in TIMELINE
    ]
    return tuple(told[-SHOWN:])


# -- how a case is told -----------------------------------------------------------


def line_of(listed: ListedCase) -> CaseLine:
    """Return a case as it stands in a list."""
    case = listed.case
    return CaseLine(
        case=case.id,
        name=listed.name,
        subject=listed.subject,
        starts_at=listed.starts_at,
        stage=case.stage.value,
        reason=case.reason.value if case.reason else "",
        pages=listed.pages,
        decide_by=case.decide_by if case.stage in OPEN else None,
    )


async def form_of(unit: Unit, case: Case, reader: PersonId) -> AbsenceForm:
    """Return the application while it is being written."""
    exam = known(await unit.exams.get(case.exam_id))
    people = await unit.people.many({case.student_id, case.by})
    begun_elsewhere = case.by != reader and case.by in people
    return AbsenceForm(
        case=case.id,
        name="" if reader == case.student_id else people[case.student_id].name,
        subject=exam.subject,
        starts_at=exam.starts_at,
        reason=case.reason.value if case.reason else "",
        happened_at=case.happened_at,
        text=case.text,
        pages=len(await unit.cases.evidence(case.id)),
        until=case.apply_until,
        drafted=case.by == 0,
        begun_by=people[case.by].name if begun_elsewhere else "",
        exam=None if reader == case.student_id else exam.id,
    )


async def order_name(unit: Unit, case: Case) -> str:
    """Return "12/2026" for the order that names a case, empty where there is none."""
    order = await unit.orders.get(case.order_id) if case.order_id else None
    return f"{order.number}/{order.year}" if order else ""


async def status_of(unit: Unit, case: Case) -> AbsenceStatus:
    """Return how a case stands, for its student."""
    exam = known(await unit.exams.get(case.exam_id))
    anew = await unit.exams.get(case.additional_id) if case.additional_id else None
    waits = {
        CaseStage.OPENED: case.apply_until,
        CaseStage.NEEDS_PROOF: case.proof_until,
        CaseStage.SUBMITTED: case.decide_by,
        CaseStage.REFUSED: case.reconsider_until,
    }
    return AbsenceStatus(
        case=case.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        stage=case.stage.value,
        step=_step(case, anew),
        reason=case.reason.value if case.reason else "",
        pages=len(await unit.cases.evidence(case.id)),
        waits_until=waits.get(case.stage),
        decision=case.decision,
        order=await order_name(unit, case),
        additional=case.additional_id,
        starts_at_anew=anew.starts_at if anew and case.stage in APPROVED_TIME else None,
    )


def _step(case: Case, anew: Exam | None) -> str:
    """Return what comes next for the student, as `labels.toml` words it."""
    if case.lapsed:
        return "lapsed"
    if case.stage is CaseStage.APPROVED and case.order_id is not None:
        return "ordered"
    if case.stage is CaseStage.SCHEDULED and anew and anew.stage is not ExamStage.DRAFT:
        return "announced"
    return case.stage.value


async def tell_applicant(unit: Unit, case: Case, notice: Notice | None = None) -> None:
    """Tell the student how the case stands now; the earlier message about it goes.

    Where the additional exam was published the case changes in its place: that is told by itself.
    """
    said = notice or await status_of(unit, case)
    announced = isinstance(said, AbsenceStatus) and said.step == "announced"
    step = ":announced" if announced else ""  # the case itself stays as it was
    await unit.outbox.put(
        Envelope(
            notice=said,
            to=case.student_id,
            key=f"{said.template}:{case.id}:{case.version}{step}",
            priority=Priority.LINK,
            slot=f"absence:{case.id}",
            fresh=not announced,
            exam_id=case.exam_id,
            attempt_id=case.attempt_id,
        )
    )


async def tell_office(
    unit: Unit, case: Case, what: str, *, deputies: bool = False, but: PersonId | None = None
) -> None:
    """Tell the deans of the student's faculty of a case; the deputies when they are silent.

    Args:
        unit: of the transaction.
        case: which.
        what: has come of it, as in `AbsenceArrived`.
        deputies: are told, too.
        but: has done it, and the case at hand.
    """
    exam = known(await unit.exams.get(case.exam_id))
    student = await unit.people.get(case.student_id)
    if student is None or case.decide_by is None:
        return
    notice = AbsenceArrived(
        case=case.id,
        what=what,
        name=student.name,
        subject=exam.subject,
        reason=case.reason.value if case.reason else "",
        decide_by=case.decide_by,
    )
    people = [*await unit.people.with_role(Role.DEAN)]
    if deputies:
        people += await unit.people.with_role(Role.DEPUTY)
    for person in {one.id: one for one in people}.values():
        if person.id != but and (not case.faculty or person.faculty in {"", case.faculty}):
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=person.id,
                    key=f"{notice.template}:{case.id}:{case.version}:{what}:{person.id}",
                    priority=Priority.REMINDER,
                    exam_id=case.exam_id,
                )
            )
