"""Marks, letters and the final grade."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.grades import final_points, grade_of, points_of
from exams.domain.refusals.marks import MarkOutOfRange

SCALE = """
    A 95 4.0   A- 90 3.67   B+ 85 3.33   B 80 3.0   B- 75 2.67   C+ 70 2.33
    C 65 2.0   C- 60 1.67   D+ 55 1.33   D 50 1.0   FX 25 0.5    F 0 0
"""
WORDS = SCALE.split()
LINES = [(WORDS[i], int(WORDS[i + 1]), WORDS[i + 2]) for i in range(0, len(WORDS), 3)]
MARKS = st.integers(min_value=0, max_value=100)


@pytest.mark.parametrize(("letter", "bound", "gpa"), LINES, ids=[line[0] for line in LINES])
def test_a_letter_begins_at_its_lower_bound(letter: str, bound: int, gpa: str) -> None:
    grade = grade_of(bound)

    assert (grade.points, grade.letter, grade.gpa) == (bound, letter, gpa)


@pytest.mark.parametrize(
    ("letter", "below"),
    [(LINES[i + 1][0], LINES[i][1] - 1) for i in range(len(LINES) - 1)],
)
def test_a_point_below_a_bound_is_the_next_letter(letter: str, below: int) -> None:
    assert grade_of(below).letter == letter


def test_full_points_are_an_a() -> None:
    assert grade_of(100).letter == "A"


@pytest.mark.parametrize(
    ("rating", "exam", "final"),
    [
        (80, 90, 84),
        (50, 50, 50),
        (51, 52, 51),  # 51.4
        (50, 51, 50),  # 50.4
        (51, 57, 53),  # 53.4
        (51, 50, 51),  # 50.6
        (52, 52, 52),
        (75, 80, 77),
        (70, 51, 62),  # 62.4
        (100, 100, 100),
        (95, 51, 77),  # 77.4
    ],
)
def test_the_final_grade_is_sixty_percent_rating_and_forty_percent_exam(
    rating: int, exam: int, final: int
) -> None:
    assert final_points(rating=rating, exam=exam) == final


@pytest.mark.parametrize(
    ("rating", "exam"), [(49, 100), (100, 49), (0, 0), (49, 49), (None, 100), (None, 0)]
)
def test_there_is_no_final_grade_unless_both_are_positive(rating: int | None, exam: int) -> None:
    assert final_points(rating=rating, exam=exam) is None


@given(st.integers(min_value=50, max_value=100), st.integers(min_value=50, max_value=100))
def test_halves_are_rounded_up(rating: int, exam: int) -> None:
    exact = Decimal(rating) * Decimal("0.6") + Decimal(exam) * Decimal("0.4")

    assert final_points(rating=rating, exam=exam) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(MARKS, st.sampled_from(["", " ", "\n", "\t "]))
def test_a_whole_number_from_0_to_100_is_a_mark(points: int, around: str) -> None:
    assert points_of(f"{around}{points}{around}") == points


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "101",
        "-1",
        "+5",
        "1e1",
        "85.5",
        "85,5",
        "8 5",
        "жетпіс",
        "٨٥",  # digits, but not ours
        "²",
        "0x10",
        "1_0",
        "1" * 5000,
        "0" * 5000,
    ],
    ids=lambda text: text[:8] or "empty",
)
def test_anything_else_is_no_mark(text: str) -> None:
    with pytest.raises(MarkOutOfRange) as refused:
        points_of(text)

    assert len(str(refused.value.facts["given"])) <= 20


@pytest.mark.parametrize(("text", "points"), [("0", 0), (" 7\n", 7), ("085", 85), ("100", 100)])
def test_points_are_read_as_they_are_typed(text: str, points: int) -> None:
    assert points_of(text) == points
