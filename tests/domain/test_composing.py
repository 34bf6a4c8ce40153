"""Tickets composed from a pool: even, complete, and the same again from the same seed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.composing import (
    MOST_USES,
    Composed,
    PoolQuestion,
    PoolTooSmall,
    compose,
    needed,
)

LEVELS = (1, 2, 3)


def pool(topics: int = 3, each: int = 12) -> list[PoolQuestion]:
    """Make topics of equally many questions, easy, medium and hard in turn."""
    return [
        PoolQuestion(
            text=f"{topic}.{number}", topic=f"T{topic}", difficulty=LEVELS[number % 3], marks=10
        )
        for topic in range(topics)
        for number in range(each)
    ]


def composed(count: int = 12, size: int = 3, seed: str = "S", **changes: int) -> Composed:
    return compose(pool(**changes), count=count, size=size, seed=seed)


def test_every_ticket_has_each_topic_and_the_same_total() -> None:
    made = composed()

    assert [len(ticket) for ticket in made.tickets] == [3] * 12
    assert made.topics == (3, 3)
    assert made.difficulty == (6, 6)
    assert made.marks == (30, 30)
    assert made.uses == 1


def test_a_seed_makes_the_same_tickets_again_and_another_one_others() -> None:
    assert composed() == composed()
    assert composed(seed="S").tickets != composed(seed="T").tickets


def test_questions_are_in_the_order_of_their_difficulty() -> None:
    for ticket in composed().tickets:
        levels = [question.difficulty for question in ticket]
        assert levels == sorted(levels)


def test_a_small_pool_is_used_twice_and_evenly() -> None:
    made = composed(count=20, size=3, topics=3, each=10)

    uses = Counter(question.text for ticket in made.tickets for question in ticket)
    assert set(uses.values()) == {2}
    assert made.uses == 2


def test_a_topic_gives_in_proportion_to_its_size() -> None:
    questions = [*pool(1, 20), *(PoolQuestion(text=f"x{n}", topic="X") for n in range(10))]

    made = compose(questions, count=10, size=3, seed="S")

    topics = Counter(question.topic for ticket in made.tickets for question in ticket)
    assert topics == {"T0": 20, "X": 10}


@pytest.mark.parametrize(("count", "size", "there"), [(10, 3, 14), (1, 4, 3), (25, 2, 24)])
def test_a_pool_that_is_too_small_is_refused_with_what_it_needs(
    count: int, size: int, there: int
) -> None:
    questions = pool(1, there)

    with pytest.raises(PoolTooSmall) as refused:
        compose(questions, count=count, size=size, seed="S")

    assert refused.value.facts == {
        "count": count, "size": size, "needed": there + 1, "there": there,
    }  # fmt: skip
    assert compose(pool(1, there + 1), count=count, size=size, seed="S").uses <= MOST_USES


@given(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(LEVELS)), min_size=4, max_size=60),
    st.integers(1, 4),
    st.integers(1, 40),
    st.text(max_size=5),
)
def test_no_ticket_asks_the_same_twice_whatever_the_pool(
    kinds: list[tuple[str, int]], size: int, count: int, seed: str
) -> None:
    questions = [
        PoolQuestion(text=str(n), topic=topic, difficulty=level)
        for n, (topic, level) in enumerate(kinds)
    ]
    if len(questions) < needed(count, size):
        with pytest.raises(PoolTooSmall):
            compose(questions, count=count, size=size, seed=seed)
        return

    made = compose(questions, count=count, size=size, seed=seed)

    assert [len({q.text for q in ticket}) for ticket in made.tickets] == [size] * count
    uses = Counter(question.text for ticket in made.tickets for question in ticket)
    assert max(uses.values()) - min(uses.get(question.text, 0) for question in questions) <= 1
    assert made.uses <= MOST_USES


@given(st.integers(2, 5), st.integers(1, 6), st.text(max_size=4))
def test_the_totals_of_a_regular_pool_are_hardly_apart(topics: int, each: int, seed: str) -> None:
    questions = pool(topics, each * 3)
    size = min(topics, 4)

    made = compose(questions, count=topics * each * 3 // size, size=size, seed=seed)

    least, most = made.difficulty
    assert most - least <= 2
