"""How many questions of which topic: read, held against the bank, drawn."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.booklet import draw
from exams.domain.ids import QuestionId
from exams.domain.question_draw import (
    ANY,
    MOST_DRAWN,
    DrawUnreadable,
    Part,
    Short,
    TooFewQuestions,
    check_enough,
    parts_of,
    short_of,
)

TOPICS = ("Кестелер", "Индекстер")
SIZES = {("Кестелер", 1): 4, ("Кестелер", 3): 2, ("Индекстер", 2): 5}
SHELVES = {
    shelf: tuple(QuestionId(100 * place + n) for n in range(size))
    for place, (shelf, size) in enumerate(SIZES.items(), start=1)
}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1 5", (Part(topic="Кестелер", count=5),)),
        ("2 – 3 қиын\n\n 1: 2.", (
            Part(topic="Индекстер", count=3, difficulty=3), Part(topic="Кестелер", count=2),
        )),
        ("1) 2 лёгкий\n1) 1 hard", (
            Part(topic="Кестелер", count=2, difficulty=1),
            Part(topic="Кестелер", count=1, difficulty=3),
        )),
    ],
)  # fmt: skip
def test_a_line_names_topic_number_and_perhaps_difficulty(
    text: str, parts: tuple[Part, ...]
) -> None:
    assert parts_of(text, TOPICS) == parts


@pytest.mark.parametrize(
    "text",
    ["", "бес", "1", "3 5", "0 5", "1 0", "1 5 тез", "1 5\n1 5", "1 150\n2 51", "1 5 2 3"],
)
def test_what_says_no_such_thing_is_refused(text: str) -> None:
    with pytest.raises(DrawUnreadable):
        parts_of(text, TOPICS)


@pytest.mark.parametrize(
    ("parts", "short"),
    [
        ((("Кестелер", 6, ANY), ("Индекстер", 5, 2)), ()),
        ((("Кестелер", 7, ANY),), (("Кестелер", ANY, 7, 6),)),
        ((("Кестелер", 3, 3),), (("Кестелер", 3, 3, 2),)),
        ((("Кестелер", 3, ANY), ("Кестелер", 4, 1)), (("Кестелер", ANY, 3, 2),)),
        ((("Индекстер", 1, 1),), (("Индекстер", 1, 1, 0),)),
        ((("Тарих", 1, ANY),), (("Тарих", ANY, 1, 0),)),
    ],
)
def test_the_bank_must_have_enough_and_what_is_taken_is_gone(
    parts: tuple[tuple[str, int, int], ...], short: tuple[tuple[str, int, int, int], ...]
) -> None:
    wanted = [Part(topic=t, count=count, difficulty=level) for t, count, level in parts]

    assert short_of(wanted, SIZES) == tuple(
        Short(topic=t, difficulty=level, wanted=count, have=have)
        for t, level, count, have in short
    )


def test_exactly_as_many_are_drawn_as_were_asked_for_and_none_twice() -> None:
    parts = (
        Part(topic="Кестелер", count=3),
        Part(topic="Кестелер", count=1, difficulty=3),
        Part(topic="Индекстер", count=2),
    )

    booklets = [draw(SHELVES, 25, str(seed), parts) for seed in range(60)]

    shelf_of = {one: shelf for shelf, ids in SHELVES.items() for one in ids}
    for drawn in booklets:
        assert len(set(drawn)) == len(drawn) == 6
        topics = Counter(shelf_of[one][0] for one in drawn)
        assert topics == {"Кестелер": 4, "Индекстер": 2}
        assert sum(shelf_of[one] == ("Кестелер", 3) for one in drawn) >= 1
    assert {one for drawn in booklets for one in drawn} == set(shelf_of)
    assert draw(SHELVES, 25, "7", parts) == booklets[7]


def test_a_bank_that_shrank_draws_nothing() -> None:
    with pytest.raises(TooFewQuestions):
        draw(
            {("Кестелер", 1): SHELVES["Кестелер", 1]}, 25, "S", (Part(topic="Кестелер", count=5),)
        )


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("абв"), st.integers(1, 3)), st.integers(1, 9), min_size=1
    ),
    st.dictionaries(
        st.tuples(st.sampled_from("абв"), st.integers(0, 3)), st.integers(1, 9), min_size=1
    ),
)
def test_whatever_the_bank_has_enough_for_is_drawn_whole(
    sizes: dict[tuple[str, int], int], wanted: dict[tuple[str, int], int]
) -> None:
    parts = [Part(topic=t, count=count, difficulty=level) for (t, level), count in wanted.items()]
    shelves = {
        shelf: tuple(QuestionId(100 * place + n) for n in range(size))
        for place, (shelf, size) in enumerate(sizes.items())
    }
    asked = sum(wanted.values())
    assert asked <= MOST_DRAWN
    try:
        check_enough(parts, sizes)
    except TooFewQuestions:
        with pytest.raises(TooFewQuestions):
            draw(shelves, 1, "S", parts)
    else:
        drawn = draw(shelves, 1, "S", parts)
        assert len(set(drawn)) == len(drawn) == asked
