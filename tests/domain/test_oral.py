"""The queue of an oral exam: who answers when, and about when (rules C2)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from exams.domain import oral
from exams.domain.attempt import UPLOAD_TIME, Attempt, Camera
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME
from exams.domain.oral import OralQueue
from exams.domain.people import Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import NotNext, QueueNotOpen, SomebodyAnswers
from exams.domain.refusals.words import ReasonMissing
from tests import make
from tests.domain.oral_day import THREE, A, B, C, prepared


def queue(*attempts: Attempt, opens_at: datetime | None = None) -> OralQueue:
    return OralQueue(attempts=attempts, opens_at=opens_at, planned=timedelta(minutes=10))


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


def test_who_stopped_when_called_waits_to_be_called_anew() -> None:
    called = make.attempt(Stage.INTERRUPTED, before=Stage.CALLED, called_at=make.at(25))

    waiting = oral.wait_again(called)

    assert (waiting.stage, waiting.before, waiting.called_at) == (
        Stage.INTERRUPTED,
        Stage.PREPARING,
        None,
    )


def test_places_are_counted_from_one() -> None:
    assert queue().last_turn == 0
    assert queue(make.attempt(Stage.PICKING)).last_turn == 0
    assert queue(*THREE).last_turn == 3


def test_time_that_was_lost_and_counted_is_none_of_the_twenty_minutes() -> None:
    clock = ClockLedger(allowed=WRITING_TIME, started_at=make.at(2), paused=timedelta(minutes=6))
    line = queue(prepared(A, 1, 2, clock=clock), opens_at=make.at(22))

    assert line.ready_at(line.attempts[0]) == make.at(28)
    assert [(turn.place, turn.about) for turn in line.forecast(make.at(10))] == [(1, make.at(28))]


def test_until_somebody_has_prepared_the_next_is_who_will_have_first() -> None:
    late, soon = prepared(A, 1, 20), prepared(B, 2, 15)
    line = queue(late, soon, opens_at=make.at(25))

    assert line.next(make.at(30)) == soon
    assert [turn.attempt for turn in line.forecast(make.at(30))] == [soon.id, late.id]


def test_who_was_not_shown_the_ticket_is_next_for_nobody_and_still_has_a_place() -> None:
    unseen = prepared(A, 1, 2, clock=ClockLedger(allowed=WRITING_TIME))
    line = queue(unseen, opens_at=make.at(25))

    assert line.next(make.at(60)) is None
    assert line.ready_at(unseen) is None
    assert [(turn.attempt, turn.about) for turn in line.forecast(make.at(60))] == [
        (unseen.id, make.at(60))
    ]
    with pytest.raises(QueueNotOpen):
        oral.call(unseen, line, make.PROCTOR, at=make.at(60))


def test_places_of_the_forecast_are_one_two_three() -> None:
    assert [t.place for t in queue(*THREE, opens_at=make.at(25)).forecast(make.at(9))] == [1, 2, 3]


def test_who_has_a_webcam_needs_no_time_to_hand_the_phone_over() -> None:
    answering = prepared(A, 1, 2, Stage.ANSWERING, called_at=make.at(25), camera=Camera.WEBCAM)

    heard = oral.end_answer(answering, make.PROCTOR, at=make.at(35))

    assert heard.upload_until == make.at(35) + UPLOAD_TIME


def test_an_answer_takes_its_minutes_in_the_timeline() -> None:
    assert [lane.done for lane in oral.timeline(2, minutes=10, equal=True)] == [30, 40]
