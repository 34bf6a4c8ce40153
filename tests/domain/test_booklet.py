"""Booklets: a fair and frozen draw, answers in time, what is open, what it is worth."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.booklet import (
    Booklet,
    BookletRules,
    TopicResult,
    Unanswered,
    draw,
    picked,
    result_of,
    shares,
    write,
)
from exams.domain.ids import AttemptId, QuestionId
from exams.domain.questions import NOTHING, Answer, QuestionKind
from exams.domain.refusals.computer_tests import NoQuestions, QuestionsOpen
from exams.domain.refusals.moments import TooLate
from exams.domain.refusals.people import Unknown
from tests import make

K = QuestionKind
END = make.at(40)
BANK = {n: make.question(n, kind) for n, kind in enumerate(K, start=1)}
RIGHT = {
    1: Answer(chosen=(0,)),
    2: Answer(chosen=(0, 1)),
    3: Answer(chosen=(0,)),
    4: Answer(chosen=(0, 1, 2)),
    5: Answer(typed="НФ"),
    6: Answer(typed="9,8"),
}


def booklet(**rules: Any) -> Booklet:
    """Write a booklet of one question of each kind, in the order of the bank."""
    return write(AttemptId(1), list(BANK.values()), "SEED", BookletRules(**rules))


def answered(places: Any = RIGHT, at: datetime = END, **rules: Any) -> Booklet:
    done = booklet(**rules)
    for place in places:
        done = done.answer(place, BANK[place], RIGHT[place], at=at, ends_at=END)
    return done


# -- the draw ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "count", "expected"),
    [
        ({"а": 50, "б": 50}, 10, {"а": 5, "б": 5}),
        ({"а": 90, "б": 10}, 10, {"а": 9, "б": 1}),
        ({"а": 97, "б": 2, "в": 1}, 10, {"а": 8, "б": 1, "в": 1}),
        ({"а": 1, "б": 1, "в": 1}, 2, {"а": 1, "б": 1, "в": 0}),
        ({"а": 3, "б": 4}, 25, {"а": 3, "б": 4}),
        ({"а": 0}, 5, {"а": 0}),
        ({}, 5, {}),
    ],
)
def test_a_topic_gives_as_many_questions_as_its_size_says_and_never_none(
    sizes: dict[str, int], count: int, expected: dict[str, int]
) -> None:
    assert shares(sizes, count) == expected


@given(
    st.dictionaries(st.text(max_size=3), st.integers(1, 60), min_size=1, max_size=9),
    st.integers(1, 80),
)
def test_the_shares_add_up_and_no_topic_gives_more_than_it_has(
    sizes: dict[str, int], count: int
) -> None:
    parts = shares(sizes, count)

    assert sum(parts.values()) == min(count, sum(sizes.values()))
    assert all(0 <= parts[topic] <= size for topic, size in sizes.items())


TOPICS = {
    ("а", 1): tuple(QuestionId(n) for n in range(1, 11)),
    ("а", 2): tuple(QuestionId(n) for n in range(11, 31)),
    ("б", 2): tuple(QuestionId(n) for n in range(31, 41)),
}


def test_one_seed_draws_one_booklet_and_another_another() -> None:
    drawn = draw(TOPICS, 12, "SEED")

    assert draw(TOPICS, 12, "SEED") == drawn
    assert draw(TOPICS, 12, "OTHER") != drawn
    assert len(set(drawn)) == 12
    assert sum(question <= 30 for question in drawn) == 9


def test_nothing_is_drawn_from_an_empty_bank() -> None:
    with pytest.raises(NoQuestions):
        draw({}, 12, "SEED")


def test_every_question_comes_to_somebody_and_every_option_to_every_place() -> None:
    drawn = {question for n in range(60) for question in draw(TOPICS, 12, str(n))}
    first = {
        write(AttemptId(1), [BANK[1]], str(n), BookletRules()).items[0].order for n in range(99)
    }

    assert drawn == set(range(1, 41))
    assert {order[0] for order in first} == {0, 1, 2, 3}


def test_options_keep_their_order_where_it_carries_meaning() -> None:
    kept = replace(BANK[1], shuffled=False)
    orders = {
        tuple(
            item.order
            for item in write(AttemptId(1), [kept, BANK[3]], str(n), BookletRules()).items
        )
        for n in range(20)
    }

    assert orders == {((0, 1, 2, 3), (0, 1))}


# -- answers -------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (0.001, True), (3, True)])
def test_an_answer_up_to_three_seconds_late_is_taken_and_marked(
    seconds: float,
    late: bool,  # noqa: FBT001
) -> None:
    done = answered([1], at=make.at(40, seconds=seconds))

    assert done.given[1].late is late
    assert done.answered == {1}


@pytest.mark.parametrize("ms", [3001, 4000])
def test_later_than_that_it_is_refused(ms: int) -> None:
    with pytest.raises(TooLate) as refused:
        answered([1], at=make.at(40, ms=ms))
    assert refused.value.facts == {"closed_at": END}


def test_the_last_answer_counts_and_turns_are_numbered() -> None:
    first = answered([1])
    second = first.answer(1, BANK[1], Answer(chosen=(2,)), at=END, ends_at=END)

    assert (second.given[1].turn, second.given[1].answer.chosen) == (2, (2,))
    assert second.answer(1, BANK[1], Answer(chosen=(2,)), at=END, ends_at=END) is second


def test_an_answer_to_a_question_of_another_booklet_is_unknown() -> None:
    with pytest.raises(Unknown):
        booklet().answer(1, BANK[2], RIGHT[2], at=END, ends_at=END)
    for place in (0, 7, -1):
        with pytest.raises(Unknown):
            booklet().answer(place, BANK[1], RIGHT[1], at=END, ends_at=END)
        with pytest.raises(Unknown):
            booklet().turn_to(place)
        with pytest.raises(Unknown):
            booklet().flag(place, on=True)


def test_a_choice_taken_back_is_open_again() -> None:
    done = answered([2]).answer(2, BANK[2], Answer(), at=END, ends_at=END)

    assert done.answered == frozenset()
    assert done.open == 6


def test_flags_are_set_and_taken_away_and_twice_is_once() -> None:
    flagged = booklet().flag(2, on=True).flag(5, on=True).flag(2, on=True)

    assert flagged.flagged == {2, 5}
    assert flagged.flag(2, on=False).flag(2, on=False).flagged == {5}
    assert booklet().turn_to(4).place == 4


def test_only_a_complete_booklet_is_finished() -> None:
    with pytest.raises(QuestionsOpen) as refused:
        answered([1, 2, 3]).check_complete()
    assert refused.value.facts == {"count": 3}
    answered().check_complete()


def test_at_the_end_an_incomplete_booklet_counts_only_where_the_university_says_so() -> None:
    assert not answered([1, 2]).counts
    assert answered().counts
    assert answered([1, 2], at_expiry=Unanswered.GRADE).counts


# -- one tap at a time ---------------------------------------------------------


def test_taps_on_several_options_add_up_in_any_order_and_twice_is_once() -> None:
    question, answer = BANK[2], Answer()
    for option, on in ((3, True), (0, True), (3, True), (3, False), (1, True), (3, False)):
        answer = picked(question, answer, option, on=on)

    assert answer.chosen == (0, 1)


def test_a_tap_on_another_option_of_a_single_choice_replaces_the_first() -> None:
    assert picked(BANK[1], Answer(chosen=(0,)), 3, on=True).chosen == (3,)


def test_partners_are_chosen_line_by_line() -> None:
    first = picked(BANK[4], Answer(), 2, on=True, line=1)

    assert first.chosen == (NOTHING, 2, NOTHING)
    assert picked(BANK[4], first, 0, on=True, line=0).chosen == (0, 2, NOTHING)
    with pytest.raises(Unknown):
        picked(BANK[4], first, 0, on=True, line=3)


# -- what it is worth ----------------------------------------------------------


def test_a_booklet_without_a_fault_earns_a_hundred_points() -> None:
    result = result_of(answered(), BANK)  # type: ignore[arg-type]

    assert result.points == 100
    assert result.topics == (
        TopicResult(topic="Кестелер", earned=Fraction(3), possible=3),
        TopicResult(topic="Индекстер", earned=Fraction(3), possible=3),
    )


def test_what_has_no_answer_earns_nothing_and_half_a_point_is_rounded_up() -> None:
    assert result_of(booklet(), BANK).points == 0  # type: ignore[arg-type]
    assert result_of(answered([1]), BANK).points == 17  # type: ignore[arg-type]
    eight = [make.question(n) for n in range(1, 9)]
    one = write(AttemptId(1), eight, "SEED", BookletRules())
    one = one.answer(1, eight[0], RIGHT[1], at=END, ends_at=END)
    assert result_of(one, {q.id: q for q in eight}).points == 13  # 12.5


def test_heavier_questions_weigh_more_and_parts_count() -> None:
    heavy = BANK | {2: replace(BANK[2], points=3)}
    done = booklet().answer(2, BANK[2], Answer(chosen=(0,)), at=END, ends_at=END)

    result = result_of(done, heavy)  # type: ignore[arg-type]

    assert result.points == 19  # 1.5 of 8
    assert result.topics[1] == TopicResult(topic="Индекстер", earned=Fraction(3, 2), possible=5)
