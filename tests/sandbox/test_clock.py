"""The simulated clock runs, stands, jumps ahead and never back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import SimulatedClock

START = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)


class Seconds:
    """A monotonic clock that a test turns by hand."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def test_it_runs_at_the_speed_it_is_given() -> None:
    seconds = Seconds()
    clock = SimulatedClock(START, rate=60, monotonic=seconds)

    seconds.passed = 2

    assert clock.now() == START + timedelta(minutes=2)


def test_it_stands_when_frozen_and_goes_on_from_there() -> None:
    seconds = Seconds()
    clock = SimulatedClock(START, monotonic=seconds)
    seconds.passed = 5
    clock.run_at(0)
    seconds.passed = 50
    clock.run_at(1)
    seconds.passed = 51

    assert clock.now() == START + timedelta(seconds=6)


def test_a_step_and_a_jump_move_it_ahead() -> None:
    clock = SimulatedClock(START, rate=0)

    clock.step(timedelta(hours=2))
    assert clock.now() == START + timedelta(hours=2)

    clock.jump_to(START + timedelta(days=1))
    assert clock.now() == START + timedelta(days=1)


def test_it_refuses_to_run_backwards() -> None:
    clock = SimulatedClock(START, rate=0)

    with pytest.raises(ValueError, match="backwards"):
        clock.jump_to(START - timedelta(seconds=1))
    with pytest.raises(ValueError, match="backwards"):
        clock.step(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="backwards"):
        clock.run_at(-1)
    with pytest.raises(ValueError, match="backwards"):
        SimulatedClock(START, rate=-1)


def test_it_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        SimulatedClock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="aware"):
        SimulatedClock(START).jump_to(START.replace(tzinfo=None))


async def test_who_sleeps_by_it_together_wakes_at_once_and_the_time_has_passed() -> None:
    clock = SimulatedClock(START, monotonic=Seconds())

    await asyncio.gather(clock.sleep(3600), clock.sleep(60))

    assert clock.now() == START + timedelta(hours=1)
    assert clock.seconds() == 3600


def test_what_is_skipped_counts_among_its_seconds_and_a_frozen_hour_does_too() -> None:
    seconds = Seconds()
    clock = SimulatedClock(START, rate=0, monotonic=seconds)

    clock.step(timedelta(minutes=2))
    seconds.passed = 5

    assert clock.seconds() == 125
