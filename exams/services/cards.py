"""What the staff of an exam sees: the board of a room and a student's card; telling people."""

from dataclasses import replace
from datetime import datetime

from exams.domain.attempt import TESTING, Attempt, Seen
from exams.domain.attempt_table import ACTIVE, ATTEMPT_TABLE, Act, Stage
from exams.domain.computer_test import sits
from exams.domain.delivery import DeliveryState, Priority
from exams.domain.exam import Exam
from exams.domain.ids import Digest, PersonId
from exams.domain.people import Role
from exams.domain.sheets import SheetStatus
from exams.domain.talk import Remark, RemarkKind
from exams.notices.base import Notice
from exams.notices.lines import StudentLine
from exams.notices.proctor import ProctorBoard, StudentCard
from exams.records import Envelope, Unit
from exams.services.doors import Seat, leads

LINK = "conference_link"


async def tell(
    unit: Unit,
    seat: Seat,
    notice: Notice,
    *,
    key: str,
    priority: Priority = Priority.ANSWER,
    slot: str = "",
    fresh: bool = False,
) -> None:
    """Put a message to the seat's student into the outbox."""
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=seat.student.id,
            key=f"{notice.template}:{seat.attempt.id}:{key}",
            priority=priority,
            slot=slot,
            fresh=fresh,
            exam_id=seat.exam.id,
            attempt_id=seat.attempt.id,
        )
    )


async def remember(
    unit: Unit,
    attempt: Attempt,
    kind: RemarkKind,
    text: str = "",
    *,
    at: datetime,
    voice: Digest | None = None,
) -> None:
    """Write a line into a student's Chat&log (S16)."""
    await unit.talk.add(
        Remark(attempt_id=attempt.id, at=at, kind=kind, text=text.strip(), voice=voice)
    )


def staff_of(exam: Exam) -> tuple[PersonId, ...]:
    """Return everybody who invigilates an exam, once each."""
    chief = () if exam.chief is None else (exam.chief,)
    return tuple(dict.fromkeys((*exam.proctors, *chief)))


async def tell_staff(
    unit: Unit,
    exam: Exam,
    notice: Notice,
    *,
    key: str,
    priority: Priority = Priority.ANSWER,
    slot: str = "",
    fresh: bool = False,
) -> None:
    """Put a message to everybody who invigilates an exam into the outbox."""
    for person in staff_of(exam):
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=person,
                key=f"{notice.template}:{exam.id}:{key}:{person}",
                priority=priority,
                slot=slot,
                fresh=fresh,
                exam_id=exam.id,
            )
        )


async def tell_deans(unit: Unit, exam: Exam, notice: Notice, *, key: str) -> None:
    """Put a message to the deans who are responsible for an exam into the outbox."""
    for dean in await unit.people.with_role(Role.DEAN):
        if leads(dean, exam):
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=dean.id,
                    key=f"{notice.template}:{exam.id}:{key}:{dean.id}",
                    priority=Priority.REMINDER,
                    exam_id=exam.id,
                )
            )


def minutes_left(attempt: Attempt, now: datetime) -> int | None:
    """Return whole minutes of writing time left, rounded up; None when no clock runs."""
    timed = attempt.stage in {Stage.WRITING, Stage.PAUSED, *TESTING}
    left = attempt.clock.left(now) if timed else None
    return None if left is None else -(-int(left.total_seconds()) // 60)


async def board_of(unit: Unit, exam: Exam, *, now: datetime) -> ProctorBoard:
    """Return the board of a room as it stands."""
    attempts = await unit.attempts.of_exam(exam.id)
    people = await unit.people.many(a.student_id for a in attempts)
    counts = await unit.sheets.counts(exam.id)
    progress = await unit.booklets.progress(exam.id)
    asked = await unit.talk.unanswered(exam.id)
    reached = await unit.outbox.reached(exam.id, LINK)
    lost = {DeliveryState.UNREACHABLE, DeliveryState.FAILED}
    lines, unreached = [], []
    for place, attempt in enumerate(attempts, start=1):
        person = people[attempt.student_id]
        accepted, aside = counts.get(attempt.id, (0, 0))
        got_link = person.account is not None and reached.get(person.id) not in lost
        if not got_link and attempt.stage in {Stage.SCHEDULED, Stage.INVITED}:
            unreached.append(person.name)
        lines.append(
            StudentLine(
                place=place,
                attempt=attempt.id,
                name=person.name,
                stage=attempt.stage.value,
                present=attempt.present,
                reached=got_link,
                ticket=attempt.ticket,
                minutes_left=minutes_left(attempt, now),
                warnings=attempt.warnings,
                sheets=accepted,
                late_sheets=aside,
                answered=progress.get(attempt.id, (None, 0))[0],
                questions=progress.get(attempt.id, (0, 0))[1],
                asks=asked.get(attempt.id, 0) if not attempt.over else 0,
            )
        )
    lines.sort(key=lambda line: line.asks == 0)  # who waits for an answer comes first (S16)
    return ProctorBoard(
        exam=exam.id,
        subject=exam.subject,
        stage=exam.stage.value,
        starts_at=exam.starts_at,
        kind=exam.kind.value,
        students=tuple(lines),
        unreached=tuple(unreached),
        at=now,
    )


_BUTTONS = {
    "fail_id": Act.FAIL_ID,
    "overrule_id": Act.OVERRULE_ID,
    "warn": Act.WARN,
    "pause": Act.PAUSE,
    "pause_clock": Act.PAUSE,
    "unpause": Act.UNPAUSE,
    "return": Act.RETURN,
    "accept": Act.ACCEPT_SHEETS,
    "ask_again": Act.ASK_AGAIN,
    "release": Act.RELEASE,
    "spoil": Act.SPOIL_TICKET,
    "end": Act.TERMINATE,
    "reopen": Act.REOPEN_UPLOAD,
    "accept_shown": Act.ACCEPT_SHOWN,
    "revert_no_show": Act.REVERT_NO_SHOW,
}
"""What a card offers, and the act of the table behind it."""

_TIMED = ACTIVE - {Stage.PENS_DOWN, Stage.UPLOADING, Stage.SHEETS_MISSING, Stage.ACCEPTED}


def _possible(act: Act, stage: Stage, held: frozenset[Role]) -> bool:
    return any(stage in line.froms and held & line.roles for line in ATTEMPT_TABLE[act])


def can(attempt: Attempt, held: frozenset[Role], *, sheets: int) -> tuple[str, ...]:
    """Return what a card offers to somebody at this moment."""
    stage = attempt.stage
    offers = []
    if stage in {Stage.CHECKING_IN, Stage.IDENTIFIED}:
        offers += [seen.value for seen in Seen]
    if stage is Stage.IDENTIFIED and attempt.rules_agreed and attempt.seen >= frozenset(Seen):
        offers.append("admit")
    offers += [name for name, act in _BUTTONS.items() if _possible(act, stage, held)]
    if sits(attempt) and "pause" in offers:
        offers.remove("pause")  # the clock of a computer test always stops
    if not attempt.over:
        offers.append("message")
    if stage in _TIMED:
        offers.append("extra_time")
    if sheets:
        offers.append("sheets")
    return tuple(offers)


async def card_of(unit: Unit, seat: Seat, attempt: Attempt, *, now: datetime) -> StudentCard:
    """Return a student's card as the actor may see it."""
    sheets = await unit.sheets.of(attempt.id)
    accepted = sum(sheet.status is SheetStatus.ACCEPTED for sheet in sheets)
    aside = sum(sheet.status in {SheetStatus.EARLY, SheetStatus.LATE} for sheet in sheets)
    return StudentCard(
        exam=seat.exam.id,
        attempt=attempt.id,
        name=seat.student.name,
        number=seat.student.number,
        stage=attempt.stage.value,
        camera=attempt.camera.value if attempt.camera else "",
        present=attempt.present,
        document=Seen.DOCUMENT in attempt.seen,
        face=Seen.FACE in attempt.seen,
        room=Seen.ROOM in attempt.seen,
        desk=Seen.DESK in attempt.seen,
        rules=attempt.rules_agreed,
        ticket=attempt.ticket,
        deadline=attempt.clock.deadline(now),
        warnings=attempt.warnings,
        sheets=accepted,
        aside=aside,
        suspicious=sum(sheet.same_as is not None for sheet in sheets),
        can=can(attempt, seat.held, sheets=accepted + aside),
    )


def reseated(seat: Seat, attempt: Attempt) -> Seat:
    """Return the seat with its attempt as it is stored now."""
    return replace(seat, attempt=attempt)
