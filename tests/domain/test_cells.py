"""Cells as people and their spreadsheets write them."""

from datetime import UTC, date, datetime, time

import pytest

from exams.domain import cells


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        (9.3, time(9, 30)),  # 9.30, which a spreadsheet took for a number
        (14.05, time(14, 5)),
        (datetime(2027, 5, 21, 9, 29, 59, tzinfo=UTC), time(9, 30)),
    ],
)
def test_a_time_is_read_to_the_minute(cell: cells.Cell, read: time) -> None:
    assert cells.clock(cell) == read


@pytest.mark.parametrize(
    "cell", ["9.3", "9:5", "9", "0930", 0.39583, 930, 9.61, 9.123, 9.999, 25.3, "утром"]
)
def test_what_may_be_two_times_is_read_as_none(cell: cells.Cell) -> None:
    with pytest.raises(cells.BadCell):
        cells.clock(cell)


@pytest.mark.parametrize("cell", ["21.05.2027", "21.05.2027 г.", "21.05.2027ж.", "21.05.27 жыл"])
def test_a_date_may_say_that_it_has_a_year(cell: str) -> None:
    assert cells.day(cell) == date(2027, 5, 21)


@pytest.mark.parametrize("cell", ["2,10457E+11", "2.1E+11", "3E11"])
def test_a_number_that_was_rounded_is_not_taken(cell: str) -> None:
    for read in (cells.number, cells.phone):
        with pytest.raises(cells.BadCell) as bad:
            read(cell)
        assert bad.value.reason == "rounded"


@pytest.mark.parametrize(
    "cell", ["210457001", "210 457 001", "210\u00a0457\u202f001", 210457001.0]
)
def test_the_groups_of_a_numbers_digits_do_not_count(cell: cells.Cell) -> None:
    assert cells.number(cell) == "210457001"


@pytest.mark.parametrize("lost", ["?лжан", "Г?лн?р", "Жұма ?мір", "(Т?уелсіздік)"])
def test_words_that_have_lost_their_kazakh_letters_are_not_taken(lost: str) -> None:
    for read in (cells.words, cells.question):
        with pytest.raises(cells.BadCell) as bad:
            read(lost)
        assert bad.value.reason == "letters_lost"


@pytest.mark.parametrize("asked", ["Кім? Қайда?", "x = a?b:c", "n?", "?", "Қашан ? Неге"])
def test_a_question_mark_where_one_stands_is_taken(asked: str) -> None:
    assert cells.question(asked) == asked
