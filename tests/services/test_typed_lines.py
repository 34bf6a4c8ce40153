"""Whom a typed line marks: a place, a number, its last digits, or a name from its beginning."""

from typing import Final

import pytest

from exams.domain.refusals.marks import MarksUnreadable
from exams.services.grades.grading import Row
from exams.services.grades.typed import parse_marks, read_line
from tests import make

AIGERIM, BOLAT = (
    Row(place=place, attempt=make.attempt(student=who), person=person, mark=None)
    for place, who, person in (
        (7, make.AIGERIM, make.person(make.AIGERIM, number="24000317")),
        (12, make.BOLAT, make.person(make.BOLAT, number="24K00318")),
    )
)
ROWS: Final = (AIGERIM, BOLAT)


@pytest.mark.parametrize(
    ("line", "row", "points"),
    [
        ("7 85", AIGERIM, "85"),
        ("007 85", AIGERIM, "85"),
        ("7. 85", AIGERIM, "85"),
        ("12\t85", BOLAT, "85"),
        ("12 - 85", BOLAT, "85"),
        ("12 — 85", BOLAT, "85"),
        ("12: 85", BOLAT, "85"),
        ("12 = 85", BOLAT, "85"),
        ("24000317 85", AIGERIM, "85"),
        ("0317 85", AIGERIM, "85"),
        ("24k00318 85", BOLAT, "85"),
        ("сәрсенбаева 100", AIGERIM, "100"),
        ("Жұмабаев Болат Ерланұлы 0", BOLAT, "0"),
        ("7 eighty", AIGERIM, "eighty"),
    ],
)
def test_a_line_names_one_student_and_what_follows_is_the_points(
    line: str, row: Row, points: str
) -> None:
    assert read_line(line, ROWS) == (row, points)


@pytest.mark.parametrize(
    "line", ["85", "", "317 85", "0319 85", "8 85", "² 85", "Айгерім 85", "K00318 85", ". 85"]
)
def test_a_line_that_names_nobody_is_not_read(line: str) -> None:
    with pytest.raises(MarksUnreadable):
        read_line(line, ROWS)
    with pytest.raises(MarksUnreadable):
        read_line(line, [AIGERIM])


def test_a_line_that_names_two_is_not_read_and_shown_as_far_as_it_fits() -> None:
    with pytest.raises(MarksUnreadable) as refused:
        read_line(f"{'9' * 100} 85", ROWS)
    assert refused.value.facts == {"line": "9" * 60}

    twins = [AIGERIM, Row(place=8, attempt=BOLAT.attempt, person=AIGERIM.person, mark=None)]
    with pytest.raises(MarksUnreadable):
        read_line("сәрсенбаева 85", twins)


def test_each_line_is_read_and_empty_ones_are_none() -> None:
    assert parse_marks("\n 7 85 \n\n12 90\n", ROWS) == [(AIGERIM, "85"), (BOLAT, "90")]
    with pytest.raises(MarksUnreadable):
        parse_marks(" \n", ROWS)
