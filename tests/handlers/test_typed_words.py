"""What is read out of typed words."""

import pytest

from handlers.forms import mark_and_reason, minutes_and_reason, pages_and_note


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("15 жарық сөнді", (15, "жарық сөнді")),
        (" 5: интернет ", (5, "интернет")),
        ("20", (20, "")),
        ("жарық сөнді", None),
        ("0 себепсіз", None),
        ("9999 тым көп", None),
        ("-5 азайту", None),
        ("", None),
    ],
)
def test_minutes_come_before_the_reason(text: str, read: object) -> None:
    assert minutes_and_reason(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3 78 қосындыда қате", ("3 78", "қосындыда қате")),
        ("Сәрсенбаева Айгерім 85 қайта саналды", ("Сәрсенбаева Айгерім 85", "қайта саналды")),
        ("12 85", ("12 85", "")),
        ("12: 85, wrong total", ("12 85", "wrong total")),
        ("бәрі дұрыс", ("бәрі дұрыс", "")),
    ],
)
def test_a_correction_is_who_how_many_and_why(text: str, read: object) -> None:
    assert mark_and_reason(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1 3", ((1, 3), "")),
        ("3, 1,1", ((1, 3), "")),
        ("2 4 шеті көрінбейді", ((2, 4), "шеті көрінбейді")),
        ("бәрі", ((), "бәрі")),
        ("99999", ((), "99999")),
        ("", ((), "")),
    ],
)
def test_pages_come_before_the_note(text: str, read: object) -> None:
    assert pages_and_note(text) == read
