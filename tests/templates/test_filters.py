"""Times, dates, plurals and names as the texts show them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import templates
from exams.domain.people import Locale
from templates import filters
from templates.labels import Labels

LABELS = Labels(Path(templates.__file__).parent / "labels.toml")
TEN = datetime(2027, 5, 19, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.KK, "19 мамыр, сәрсенбі, 10:00 (Астана)"),
        (Locale.RU, "19 мая, среда, 10:00 (Астана)"),
        (Locale.EN, "Wednesday 19 May, 10:00 (Astana)"),
    ],
)
def test_a_moment_is_told_in_astana_time(locale: Locale, words: str) -> None:
    assert filters.build(locale, LABELS)["day_time"](TEN) == words


def test_an_evening_in_utc_is_the_next_day_in_astana() -> None:
    late = datetime(2027, 5, 19, 19, 30, tzinfo=UTC)
    assert filters.build(Locale.KK, LABELS)["bare_day_time"](late) == "20 мамыр, бейсенбі, 00:30"


def test_a_last_day_within_a_russian_sentence_does_not_ask_for_a_case() -> None:
    midnight = datetime(2027, 5, 20, 19, 0, tzinfo=UTC)
    built = filters.build(Locale.RU, LABELS)
    assert f"до конца дня {built['last_day_within'](midnight)}" == "до конца дня 20 мая (четверг)"
    assert built["last_day"](midnight) == "20 мая, четверг"


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, "минут"), (1, "минута"), (2, "минуты"), (4, "минуты"), (5, "минут"), (11, "минут"),
        (12, "минут"), (14, "минут"), (21, "минута"), (22, "минуты"), (25, "минут"),
        (101, "минута"), (111, "минут"), (112, "минут"), (120, "минут"), (122, "минуты"),
    ],
)  # fmt: skip
def test_russian_has_three_forms_after_a_number(count: int, form: str) -> None:
    assert filters.plural_ru(count, "минута", "минуты", "минут") == form


def test_english_has_two_forms_after_a_number() -> None:
    assert [filters.plural_en(n, "page", "pages") for n in (0, 1, 2)] == ["pages", "page", "pages"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Серікова Айгерім Болатқызы", "Серікова Айгерім"),
        ("Константинопольская Александра Сергеевна", "Константинопольск…"),
        ("Нұрмұхамбетов Жандос", "Нұрмұхамбетов Ж."),
        ("Madonna", "Madonna"),
        ("", ""),
    ],
)
def test_a_name_is_shortened_until_it_fits(name: str, short: str) -> None:
    assert filters.short_name(name, 18) == short


def test_a_greeting_leaves_the_surname_out() -> None:
    assert filters.given_name("Серікова Айгерім Болатқызы") == "Айгерім Болатқызы"
    assert filters.given_name("Madonna") == "Madonna"


def test_cells_of_a_table_keep_their_width() -> None:
    assert filters.column("Али", 6) == "Али   "
    assert filters.column("Константин", 6) == "Конст…"
    assert filters.figures(7, 3) == "  7"
    assert filters.figures(None, 3) == "  –"


def test_an_unknown_code_is_a_defect_unless_there_is_a_default() -> None:
    word = filters.build(Locale.EN, LABELS)["word"]
    assert word("written", "kind") == "written"
    assert word("nonsense", "next", default="other") == word("other", "next")
    with pytest.raises(KeyError):
        word("nonsense", "kind")


def test_own_words_stay_as_they_are() -> None:
    own = filters.build(Locale.EN, LABELS)["word_or_own"]
    assert own("there was a cat", "warning") == "there was a cat"
    assert own("talking", "warning") == "Talking is not allowed during the exam."


@pytest.mark.parametrize(
    ("locale", "shown"), [(Locale.KK, "3,67"), (Locale.RU, "3,67"), (Locale.EN, "3.67")]
)
def test_a_grade_point_has_the_comma_of_its_reader(locale: Locale, shown: str) -> None:
    assert filters.build(locale, LABELS)["decimal"]("3.67") == shown
