"""The picking of an oral exam: who draws when, and when the questioning begins (rules C2)."""

from dataclasses import replace

import pytest

from exams.domain import oral, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME
from exams.domain.exam_table import ExamStage
from exams.domain.ids import TicketNumber
from exams.domain.oral import awaited
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import PickTimeOver
from tests import make
from tests.domain.oral_day import THREE, C, exam, prepared


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


def test_the_picking_opens_at_the_very_start_and_only_while_the_exam_runs() -> None:
    closed = exam(picking_opened_at=None)

    assert oral.open_picking(closed, make.PROCTOR, at=make.at()).picking_opened_at == make.at()
    stands = replace(closed, stage=ExamStage.SUSPENDED)
    with pytest.raises(WrongStage):
        oral.open_picking(stands, make.PROCTOR, at=make.at(2))


def test_with_equal_preparation_the_first_answer_is_known_when_the_picking_opens() -> None:
    equal = exam(picking_opened_at=None, equal_preparation=True)

    opened = oral.open_picking(equal, make.PROCTOR, at=make.at(2))

    assert opened.oral_opens_at == make.at(22)


def test_the_questioning_is_fixed_once_and_by_those_alone_who_have_a_turn() -> None:
    fixed = exam(oral_opens_at=make.at(30))
    back = replace(prepared(C, 3, 9), turn=None)

    assert oral.close_picking(fixed, THREE, make.CHIEF, at=make.at(9)) == fixed
    closed = oral.close_picking(exam(), (*THREE[:2], back), make.CHIEF, at=make.at(9))
    assert closed.oral_opens_at == make.at(23)
    with pytest.raises(WrongStage):
        oral.close_picking(exam(picking_opened_at=None), THREE, make.CHIEF, at=make.at(9))


@pytest.mark.parametrize("stage", [Stage.TERMINATED, Stage.TECHNICAL_FAIL])
def test_who_was_removed_while_choosing_is_not_waited_for(stage: Stage) -> None:
    gone = make.attempt(stage, student=C, before=Stage.PICKING)

    assert not awaited(gone)
    assert awaited(replace(gone, stage=Stage.INTERRUPTED))


def test_a_draw_is_stamped_and_choosing_that_has_not_begun_has_no_end() -> None:
    unhurried = make.attempt(Stage.PICKING, pick_from=None)

    drawn = oral.draw(unhurried, TicketNumber(4), make.STUDENT, at=make.at(99), turn=1)

    assert drawn.drawn_at == make.at(99)
    assert not oral.pick_time_over(unhurried, make.at(99))
    with pytest.raises(WrongStage):
        oral.pick_again(unhurried, make.CHIEF, at=make.at(99))


def test_whoever_chooses_still_is_told_until_when() -> None:
    picking = make.attempt(Stage.PICKING, pick_from=make.at(1))

    with pytest.raises(TooEarly) as refused:
        oral.pick_again(picking, make.CHIEF, at=make.at(2))
    assert refused.value.facts == {"opens_at": make.at(4)}
