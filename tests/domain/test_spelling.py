"""Names that look the same are the same."""

import pytest

from exams.domain.spelling import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("АЖ-21-1", "AЖ-21-1"),  # the second begins with a Latin letter
        ("АЖ-21-1", "аж – 21-1"),
        ("T-014", "Т-014"),
        ("Учёт", "учет"),
        ("Деректер қоры", " деректер  қoры"),
        ("«Тау» ісі", '"Тау" iсi'),
        ("Әлеуметтану өлшемі", "Əлеуметтану ɵлшемі"),  # as old fonts had it
        ("ИС 101", "ИС101"),
        ("Физика 1\u00a02", "Физика  1 2"),
    ],
)
def test_names_that_look_the_same_are_alike(one: str, other: str) -> None:
    assert one != other
    assert alike(one) == alike(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("АЖ-21-1", "АЖ-21-2"),
        ("ӘЖ-21", "АЖ-21"),
        ("Т-14", "Т-014"),
        ("1 1", "11"),
        ("ИС 2 1", "ИС 21"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert alike(one) != alike(other)
