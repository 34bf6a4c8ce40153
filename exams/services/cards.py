"""What the staff of an exam sees: the board of a room and a student's card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.attempt import TESTING, Attempt, Seen, excused_by
from exams.domain.attempt_table import OVER, WAITING, Stage
from exams.domain.delivery import DeliveryState
from exams.domain.exam import Exam, Kind
from exams.domain.grades import Mark
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.oral import OralQueue, queue_of
from exams.domain.page import PageSession
from exams.domain.people import Person
from exams.domain.sheets import SheetStatus, kept_aside
from exams.notices.lines import ExamLine, StudentLine
from exams.notices.proctor import ProctorBoard, StudentCard
from exams.records.unit import Unit
from exams.services.doors import Seat
from exams.services.offers import CHIEFS, card_offers, room_offers

LINK = "conference_link"


def exam_line(exam: Exam, people: int) -> ExamLine:
    """Return the line of an exam in a list of the staff, with how many it is about."""
    return ExamLine(
        exam=exam.id,
        subject=exam.subject,
        kind=exam.kind.value,
        starts_at=exam.starts_at,
        stage=exam.stage.value,
        people=people,
    )


async def exam_lines(unit: Unit, exams: Sequence[Exam]) -> tuple[ExamLine, ...]:
    """Return exams as a list of the staff shows them, each with how many sit it."""
    people = await unit.attempts.counts(exam.id for exam in exams)
    return tuple(exam_line(exam, people[exam.id]) for exam in exams)


def deadline_of(exam: Exam, attempt: Attempt, now: datetime) -> datetime | None:
    """Return when the writing will be over; None once it is, and where a queue is in its place."""
    timed = exam.kind is not Kind.ORAL and attempt.goes_on_at in {Stage.WRITING, *TESTING}
    return attempt.clock.deadline(now) if timed else None


def minutes_left(exam: Exam, attempt: Attempt, now: datetime) -> int | None:
    """Return whole minutes of writing time left, rounded up; None when there is none to use."""
    deadline = deadline_of(exam, attempt, now)
    if deadline is None or attempt.stage is Stage.INTERRUPTED:
        return None
    return max(0, -(-int((deadline - now).total_seconds()) // 60))


def minutes_given(attempt: Attempt) -> int:
    """Return the minutes of extra time that a student was given in this exam."""
    return int(attempt.clock.extra.total_seconds()) // 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rooms:
    """What the boards of some exams are made of: each question is asked once for all of them."""

    attempts: Mapping[ExamId, Sequence[Attempt]]
    people: Mapping[PersonId, Person]
    sheets: Mapping[AttemptId, tuple[int, int]]
    progress: Mapping[AttemptId, tuple[int, int]]
    asked: Mapping[AttemptId, int]
    pages: Mapping[AttemptId, PageSession]
    reached: Mapping[tuple[ExamId, PersonId], DeliveryState]
    marks: Mapping[AttemptId, Mark]


async def boards_of(
    unit: Unit, exams: Sequence[Exam], *, now: datetime
) -> dict[ExamId, ProctorBoard]:
    """Return the boards of rooms as they stand."""
    ids = [exam.id for exam in exams]
    attempts: dict[ExamId, list[Attempt]] = {exam: [] for exam in ids}
    for attempt in await unit.attempts.of_exam(*ids):
        attempts[attempt.exam_id].append(attempt)
    oral = [exam.id for exam in exams if exam.kind is Kind.ORAL]
    rooms = _Rooms(
        attempts=attempts,
        people=await unit.people.many(a.student_id for room in attempts.values() for a in room),
        sheets=await unit.sheets.counts(*ids),
        progress=await unit.booklets.progress(*ids),
        asked=await unit.talk.unanswered(*ids),
        pages=await unit.pages.of_exam(*ids),
        reached=await unit.outbox.reached(LINK, *ids),
        marks=await unit.marks.of_exam(*oral) if oral else {},
    )
    return {exam.id: _board(exam, rooms, now) for exam in exams}


async def board_of(unit: Unit, exam: Exam, *, now: datetime) -> ProctorBoard:
    """Return the board of one room as it stands."""
    return (await boards_of(unit, [exam], now=now))[exam.id]


def _board(exam: Exam, rooms: _Rooms, now: datetime) -> ProctorBoard:
    attempts = rooms.attempts[exam.id]
    queue = queue_of(exam, attempts)
    turns = {turn.attempt: turn for turn in queue.forecast(now)}
    following = queue.next(now)
    lost = {DeliveryState.UNREACHABLE, DeliveryState.FAILED}
    lines, unreached = [], []
    for place, attempt in enumerate(attempts, start=1):
        person = rooms.people[attempt.student_id]
        accepted, aside = rooms.sheets.get(attempt.id, (0, 0))
        answered, questions = rooms.progress.get(attempt.id, (None, 0))
        page, mark = rooms.pages.get(attempt.id), rooms.marks.get(attempt.id)
        link = rooms.reached.get((exam.id, person.id))
        got_link = person.account is not None and link not in lost
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
                minutes_left=minutes_left(exam, attempt, now),
                warnings=attempt.warnings,
                sheets=accepted,
                late_sheets=aside,
                answered=answered,
                questions=questions,
                asks=rooms.asked.get(attempt.id, 0) if not attempt.over else 0,
                left=page.leaves if page is not None else 0,
                turn=turns[attempt.id].place if attempt.id in turns else None,
                points=mark.points if mark is not None else None,
                left_early=attempt.left_early,
            )
        )
    lines.sort(key=_urgency)
    return ProctorBoard(
        exam=exam.id,
        subject=exam.subject,
        stage=exam.stage.value,
        starts_at=exam.starts_at,
        kind=exam.kind.value,
        students=tuple(lines),
        unreached=tuple(unreached),
        at=now,
        answers_from=exam.oral_opens_at,
        next_name=rooms.people[following.student_id].name if following is not None else "",
        can=room_offers(exam, queue, now),
    )


def _urgency(line: StudentLine) -> int:
    """Return which part of the board a student stands in: who needs the proctor comes first."""
    stage = Stage(line.stage)
    if line.asks or stage is Stage.INTERRUPTED:
        return 0
    if stage in WAITING:
        return 1
    return 3 if stage in OVER else 2


def board_for(board: ProctorBoard, exam: Exam, person: PersonId) -> ProctorBoard:
    """Return a board as one of the staff may see it."""
    if exam.led_by(person):
        return board
    return replace(board, can=tuple(offer for offer in board.can if offer not in CHIEFS))


async def card_of(unit: Unit, seat: Seat, attempt: Attempt, *, now: datetime) -> StudentCard:
    """Return a student's card as the actor may see it."""
    sheets = await unit.sheets.of(attempt.id)
    accepted = sum(sheet.status is SheetStatus.ACCEPTED for sheet in sheets)
    aside = len(kept_aside(sheets))
    oral = seat.exam.kind is Kind.ORAL
    others = await unit.attempts.of_exam(seat.exam.id)
    queue = queue_of(seat.exam, others if oral else ())
    called = _to_call(seat.exam, queue, attempt, now)
    following = called or _following(others, attempt.id)
    name = await unit.people.get(following.student_id) if following is not None else None
    turn = next((t for t in queue.forecast(now) if t.attempt == attempt.id), None)
    mark = await unit.marks.of(attempt.id) if oral else None
    offers = card_offers(seat, attempt, queue, sheets=accepted, aside=aside, now=now)
    if oral and mark is None and await unit.commissions.of(seat.exam.id) is not None:
        # The commission gives the first mark, on the members' own phones.
        offers = tuple(offer for offer in offers if offer != "mark")
    page = await unit.pages.of(attempt.id)
    photographs = await unit.photographs.of(attempt.id)
    return replace(
        _at_seat(seat, attempt, now),
        sheets=accepted,
        aside=aside,
        suspicious=sum(sheet.same_as is not None for sheet in sheets),
        can=(
            *offers,
            *(("call_following",) if called is not None else ()),
        ),
        turn=turn.place if turn is not None else None,
        about=turn.about if turn is not None else None,
        points=mark.points if mark is not None else None,
        left=page.leaves if page is not None else 0,
        away_since=page.away_since if page is not None and attempt.stage in TESTING else None,
        moves=page.moves if page is not None else 0,
        likeness=photographs.proposal if photographs is not None else "",
        likely=photographs.score if photographs is not None else None,
        poor=photographs.faults if photographs is not None else (),
        following=following.id if following is not None else None,
        following_name=name.name if name is not None else "",
    )


def _at_seat(seat: Seat, attempt: Attempt, now: datetime) -> StudentCard:
    """Return what the seat itself tells of a student; of sheets and acts nothing."""
    excused = excused_by(seat.student.conditions)
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
        room=Seen.ROOM in attempt.seen | excused,
        desk=Seen.DESK in attempt.seen,
        rules=attempt.rules_agreed,
        ticket=attempt.ticket,
        deadline=deadline_of(seat.exam, attempt, now),
        warnings=attempt.warnings,
        sheets=0,
        aside=0,
        suspicious=0,
        left_early=attempt.left_early,
        unproven=attempt.document_due is not None,
        extra_time=seat.student.extra_time,
        given=minutes_given(attempt),
        conditions=tuple(sorted(one.value for one in seat.student.conditions)),
        can=(),
        apart=attempt.stage is Stage.CALLED and bool(seat.exam.room and seat.exam.room.host),
        stands=_stands(seat.exam, attempt, now),
    )


def _to_call(exam: Exam, queue: OralQueue, here: Attempt, now: datetime) -> Attempt | None:
    """Return whom the proctor may call next from somebody else's card."""
    if "call_next" not in room_offers(exam, queue, now):
        return None
    called = queue.next(now)
    return called if called is not None and called.id != here.id else None


def _following(attempts: Sequence[Attempt], here: AttemptId) -> Attempt | None:
    """Return who waits for the proctor next after a student by name, and from the first again."""
    place = next((n for n, one in enumerate(attempts, 1) if one.id == here), 0)
    turn = (*attempts[place:], *attempts[:place])
    return next((one for one in turn if one.stage in WAITING and one.id != here), None)


def _stands(exam: Exam, attempt: Attempt, now: datetime) -> bool | None:
    """Return whether a paused student's clock stands; None without a pause or a clock."""
    if attempt.stage is not Stage.PAUSED or deadline_of(exam, attempt, now) is None:
        return None
    return attempt.clock.stopped_at is not None
