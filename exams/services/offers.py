"""What a board and a card offer: exactly what can be done now, by whoever looks."""

from datetime import datetime

from exams.domain.attempt import ALL_SEEN, IDENTITY, WRITING_DONE, Attempt, Seen, excused_by
from exams.domain.attempt_table import ACTIVE, ATTEMPT_TABLE, Act, Stage
from exams.domain.computer_test import sits
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.interruptions import may_pause
from exams.domain.oral import ABSENT, HEARD, OralQueue, pick_time_over
from exams.domain.people import Role
from exams.domain.refusals.base import Refusal
from exams.domain.transitions import may
from exams.services.doors import Seat

CHIEFS = frozenset({"close_picking", "chief_desk", "commission"})
"""What on a board is for the chief proctor alone."""


def room_offers(exam: Exam, queue: OralQueue, now: datetime) -> tuple[str, ...]:
    """Return what can be done with a room now, by the chief proctor at least."""
    offers = []
    if exam.stage in {ExamStage.RUNNING, ExamStage.SUSPENDED}:
        offers.append("chief_desk")
    if exam.kind is Kind.ORAL and exam.stage is ExamStage.RUNNING:
        offers += _picking_offers(exam, queue, now)
    if exam.kind is Kind.ORAL and exam.stage not in MARKED | {ExamStage.CANCELLED}:
        offers.append("commission")
    return tuple(offers)


def _picking_offers(exam: Exam, queue: OralQueue, now: datetime) -> list[str]:
    offers = []
    if exam.picking_opened_at is None and now >= exam.starts_at:
        offers.append("open_picking")
    if exam.picking_opened_at is not None and exam.oral_opens_at is None and queue.waiting:
        offers.append("close_picking")
    following = queue.next(now)
    ready = queue.ready_at(following) if following is not None else None
    if queue.current is None and ready is not None and ready <= now:
        offers.append("call_next")
    return offers


_BUTTONS = {
    "fail_id": Act.FAIL_ID,
    "overrule_id": Act.OVERRULE_ID,
    "answer": Act.ANSWER,
    "end_answer": Act.END_ANSWER,
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
    "reinstate": Act.REINSTATE,
    "void": Act.VOID,
    "fail_technically": Act.FAIL_TECHNICALLY,
    "open_review": Act.OPEN_REVIEW,
    "reopen": Act.REOPEN_UPLOAD,
    "accept_shown": Act.ACCEPT_SHOWN,
    "revert_no_show": Act.REVERT_NO_SHOW,
}
"""What a card offers, and the act of the table behind it."""

WITH_ASIDE = frozenset(
    {
        Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.SHEETS_MISSING, Stage.ACCEPTED,
        Stage.RELEASED, Stage.UNDER_REVIEW,
    }
)  # fmt: skip
"""Sheets are handed in, or were not: now it matters what came beside them."""
MARKED = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED})

_TIMED = ACTIVE - WRITING_DONE


def _checks(attempt: Attempt, held: frozenset[Role], excused: frozenset[Seen]) -> list[str]:
    """Return what may be ticked, one by one or two at once, and whether that admits."""
    stage, offers = attempt.stage, []
    if stage in {Stage.CHECKING_IN, Stage.IDENTIFIED}:
        offers += [seen.value for seen in Seen if seen not in excused]
    missing = ALL_SEEN - attempt.seen - excused
    if stage is Stage.CHECKING_IN and missing >= IDENTITY:
        offers.append("identify")
    if stage is Stage.IDENTIFIED and attempt.rules_agreed and not missing:
        offers.append("admit")
    if stage is Stage.IDENTIFIED and attempt.rules_agreed and missing == ALL_SEEN - IDENTITY:
        offers.append("admit_in_order")
    provisionally = (
        may(ATTEMPT_TABLE, Act.ADMIT_PROVISIONALLY, stage, held) and attempt.rules_agreed
    )
    if provisionally and missing == {Seen.DOCUMENT}:
        offers.append("admit_provisionally")
    if attempt.document_due is not None:
        offers.append("prove")
    return offers


def card_offers(
    seat: Seat, attempt: Attempt, queue: OralQueue, *, sheets: int, aside: int, now: datetime
) -> tuple[str, ...]:
    """Return what a card offers to who looks at it at this moment."""
    exam, held, stage = seat.exam, seat.held, attempt.stage
    offers = _checks(attempt, held, excused_by(seat.student.conditions))
    offers += [name for name, act in _BUTTONS.items() if may(ATTEMPT_TABLE, act, stage, held)]
    withheld = _pauses_withheld(exam, attempt, held) | ({"ask_again"} if not sheets else set())
    offers = [offer for offer in offers if offer not in withheld]
    if exam.kind is Kind.ORAL:
        offers += _oral_offers(exam, attempt, held, queue, now)
    elif Role.CHIEF in held and stage is Stage.PICKING:
        offers.append("assign")
    may_end = exam.chief is not None and may(
        ATTEMPT_TABLE, Act.TERMINATE, stage, frozenset({Role.CHIEF})
    )
    if may_end and Role.CHIEF not in held:
        offers.append("ask_end")
    if "return" in offers and Role.CHIEF in held:
        offers.append("return_counted")
    decides = stage in WITH_ASIDE and exam.stage not in MARKED
    if aside and decides and Role.CHIEF in held:
        offers.append("take_aside")
    if not attempt.over:
        offers.append("message")
    if stage in ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED}:
        offers.append("new_phone")
    if stage in _TIMED and exam.kind is not Kind.ORAL:
        offers.append("extra_time")
    if sheets or aside:
        offers.append("sheets")
    return tuple(offers)


def _pauses_withheld(exam: Exam, attempt: Attempt, held: frozenset[Role]) -> frozenset[str]:
    if not may_pause(attempt, held):
        return frozenset({"pause", "pause_clock"})
    if exam.kind is Kind.ORAL or attempt.clock.started_at is None or attempt.stage in WRITING_DONE:
        return frozenset({"pause_clock"})  # there is no clock to stop
    # The clock of a computer test always stops.
    return frozenset({"pause"}) if sits(attempt) else frozenset()


def _oral_offers(
    exam: Exam, attempt: Attempt, held: frozenset[Role], queue: OralQueue, now: datetime
) -> list[str]:
    stage = attempt.stage
    absent = attempt.called_at is not None and now >= attempt.called_at + ABSENT
    holds = {
        "assign": Role.CHIEF in held and stage is Stage.PICKING and pick_time_over(attempt, now),
        "pick_again": Role.CHIEF in held
        and stage is Stage.PICKING
        and pick_time_over(attempt, now),
        "call": _callable(attempt, queue, now),
        "skip": stage is Stage.CALLED and not attempt.skipped,
        "no_answer": stage is Stage.CALLED and attempt.skipped and absent,
        "swap": stage is Stage.PREPARING and len(queue.waiting) > 1,
        "mark": Role.EXAMINER in held and stage in HEARD and exam.stage not in MARKED,
    }
    return [name for name, is_so in holds.items() if is_so]


def _callable(attempt: Attempt, queue: OralQueue, now: datetime) -> bool:
    try:
        queue.may_call(attempt, now)
    except Refusal:
        return False
    return True
