"""The oral exam: who draws when, who answers when, and about when (rules C2)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from exams.domain import oral, writing
from exams.domain.attempt import UPLOAD_TIME, Attempt, Camera
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.ids import PersonId, TicketNumber
from exams.domain.oral import OralQueue
from exams.domain.people import Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import NotNext, PickTimeOver, QueueNotOpen, SomebodyAnswers
from exams.domain.refusals.words import ReasonMissing
from tests import make

A, B, C = make.AIGERIM, make.BOLAT, make.KANAT


def exam(**changes: Any) -> Exam:
    facts: dict[str, Any] = {"kind": Kind.ORAL, "picking_opened_at": make.at(1)}
    return make.exam(**(facts | changes))


def prepared(
    student: PersonId, turn: int, shown: float, stage: Stage = Stage.PREPARING, **changes: Any
) -> Attempt:
    """Return somebody who drew, and was shown the ticket so many minutes after the start."""
    clock = ClockLedger(allowed=WRITING_TIME, started_at=make.at(shown))
    facts = {"turn": turn, "ticket": TicketNumber(turn), "clock": clock, "pick_from": make.at(1)}
    return make.attempt(stage, student=student, **(facts | changes))


def queue(*attempts: Attempt, opens_at: datetime | None = None) -> OralQueue:
    return OralQueue(attempts=attempts, opens_at=opens_at, planned=timedelta(minutes=10))


THREE = (prepared(A, 1, 2), prepared(B, 2, 3), prepared(C, 3, 5))


# -- the picking ---------------------------------------------------------------------


def test_the_proctor_opens_the_picking_of_a_running_oral_exam_once() -> None:
    closed = exam(picking_opened_at=None)

    opened = oral.open_picking(closed, make.PROCTOR, at=make.at(2))

    assert (opened.picking_opened_at, opened.oral_opens_at) == (make.at(2), None)
    assert oral.open_picking(opened, make.PROCTOR, at=make.at(9)) == opened
    with pytest.raises(NotAllowed):
        oral.open_picking(closed, make.STUDENT, at=make.at(2))
    with pytest.raises(TooEarly):
        oral.open_picking(closed, make.PROCTOR, at=make.at(0, ms=-1))
    with pytest.raises(WrongStage):
        oral.open_picking(make.exam(), make.PROCTOR, at=make.at(2))


def test_the_first_answer_comes_twenty_minutes_after_the_last_draw() -> None:
    closed = oral.close_picking(exam(), THREE, make.CLOCK, at=make.at(5))

    assert closed.oral_opens_at == make.at(25)
    assert oral.close_picking(closed, THREE, make.CHIEF, at=make.at(9)) == closed


@pytest.mark.parametrize(
    "straggler",
    [
        make.attempt(Stage.PICKING, student=C),
        make.attempt(Stage.CHECKING_IN, student=C),
        make.attempt(Stage.INTERRUPTED, student=C, before=Stage.PICKING),
        prepared(C, 3, 5, clock=ClockLedger(allowed=WRITING_TIME)),
    ],
    ids=["choosing", "checking in", "cut off while choosing", "drawn but not shown"],
)
def test_the_clock_waits_for_a_straggler_and_the_chief_need_not(straggler: Attempt) -> None:
    room = (*THREE[:2], straggler)

    with pytest.raises(TooEarly):
        oral.close_picking(exam(), room, make.CLOCK, at=make.at(6))
    with pytest.raises(NotAllowed):
        oral.close_picking(exam(), room, make.PROCTOR, at=make.at(6))
    assert oral.close_picking(exam(), room, make.CHIEF, at=make.at(6)).oral_opens_at == make.at(23)


def test_who_does_not_sit_is_not_waited_for() -> None:
    gone = make.attempt(Stage.NO_SHOW, student=C)

    closed = oral.close_picking(exam(), (*THREE[:2], gone), make.CLOCK, at=make.at(6))

    assert closed.oral_opens_at == make.at(23)


def test_a_picking_from_which_nobody_drew_cannot_be_closed() -> None:
    with pytest.raises(WrongStage):
        oral.close_picking(exam(), [make.attempt(Stage.PICKING)], make.CHIEF, at=make.at(9))


def test_three_minutes_to_choose_then_the_chief_alone_draws() -> None:
    picking = make.attempt(Stage.PICKING, pick_from=make.at(1))
    ticket = TicketNumber(4)

    in_time = oral.draw(picking, ticket, make.STUDENT, at=make.at(4, ms=-1), turn=2)
    assert (in_time.stage, in_time.ticket, in_time.turn) == (Stage.PREPARING, 4, 2)
    with pytest.raises(PickTimeOver):
        oral.draw(picking, ticket, make.STUDENT, at=make.at(4), turn=2)
    assert oral.draw(picking, ticket, make.CHIEF, at=make.at(4), turn=2).ticket == 4
    with pytest.raises(NotAllowed):
        oral.draw(picking, ticket, make.PROCTOR, at=make.at(2), turn=2)


def test_the_chief_lets_somebody_choose_again_after_the_three_minutes() -> None:
    picking = make.attempt(Stage.PICKING, pick_from=make.at(1))

    with pytest.raises(TooEarly):
        oral.pick_again(picking, make.CHIEF, at=make.at(4, ms=-1))
    again = oral.pick_again(picking, make.CHIEF, at=make.at(5))
    assert oral.draw(again, TicketNumber(1), make.STUDENT, at=make.at(7), turn=3).turn == 3
    with pytest.raises(NotAllowed):
        oral.pick_again(picking, make.PROCTOR, at=make.at(5))
    with pytest.raises(WrongStage):
        oral.pick_again(THREE[0], make.CHIEF, at=make.at(5))


def test_who_draws_again_in_place_of_a_spoiled_ticket_keeps_the_place() -> None:
    back = writing.spoil_ticket(THREE[0], make.CHIEF, reason="баспа қатесі")

    again = oral.draw(back, TicketNumber(9), make.CHIEF, at=make.at(8), turn=4)

    assert (again.ticket, again.turn, again.clock.started_at) == (9, 1, None)


# -- the queue -----------------------------------------------------------------------


def test_the_order_of_answers_is_the_order_of_drawing() -> None:
    line = queue(THREE[2], THREE[0], THREE[1], opens_at=make.at(25))

    assert [a.student_id for a in line.waiting] == [A, B, C]
    assert line.next(make.at(25)) == THREE[0]


@pytest.mark.parametrize(
    ("line", "who", "minute", "refusal"),
    [
        (queue(*THREE), 0, 30, QueueNotOpen),
        (queue(*THREE, opens_at=make.at(25)), 0, 24.9, TooEarly),
        (queue(*THREE, opens_at=make.at(25)), 1, 30, NotNext),
        (
            queue(*THREE[:2], prepared(C, 3, 5, Stage.CALLED), opens_at=make.at(25)),
            0,
            30,
            SomebodyAnswers,
        ),
    ],
    ids=["somebody is to draw", "too early", "not the next", "one after the other"],
)
def test_somebody_is_not_called(
    line: OralQueue, who: int, minute: float, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        oral.call(line.attempts[who], line, make.PROCTOR, at=make.at(minute))


def test_the_next_one_is_called_from_the_very_moment_on() -> None:
    line = queue(*THREE, opens_at=make.at(25))

    called = oral.call(THREE[0], line, make.PROCTOR, at=make.at(25))

    assert (called.stage, called.called_at) == (Stage.CALLED, make.at(25))
    with pytest.raises(NotAllowed):
        oral.call(THREE[0], line, make.STUDENT, at=make.at(25))


def test_nobody_is_called_before_twenty_minutes_with_the_own_ticket() -> None:
    """A replaced ticket: the others go first, and the wait holds nobody up."""
    late = replace(THREE[0], clock=ClockLedger(allowed=WRITING_TIME, started_at=make.at(20)))
    line = queue(late, *THREE[1:], opens_at=make.at(25))

    assert line.next(make.at(30)) == THREE[1]
    assert line.next(make.at(40)) == late
    assert [turn.about for turn in line.forecast(make.at(30))] == [
        make.at(30),
        make.at(40),
        make.at(50),
    ]
    assert [turn.attempt for turn in line.forecast(make.at(30))] == [
        THREE[1].id,
        late.id,
        THREE[2].id,
    ]


def test_absent_for_three_minutes_is_put_last_once_and_then_has_no_answer() -> None:
    called = prepared(A, 1, 2, Stage.CALLED, called_at=make.at(25))
    line = queue(called, *THREE[1:], opens_at=make.at(25))

    with pytest.raises(TooEarly):
        oral.put_last(called, line, make.CLOCK, at=make.at(28, ms=-1))
    last = oral.put_last(called, line, make.CLOCK, at=make.at(28))
    assert (last.stage, last.turn, last.skipped, last.called_at) == (
        Stage.PREPARING,
        4,
        True,
        None,
    )
    with pytest.raises(WrongStage):
        oral.give_up_on(called, make.PROCTOR, at=make.at(40))

    again = replace(last, stage=Stage.CALLED, called_at=make.at(60))
    with pytest.raises(WrongStage):
        oral.put_last(again, line, make.PROCTOR, at=make.at(61))
    with pytest.raises(TooEarly):
        oral.give_up_on(again, make.PROCTOR, at=make.at(63, ms=-1))
    assert oral.give_up_on(again, make.CLOCK, at=make.at(63)).stage is Stage.NO_ANSWER


def test_a_proctor_skips_without_waiting_three_minutes() -> None:
    called = prepared(A, 1, 2, Stage.CALLED, called_at=make.at(25))

    assert oral.put_last(called, queue(called), make.PROCTOR, at=make.at(25)).skipped


def test_an_answer_begins_and_ends_and_opens_the_upload() -> None:
    called = prepared(A, 1, 2, Stage.CALLED, called_at=make.at(25), camera=Camera.PHONE)

    answering = oral.start_answer(called, make.PROCTOR, at=make.at(26))
    heard = oral.end_answer(answering, make.PROCTOR, at=make.at(35))

    assert (answering.stage, answering.answering_at) == (Stage.ANSWERING, make.at(26))
    assert (heard.stage, heard.answered_at) == (Stage.ANSWERED, make.at(35))
    assert heard.upload_until == make.at(38) + UPLOAD_TIME  # the phone is handed over
    with pytest.raises(NotAllowed):
        oral.end_answer(answering, make.held(Role.CHIEF), at=make.at(35))


def test_two_who_wait_exchange_their_turns_with_a_reason() -> None:
    one, other = oral.swap(THREE[0], THREE[2], make.PROCTOR, reason="поезд")

    assert (one.turn, other.turn) == (3, 1)
    with pytest.raises(ReasonMissing):
        oral.swap(THREE[0], THREE[2], make.PROCTOR, reason="")
    with pytest.raises(NotAllowed):
        oral.swap(THREE[0], THREE[2], make.STUDENT, reason="поезд")
    with pytest.raises(WrongStage):
        oral.swap(THREE[0], prepared(C, 3, 5, Stage.CALLED), make.PROCTOR, reason="поезд")


# -- about when ------------------------------------------------------------------------


def test_nobody_can_know_while_somebody_is_to_draw() -> None:
    assert [(t.place, t.about) for t in queue(*THREE).forecast(make.at(9))] == [
        (1, None),
        (2, None),
        (3, None),
    ]


def test_the_forecast_follows_the_plan_at_first() -> None:
    turns = queue(*THREE, opens_at=make.at(25)).forecast(make.at(9))

    assert [t.about for t in turns] == [make.at(25), make.at(35), make.at(45)]


def test_the_forecast_is_corrected_by_what_answers_really_took() -> None:
    """The first took 4 minutes in place of 10, so the usual is 7 now."""
    first = prepared(A, 1, 2, Stage.ANSWERED, called_at=make.at(25), answered_at=make.at(29))
    second = prepared(B, 2, 3, Stage.ANSWERING, called_at=make.at(30))
    line = queue(first, second, THREE[2], opens_at=make.at(25))

    assert line.pace == timedelta(minutes=7)
    assert [t.about for t in line.forecast(make.at(31))] == [make.at(37)]
    assert [t.about for t in line.forecast(make.at(50))] == [make.at(51)]  # any minute now


# -- how long everybody prepares -----------------------------------------------------------


def test_by_the_instruction_the_last_of_25_prepares_six_times_as_long_as_the_first() -> None:
    lanes = oral.timeline(25, minutes=10, equal=False)

    assert (lanes[0].prepares, lanes[-1].prepares) == (44, 260)


def test_with_equal_preparation_everybody_has_twenty_minutes_and_it_ends_sooner() -> None:
    equal = oral.timeline(25, minutes=10, equal=True)

    assert {lane.prepares for lane in equal} == {20}
    assert equal[-1].done < oral.timeline(25, minutes=10, equal=False)[-1].done
