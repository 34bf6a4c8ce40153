"""The student's clock: deadline = started + allowed + extra + counted pauses."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exams.domain.clock_ledger import ClockLedger
from tests import make

TWO_HOURS = timedelta(hours=2)
SPANS = st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(hours=1))
STEPS = st.lists(st.tuples(st.sampled_from(["start", "add", "stop", "go_on"]), SPANS), max_size=30)


def done(ledger: ClockLedger, act: str, span: timedelta, now: datetime) -> ClockLedger:
    match act:
        case "start":
            return ledger.start(now)
        case "add":
            return ledger.add(span)
        case "stop":
            return ledger.stop(now)
        case _:
            return ledger.go_on(now)


def clock(started: datetime | None = make.START) -> ClockLedger:
    return ClockLedger(allowed=TWO_HOURS, started_at=started)


@given(STEPS)
def test_the_deadline_is_the_start_with_all_that_was_allowed_added_and_counted(
    steps: list[tuple[str, timedelta]],
) -> None:
    ledger, now = clock(None), make.START
    started: datetime | None = None
    extra = counted = timedelta()
    running = False
    for act, span in steps:
        now += span  # a stretch of time, then an act
        if started is not None and not running:
            counted += span
        ledger = done(ledger, act, span, now)
        if act == "add":
            extra += span
        elif act == "start":
            running = running or started is None
            started = started or now
        else:
            running = act == "go_on" and started is not None
        wanted = started + TWO_HOURS + extra + counted if started else None
        assert ledger.deadline(now) == wanted


@given(STEPS, SPANS)
def test_while_the_clock_runs_the_passing_of_time_moves_no_deadline(
    steps: list[tuple[str, timedelta]], later: timedelta
) -> None:
    ledger, now = clock(), make.START
    for act, span in steps:
        now += span
        ledger = done(ledger, act, span, now)
    ledger = ledger.go_on(now)

    assert ledger.deadline(now) == ledger.deadline(now + later)


def test_starting_stopping_and_going_on_twice_change_nothing() -> None:
    stopped = clock().stop(make.at(10))

    assert clock().start(make.at(9)) == clock()
    assert stopped.stop(make.at(11)) == stopped
    assert stopped.go_on(make.at(15)).go_on(make.at(20)) == stopped.go_on(make.at(15))


def test_a_clock_that_has_not_started_does_not_stop_and_has_no_deadline() -> None:
    fresh = clock(None)

    assert fresh.stop(make.at(1)) == fresh
    assert fresh.deadline(make.at(1)) is None
    assert fresh.left(make.at(1)) is None


def test_time_left_shrinks_to_nothing_and_no_further() -> None:
    assert clock().left(make.at(119)) == timedelta(minutes=1)
    assert clock().left(make.at(120)) == timedelta()
    assert clock().left(make.at(121)) == timedelta()


def test_while_the_clock_stands_the_time_left_stays() -> None:
    stopped = clock().stop(make.at(100))

    assert stopped.left(make.at(100)) == stopped.left(make.at(500)) == timedelta(minutes=20)


def test_a_clock_set_back_during_a_pause_takes_no_time_away() -> None:
    stopped = clock().stop(make.at(10))

    assert stopped.deadline(make.at(9)) == make.at(120)
    assert stopped.go_on(make.at(9)).deadline(make.at(9)) == make.at(120)


def test_while_the_whole_exam_stands_no_time_passes_and_a_second_hold_keeps_the_first() -> None:
    held = clock().hold(make.at(30))

    assert held.hold(make.at(40)) == held
    assert held.deadline(make.at(50)) == make.at(140)
    assert held.release(make.at(50)).deadline(make.at(50)) == make.at(140)
    assert held.release(make.at(50)).release(make.at(60)) == held.release(make.at(50))


def test_a_pause_and_a_suspension_that_overlap_are_credited_once() -> None:
    both = clock().stop(make.at(20)).hold(make.at(30))

    assert both.deadline(make.at(50)) == make.at(150)
    ended_meanwhile = both.go_on(make.at(40)).release(make.at(50))
    ended_after = both.release(make.at(50)).go_on(make.at(50))
    assert ended_meanwhile.deadline(make.at(60)) == make.at(150)
    assert ended_after.deadline(make.at(60)) == make.at(150)


def test_a_clock_that_has_not_started_is_not_held() -> None:
    assert clock(None).hold(make.at(1)) == clock(None)
