"""Ticket and two hours, to the millisecond."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain import interruptions, writing
from exams.domain.attempt import Camera
from exams.domain.attempt_table import OVER, Stage
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import TicketNumber
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import PickingNotOpen
from exams.domain.refusals.words import ReasonMissing
from tests import make
from tests.domain.moments import AFTER, BEFORE, MINUTE, ON, minutes


@pytest.mark.parametrize(("ms", "opens"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_the_board_opens_with_the_exam(ms: int, *, opens: bool) -> None:
    admitted = make.attempt(Stage.ADMITTED)
    begun_early = make.exam(began_at=make.at(-5))

    if opens:
        opened = writing.open_board(admitted, begun_early, make.STUDENT, at=make.at(ms=ms))
        assert opened.stage is Stage.PICKING
    else:
        with pytest.raises(TooEarly):
            writing.open_board(admitted, begun_early, make.STUDENT, at=make.at(ms=ms))


def test_the_board_stays_closed_until_the_proctor_has_begun_the_exam() -> None:
    with pytest.raises(TooEarly):
        writing.open_board(
            make.attempt(Stage.ADMITTED),
            make.exam(ExamStage.CHECKIN_OPEN),
            make.STUDENT,
            at=make.at(5),
        )


def test_an_oral_exams_board_opens_once_the_proctor_has_laid_out_the_tickets() -> None:
    oral = make.exam(kind=Kind.ORAL)
    admitted = make.attempt(Stage.ADMITTED)

    for by in (make.STUDENT, make.PROCTOR, make.CLOCK):
        with pytest.raises(PickingNotOpen):
            writing.open_board(admitted, oral, by, at=make.at(1))
    laid_out = replace(oral, picking_opened_at=make.at(1))
    opened = writing.open_board(admitted, laid_out, make.STUDENT, at=make.at(2))
    assert (opened.stage, opened.pick_from) == (Stage.PICKING, make.at(2))


def test_with_equal_preparation_a_board_opens_at_the_students_own_time() -> None:
    oral = make.exam(kind=Kind.ORAL, equal_preparation=True, picking_opened_at=make.at(0))
    admitted = make.attempt(Stage.ADMITTED, pick_from=make.at(10))

    with pytest.raises(TooEarly) as refused:
        writing.open_board(admitted, oral, make.STUDENT, at=make.at(10, ms=-1))
    assert refused.value.facts == {"opens_at": make.at(10)}
    assert writing.open_board(admitted, oral, make.STUDENT, at=make.at(10)).stage is Stage.PICKING


def test_with_equal_preparation_no_board_opens_for_who_has_no_time_of_the_own_yet() -> None:
    oral = make.exam(kind=Kind.ORAL, equal_preparation=True, picking_opened_at=make.at(3))

    with pytest.raises(TooEarly) as refused:
        writing.open_board(make.attempt(Stage.ADMITTED), oral, make.STUDENT, at=make.at(60))
    assert refused.value.facts == {"opens_at": make.at(3)}


def test_who_was_cut_off_while_choosing_or_called_gets_the_whole_time_again() -> None:
    picking = make.attempt(Stage.INTERRUPTED, before=Stage.PICKING, pick_from=make.at(9))
    called = make.attempt(Stage.INTERRUPTED, before=Stage.CALLED, called_at=make.at(9))

    back = interruptions.come_back(picking, make.STUDENT, at=make.at(12), counted=False)
    called = interruptions.come_back(called, make.STUDENT, at=make.at(12), counted=False)

    assert (back.stage, back.pick_from) == (Stage.PICKING, make.at(12))
    assert (called.stage, called.called_at) == (Stage.CALLED, make.at(12))


def test_a_computer_test_has_no_board() -> None:
    with pytest.raises(WrongStage):
        writing.open_board(
            make.attempt(Stage.ADMITTED), make.exam(kind=Kind.TEST), make.PROCTOR, at=make.at(1)
        )


def test_drawing_does_not_start_the_clock_but_showing_the_ticket_does() -> None:
    drawn = writing.draw(make.attempt(Stage.PICKING), TicketNumber(3), make.STUDENT, at=make.at(1))
    shown = writing.show_ticket(drawn, at=make.at(2))

    assert (drawn.ticket, drawn.drawn_at, drawn.clock.started_at) == (3, make.at(1), None)
    assert shown.clock.deadline(make.at(60)) == make.at(122)
    assert writing.show_ticket(shown, at=make.at(50)) == shown


def test_no_ticket_is_shown_that_was_not_drawn() -> None:
    with pytest.raises(WrongStage):
        writing.show_ticket(make.attempt(Stage.PICKING), at=make.at(1))


def test_a_ticket_that_arrives_during_a_pause_costs_no_time() -> None:
    drawn = writing.draw(make.attempt(Stage.PICKING), TicketNumber(3), make.STUDENT, at=make.at(1))
    paused = interruptions.pause(
        drawn, make.PROCTOR, at=make.at(2), reason="байланыс", stop_clock=True
    )

    on = interruptions.unpause(
        writing.show_ticket(paused, at=make.at(5)), make.PROCTOR, at=make.at(9)
    )

    assert on.clock.deadline(make.at(9)) == make.at(9 + 120)


def test_a_ticket_shown_again_during_a_pause_does_not_stop_a_clock_that_was_left_running() -> None:
    paused = interruptions.pause(
        make.attempt(Stage.WRITING, ticket=TicketNumber(3)),
        make.PROCTOR,
        at=make.at(10),
        reason="камера",
        stop_clock=False,
    )

    again = writing.show_ticket(paused, at=make.at(12))

    assert again.clock.deadline(make.at(20)) == make.at(120)


def test_a_spoiled_ticket_is_taken_back_and_the_next_one_has_all_the_time() -> None:
    longer = writing.add_time(
        make.attempt(Stage.WRITING, ticket=TicketNumber(3), drawn_at=make.at(1), told_left=10),
        minutes(5),
        make.PROCTOR,
        reason="дыбыс",
    )

    back = writing.spoil_ticket(longer, make.CHIEF, reason="басып шығару қатесі")

    assert (back.stage, back.ticket, back.drawn_at) == (Stage.PICKING, None, None)
    assert back.told_left is None  # or the last minutes of the next ticket are not told
    assert back.clock.deadline(make.at(40)) is None
    again = writing.draw(back, TicketNumber(5), make.STUDENT, at=make.at(41))
    assert writing.show_ticket(again, at=make.at(42)).clock.deadline(make.at(42)) == make.at(167)


def test_no_ticket_is_taken_back_without_a_word_why() -> None:
    with pytest.raises(ReasonMissing):
        writing.spoil_ticket(
            make.attempt(Stage.WRITING, ticket=TicketNumber(3)), make.CHIEF, reason=" "
        )


@pytest.mark.parametrize(("ms", "down"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_the_clock_says_pens_down_at_the_deadline_and_not_before(ms: int, *, down: bool) -> None:
    busy = make.attempt(Stage.WRITING)

    if down:
        ended = writing.put_pens_down(busy, make.CLOCK, at=make.at(120, ms=ms))
        assert ended.upload_until == make.at(135, ms=ms)
    else:
        with pytest.raises(TooEarly) as refused:
            writing.put_pens_down(busy, make.CLOCK, at=make.at(120, ms=ms))
        assert refused.value.facts == {"opens_at": make.at(120)}


def test_the_clock_never_ends_a_writing_that_has_not_begun() -> None:
    unseen = writing.draw(
        make.attempt(Stage.PICKING), TicketNumber(3), make.STUDENT, at=make.at(1)
    )

    with pytest.raises(TooEarly):
        writing.put_pens_down(unseen, make.CLOCK, at=make.at(600))


def test_a_student_may_be_done_at_any_time() -> None:
    assert writing.put_pens_down(
        make.attempt(Stage.WRITING), make.STUDENT, at=make.at(30)
    ).stage is (Stage.PENS_DOWN)


def test_one_phone_for_camera_and_scanning_gets_three_minutes_to_be_handed_over() -> None:
    phone = make.attempt(Stage.WRITING, camera=Camera.PHONE)

    assert writing.put_pens_down(phone, make.STUDENT, at=make.at(100)).upload_until == make.at(118)


def test_extra_time_moves_the_deadline_by_as_much() -> None:
    given = writing.add_time(
        make.attempt(Stage.WRITING), minutes(10), make.PROCTOR, reason="дыбыс"
    )

    assert given.clock.deadline(make.at(1)) == make.at(130)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.PROCTOR, Role.CHIEF}])
def test_only_proctors_give_extra_time(role: Role) -> None:
    with pytest.raises(NotAllowed):
        writing.add_time(make.attempt(Stage.WRITING), MINUTE, make.held(role), reason="дыбыс")


AFTER_WRITING = (
    Stage.PENS_DOWN,
    Stage.UPLOADING,
    Stage.SHEETS_CHECKING,
    Stage.SHEETS_OK,
    Stage.RESHOOT,
    Stage.SHEETS_MISSING,
    Stage.ACCEPTED,
    *(stage for stage in Stage if stage in OVER),
)


@pytest.mark.parametrize("stage", AFTER_WRITING)
def test_no_extra_time_is_given_when_the_writing_is_over(stage: Stage) -> None:
    with pytest.raises(WrongStage):
        writing.add_time(make.attempt(stage), MINUTE, make.PROCTOR, reason="дыбыс")


def test_no_extra_time_is_given_to_who_was_cut_off_while_sending_sheets() -> None:
    cut = interruptions.interrupt(make.attempt(Stage.UPLOADING), make.STUDENT, at=make.at(125))

    with pytest.raises(WrongStage):
        writing.add_time(cut, MINUTE, make.PROCTOR, reason="дыбыс")


def test_no_time_is_given_without_a_word_why() -> None:
    with pytest.raises(ReasonMissing):
        writing.add_time(make.attempt(Stage.WRITING), MINUTE, make.PROCTOR, reason="")


def test_time_is_never_taken_away() -> None:
    for time in (timedelta(), -MINUTE):
        with pytest.raises(ValueError, match="positive"):
            writing.add_time(make.attempt(Stage.WRITING), time, make.PROCTOR, reason="дыбыс")
