"""Several markers and works without names."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.ids import AttemptId, PersonId
from exams.domain.marking import MarkerKnows, MarkersMissing, MarkingPlan, awaited, final, may_mark
from tests import make

ATTEMPTS = tuple(AttemptId(n) for n in range(1000, 1030))
PLAN = MarkingPlan(exam_id=make.EXAM, secret=bytes(range(32)))
POINTS = st.integers(0, 100)


@given(POINTS, POINTS, POINTS)
def test_two_marks_are_averaged_unless_a_third_decides(
    first: int, second: int, third: int
) -> None:
    two = {1: first, 2: second}
    if abs(first - second) <= 10:
        assert awaited(two, twice=True) is None
        assert final(two, twice=True) == int((first + second) / 2 + 0.5)
        assert not may_mark(3, two, twice=True)
    else:
        assert awaited(two, twice=True) == 3
        assert final(two, twice=True) is None
        assert may_mark(3, two, twice=True)
        assert final(two | {3: third}, twice=True) == third


@pytest.mark.parametrize(("first", "second", "mark"), [(80, 90, 85), (80, 91, None), (79, 80, 80)])
def test_ten_points_are_no_gap_and_half_a_point_is_rounded_up(
    first: int, second: int, mark: int | None
) -> None:
    assert final({1: first, 2: second}, twice=True) == mark


def test_a_work_that_is_marked_once_waits_for_the_first_marker_alone() -> None:
    assert awaited({}, twice=False) == 1
    assert final({1: 70}, twice=False) == 70
    assert [may_mark(turn, {}, twice=False) for turn in (1, 2, 3)] == [True, False, False]


def test_neither_of_two_markers_waits_for_the_other() -> None:
    assert [may_mark(turn, {}, twice=True) for turn in (1, 2, 3)] == [True, True, False]
    assert awaited({2: 60}, twice=True) == 1
    assert awaited({1: 60}, twice=True) == 2


def test_codes_are_an_order_by_chance_that_stays() -> None:
    codes = PLAN.codes(ATTEMPTS)

    assert sorted(codes.values()) == [f"{n:02d}" for n in range(1, 31)]
    assert PLAN.codes(reversed(ATTEMPTS)) == codes
    assert [codes[one] for one in ATTEMPTS] != sorted(codes.values())
    assert replace(PLAN, secret=bytes(32)).codes(ATTEMPTS) != codes
    assert PLAN.codes(AttemptId(n) for n in range(150))[AttemptId(3)].isdigit()
    assert len(PLAN.codes(AttemptId(n) for n in range(150))[AttemptId(3)]) == 3


@pytest.mark.parametrize(("share", "count"), [(0, 0), (20, 6), (50, 15), (100, 30)])
def test_a_share_is_marked_twice_by_another_chance_than_the_codes(share: int, count: int) -> None:
    plan = replace(PLAN, share=share)

    chosen = plan.twice(ATTEMPTS)

    assert len(chosen) == count
    if 0 < share < 100:
        assert chosen != frozenset(plan.order(ATTEMPTS)[:count])
        assert plan.twice(ATTEMPTS[:1]) == frozenset(ATTEMPTS[:1])  # rounded up


def test_a_plan_needs_markers_who_have_not_seen_the_students() -> None:
    exam = make.exam(proctors=(PersonId(1),), chief=PersonId(2), reserve=PersonId(3))
    three = (PersonId(4), PersonId(5), PersonId(6))

    with pytest.raises(MarkersMissing):
        replace(PLAN, anonymous=True).checked(exam)
    with pytest.raises(MarkersMissing):
        replace(PLAN, share=20, markers=three[:2]).checked(exam)
    for known in (1, 2, 3):
        with pytest.raises(MarkerKnows):
            replace(PLAN, anonymous=True, markers=(PersonId(known),)).checked(exam)
    assert replace(PLAN, markers=(PersonId(1),)).checked(exam).turn_of(PersonId(1)) == 1
    replace(PLAN, anonymous=True, share=100, markers=three).checked(exam)
    assert PLAN.turn_of(PersonId(1)) is None


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(PLAN)


def test_a_third_marker_sees_only_works_that_are_marked_twice_and_lie_apart() -> None:
    assert may_mark(3, {1: 60, 2: 71}, twice=True)
    assert not may_mark(3, {1: 60, 2: 71}, twice=False)
    assert not may_mark(3, {1: 60, 2: 70}, twice=True)
    assert not may_mark(3, {1: 60}, twice=True)
    assert may_mark(3, {1: 60, 2: 71, 3: 65}, twice=True)
    assert not may_mark(4, {1: 60, 2: 71}, twice=True)


def test_a_third_mark_decides_and_nothing_is_awaited_after_it() -> None:
    assert awaited({1: 60, 2: 71}, twice=True) == 3
    assert awaited({1: 60, 2: 71, 3: 65}, twice=True) is None
    assert final({1: 60, 2: 71, 3: 66}, twice=True) == 66
