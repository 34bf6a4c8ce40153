"""Outages and pauses, and whose time they take."""

import pytest

from exams.domain import interruptions, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.ids import TicketNumber
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, TooLate
from exams.domain.refusals.people import NotAllowed
from tests import make
from tests.domain.moments import AFTER, BEFORE, ON


@pytest.mark.parametrize(("ms", "returns"), [(BEFORE, True), (ON, True), (AFTER, False)])
@pytest.mark.parametrize(
    "by", [make.STUDENT, make.held(Role.STUDENT, Role.ADMIN)], ids=["student", "admin_too"]
)
def test_a_student_comes_back_alone_within_five_minutes(
    ms: int, by: frozenset[Role], *, returns: bool
) -> None:
    cut = interruptions.interrupt(make.attempt(Stage.WRITING), make.CLOCK, at=make.at(10))

    if returns:
        back = interruptions.come_back(cut, by, at=make.at(15, ms=ms), counted=False)
        assert (back.stage, back.before, back.interrupted_at) == (Stage.WRITING, None, None)
        assert back.clock == cut.clock
    else:
        with pytest.raises(TooLate):
            interruptions.come_back(cut, by, at=make.at(15, ms=ms), counted=False)


@pytest.mark.parametrize("by", [make.PROCTOR, make.CHIEF])
def test_later_a_proctor_lets_the_student_go_on(by: frozenset[Role]) -> None:
    cut = interruptions.interrupt(make.attempt(Stage.UPLOADING), make.STUDENT, at=make.at(125))

    assert (
        interruptions.come_back(cut, by, at=make.at(150), counted=False).stage is Stage.UPLOADING
    )


def test_only_the_chief_counts_an_outage_and_then_the_deadline_moves_by_it() -> None:
    cut = interruptions.interrupt(make.attempt(Stage.WRITING), make.STUDENT, at=make.at(10))

    for by in (make.STUDENT, make.PROCTOR):
        with pytest.raises(NotAllowed):
            interruptions.come_back(cut, by, at=make.at(14), counted=True)
    counted = interruptions.come_back(cut, make.CHIEF, at=make.at(22), counted=True)
    assert counted.clock.deadline(make.at(22)) == make.at(132)


def test_an_outage_before_the_ticket_came_counts_from_the_ticket_on() -> None:
    drawn = writing.draw(make.attempt(Stage.PICKING), TicketNumber(3), make.STUDENT, at=make.at(1))
    shown = writing.show_ticket(
        interruptions.interrupt(drawn, make.STUDENT, at=make.at(2)), at=make.at(6)
    )

    back = interruptions.come_back(shown, make.CHIEF, at=make.at(10), counted=True)

    assert back.clock.deadline(make.at(10)) == make.at(130)


def test_a_counted_outage_before_any_ticket_moves_nothing() -> None:
    cut = interruptions.interrupt(make.attempt(Stage.ADMITTED), make.STUDENT, at=make.at(2))

    assert interruptions.come_back(cut, make.CHIEF, at=make.at(9), counted=True).clock == cut.clock


@pytest.mark.parametrize(("ms", "fails"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_an_interruption_of_thirty_minutes_is_a_technical_failure(ms: int, *, fails: bool) -> None:
    cut = make.attempt(Stage.INTERRUPTED, interrupted_at=make.at(10))

    if fails:
        assert interruptions.fail_technically(cut, make.CLOCK, at=make.at(40, ms=ms)).over
    else:
        with pytest.raises(TooEarly):
            interruptions.fail_technically(cut, make.CLOCK, at=make.at(40, ms=ms))


def test_the_chief_need_not_wait_for_thirty_minutes() -> None:
    cut = make.attempt(Stage.INTERRUPTED, interrupted_at=make.at(10))

    assert (
        interruptions.fail_technically(cut, make.CHIEF, at=make.at(11)).stage
        is Stage.TECHNICAL_FAIL
    )


def test_a_pause_stops_the_clock_of_a_written_exam_only_if_the_proctor_says_so() -> None:
    def after_pause(*, stop_clock: bool) -> Attempt:
        paused = interruptions.pause(
            make.attempt(Stage.WRITING),
            make.PROCTOR,
            at=make.at(10),
            reason="камера өшті",
            stop_clock=stop_clock,
        )
        return interruptions.unpause(paused, make.PROCTOR, at=make.at(25))

    assert after_pause(stop_clock=True).clock.deadline(make.at(25)) == make.at(135)
    assert after_pause(stop_clock=False).clock.deadline(make.at(25)) == make.at(120)


def test_a_pause_always_stops_the_clock_of_a_computer_test() -> None:
    clock = make.attempt(Stage.WRITING).clock
    paused = interruptions.pause(
        make.attempt(Stage.RUNNING, clock=clock),
        make.PROCTOR,
        at=make.at(10),
        reason="камера өшті",
        stop_clock=False,
    )

    on = interruptions.unpause(paused, make.PROCTOR, at=make.at(12))

    assert (on.stage, on.clock.deadline(make.at(12))) == (Stage.RUNNING, make.at(122))


def test_a_pause_within_which_the_exam_was_suspended_gives_the_time_for_sheets_back_once() -> None:
    sending = make.attempt(Stage.UPLOADING, upload_until=make.at(15))
    paused = interruptions.pause(
        sending, make.PROCTOR, at=make.at(1), reason="камера", stop_clock=False
    )
    held = interruptions.stand_still(paused, at=make.at(2))
    released = interruptions.run_on(held, since=make.at(2), at=make.at(12))

    on = interruptions.unpause(released, make.PROCTOR, at=make.at(21))

    assert on.upload_until == make.at(35)


@pytest.mark.parametrize(("ms", "allowed"), [(BEFORE, True), (ON, False), (AFTER, False)])
def test_beyond_thirty_minutes_of_pauses_only_the_chief_pauses(ms: int, *, allowed: bool) -> None:
    once = interruptions.pause(
        make.attempt(Stage.WRITING), make.PROCTOR, at=make.at(10), reason="камера", stop_clock=True
    )
    on = interruptions.unpause(once, make.PROCTOR, at=make.at(40, ms=ms))

    def again(by: frozenset[Role]) -> Attempt:
        return interruptions.pause(on, by, at=make.at(50), reason="камера", stop_clock=True)

    assert again(make.CHIEF).stage is Stage.PAUSED
    if allowed:
        assert again(make.PROCTOR).stage is Stage.PAUSED
    else:
        with pytest.raises(NotAllowed):
            again(make.PROCTOR)
