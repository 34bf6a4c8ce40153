"""One mark of several: blind, averaged or agreed, without whoever did not hear the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.commission import (
    Commission,
    MarksAwaited,
    MarksDiffer,
    TooFewHeard,
    Votes,
    Way,
)
from exams.domain.ids import PersonId
from tests import make

CHAIR, SECOND, THIRD = (PersonId(number) for number in (1, 2, 3))
MEMBERS = (CHAIR, SECOND, THIRD)


def votes(*marks: int | None, way: Way = Way.AVERAGED) -> Votes:
    given = dict(zip(MEMBERS, marks, strict=False))
    return Votes(Commission(exam_id=make.EXAM, members=MEMBERS, way=way), given)


@pytest.mark.parametrize(
    ("marks", "mark"),
    [((80, 90, 85), 85), ((80, 81, 80), 80), ((80, 81, None), 81), ((None, 0, 1), 1)],
)
def test_the_average_is_rounded_half_up_over_who_heard(
    marks: tuple[int | None, ...], mark: int
) -> None:
    assert votes(*marks).settled() == mark


def test_an_agreed_mark_is_the_same_of_all() -> None:
    assert votes(80, 80, None, way=Way.AGREED).settled() == 80
    with pytest.raises(MarksDiffer):
        votes(80, 80, 81, way=Way.AGREED).settled()


def test_nothing_comes_of_it_before_all_are_in() -> None:
    waiting = votes(80, 90)

    assert (waiting.open, waiting.awaited, waiting.proposal) == (False, (THIRD,), None)
    with pytest.raises(MarksAwaited) as refused:
        waiting.settled()
    assert refused.value.facts == {"count": 1}


def test_a_mark_changes_until_all_are_seen_and_afterwards_only_to_agree() -> None:
    assert votes(80, 90).may_mark(CHAIR)
    assert not votes(80, 90, 85).may_mark(CHAIR)
    assert votes(80, 90, 85, way=Way.AGREED).may_mark(CHAIR)
    assert not votes().may_mark(PersonId(9))


def test_two_at_least_must_have_heard() -> None:
    two = votes(80, 90).without(THIRD)

    assert two.settled() == 85
    with pytest.raises(TooFewHeard):
        two.without(SECOND)


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_one_mark_lies_between_the_least_and_the_most(marks: list[int]) -> None:
    assert min(marks) <= votes(*marks).settled() <= max(marks)


def test_the_chair_stands_first_and_the_others_keep_their_order() -> None:
    plain = Commission(exam_id=make.EXAM, members=MEMBERS)

    assert plain.chair == CHAIR
    assert plain.led_by(THIRD).members == (THIRD, CHAIR, SECOND)
    assert plain.led_by(THIRD).chair == THIRD
    assert plain.led_by(CHAIR) == plain
