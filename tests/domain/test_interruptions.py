"""Outages and pauses, and whose time they take."""

import pytest

from exams.domain import interruptions, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.ids import TicketNumber
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import ReasonMissing
from tests import make
from tests.domain.moments import AFTER, BEFORE, ON, minutes


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


def test_nobody_is_paused_without_a_word_why() -> None:
    with pytest.raises(ReasonMissing):
        interruptions.pause(
            make.attempt(Stage.WRITING), make.CHIEF, at=make.at(9), reason=" ", stop_clock=True
        )


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


# -- the whole exam stands still -----------------------------------------------------------


def gone_on(attempt: Attempt) -> Attempt:
    """Suspend the exam of an attempt from minute 20 on, for half an hour."""
    still = interruptions.stand_still(attempt, at=make.at(20))
    return interruptions.run_on(still, since=make.at(20), at=make.at(50))


def test_a_suspended_exam_takes_nothing_of_the_time() -> None:
    assert gone_on(make.attempt(Stage.WRITING)).clock.deadline(make.at(60)) == make.at(150)


def test_every_window_is_longer_by_what_the_exam_stood_still() -> None:
    sending = gone_on(make.attempt(Stage.UPLOADING, upload_until=make.at(25)))
    choosing = gone_on(make.attempt(Stage.PICKING, pick_from=make.at(19)))
    called = gone_on(make.attempt(Stage.CALLED, called_at=make.at(18)))

    assert sending.upload_until == make.at(55)
    assert choosing.pick_from == make.at(49)
    assert called.called_at == make.at(48)


def test_a_window_that_was_never_open_is_not_opened_by_going_on() -> None:
    plain = gone_on(make.attempt(Stage.WRITING))

    assert (plain.upload_until, plain.pick_from, plain.called_at) == (None, None, None)
    assert (plain.interrupted_at, plain.left_at) == (None, None)


def test_the_moment_at_which_an_answer_was_called_stays_once_it_is_over() -> None:
    heard = gone_on(make.attempt(Stage.ANSWERED, called_at=make.at(5)))

    assert heard.called_at == make.at(5)  # or answers seem to take longer than they do


@pytest.mark.parametrize(
    ("cut_at", "now_since"), [(10, 40), (20, 50), (30, 50)], ids=["before", "just then", "during"]
)
def test_an_interruption_is_as_long_afterwards_as_it_was_before(
    cut_at: int, now_since: int
) -> None:
    cut = make.attempt(Stage.INTERRUPTED, interrupted_at=make.at(cut_at), left_at=make.at(cut_at))

    again = gone_on(cut)

    assert again.interrupted_at == make.at(now_since)
    assert again.left_at == make.at(50)


@pytest.mark.parametrize(
    ("at", "suspended_at", "left"),
    [(10, None, 5), (13, None, 2), (16, None, -1), (40, 13, 2), (40, 8, 5)],
    ids=["at once", "later", "too late", "suspended since", "suspended before"],
)
def test_alone_one_has_five_minutes_in_which_the_exam_goes_on(
    at: int, suspended_at: int | None, left: int
) -> None:
    cut = make.attempt(Stage.INTERRUPTED, interrupted_at=make.at(10))
    stands = None if suspended_at is None else make.at(suspended_at)

    assert interruptions.alone_for(cut, at=make.at(at), suspended_at=stands) == minutes(left)


# -- coming back -------------------------------------------------------------------------------


def test_time_that_is_counted_is_given_back_to_the_sheets_and_other_time_is_not() -> None:
    cut = interruptions.interrupt(make.attempt(Stage.UPLOADING), make.STUDENT, at=make.at(125))

    counted = interruptions.come_back(cut, make.CHIEF, at=make.at(133), counted=True)
    plain = interruptions.come_back(cut, make.CHIEF, at=make.at(133), counted=False)

    assert (counted.upload_until, plain.upload_until) == (make.at(143), make.at(135))


def test_who_comes_back_is_away_from_now_on_and_at_nothing_else() -> None:
    cut = make.attempt(Stage.INTERRUPTED, left_at=make.at(9), pick_from=make.at(2))

    back = interruptions.come_back(cut, make.STUDENT, at=make.at(12), counted=False)

    assert back.left_at == make.at(12)
    assert (back.pick_from, back.called_at, back.upload_until) == (make.at(2), None, None)
    present = interruptions.come_back(
        make.attempt(Stage.INTERRUPTED), make.STUDENT, at=make.at(12), counted=False
    )
    assert present.left_at is None


def test_a_student_who_is_too_late_alone_is_told_when_it_was() -> None:
    with pytest.raises(TooLate) as refused:
        interruptions.come_back(
            make.attempt(Stage.INTERRUPTED), make.STUDENT, at=make.at(16), counted=False
        )

    assert refused.value.facts == {"closed_at": make.at(15)}


def test_nobody_comes_back_who_was_not_cut_off_or_works_on_who_was_not_paused() -> None:
    busy = make.attempt(Stage.WRITING)

    with pytest.raises(WrongStage):
        interruptions.come_back(busy, make.CHIEF, at=make.at(12), counted=False)
    with pytest.raises(WrongStage):
        interruptions.unpause(busy, make.CHIEF, at=make.at(12))
    with pytest.raises(NotAllowed):
        interruptions.unpause(make.attempt(Stage.PAUSED), make.STUDENT, at=make.at(12))


# -- the bot itself was away -------------------------------------------------------------------


def test_what_the_bot_was_away_is_given_to_the_sheets_once_they_are_being_sent() -> None:
    writing_still = interruptions.credit(make.attempt(Stage.WRITING), minutes(7))
    sending = interruptions.credit(make.attempt(Stage.UPLOADING), minutes(7))

    assert writing_still.clock.deadline(make.at(60)) == make.at(127)
    assert sending.upload_until == make.at(142)
    assert sending.clock == make.attempt(Stage.UPLOADING).clock
