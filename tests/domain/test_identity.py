"""The 12-digit number, and the readable lines of cards and passports.

The specimens of ICAO Doc 9303 are those of the imaginary state Utopia; the Kazakh ones are
made up here, with check digits worked out by hand from the rule.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.identity import (
    IdentityFault,
    check_digit,
    iin_control_digit,
    is_checked,
    is_iin,
    read_lines,
)

TODAY = date(2026, 6, 1)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


def kazakh_card(iin: str, *, birth: str = "050317", number: str = "012345678") -> tuple[str, ...]:
    """Make the lines of a card with right check digits."""
    first = f"IDKAZ{number}{check_digit(number)}{iin}".ljust(30, "<")
    dates = f"{birth}{check_digit(birth)}F350316{check_digit('350316')}"
    body = f"{dates}KAZ".ljust(29, "<")
    whole = first[5:] + body[:7] + body[8:15] + body[18:29]
    return first, body + str(check_digit(whole)), "OMAROVA<<AIGERIM".ljust(30, "<")


@pytest.mark.parametrize(
    ("digits", "control"),
    [
        ("05031760012", 0),  # 2·5 + 4·3 + 5·1 + 6·7 + 7·6 + 10·1 + 11·2 = 143 = 13·11
        ("05031760022", 7),  # 10 by the first weights, 7 by the second
        ("10000000000", 1),
        ("00000000010", 1),  # 10 by the first weights, 1 by the second
    ],
)
def test_the_control_digit_follows_the_weights(digits: str, control: int) -> None:
    assert iin_control_digit(digits) == control


def test_a_number_with_ten_by_both_weights_is_never_given() -> None:
    assert iin_control_digit("05031750066") is None
    assert not is_iin("050317500660")


@given(st.text("0123456789", min_size=11, max_size=11))
def test_a_control_digit_is_one_digit_or_the_number_is_never_given(digits: str) -> None:
    control = iin_control_digit(digits)

    assert control is None or 0 <= control <= 9


@pytest.mark.parametrize(
    "digits", ["", "1234567890", "123456789012", "1234567890a", "１２３４５６７８９０１"]
)
def test_the_control_digit_needs_eleven_digits(digits: str) -> None:
    with pytest.raises(ValueError, match="11 digits"):
        iin_control_digit(digits)


def test_a_number_of_somebody_born_in_2005_is_one() -> None:
    number = "05031760012"

    assert is_iin(f"{number}{iin_control_digit(number)}")


@pytest.mark.parametrize("place", [*range(10), 11])
def test_one_wrong_digit_is_noticed(place: int) -> None:
    eleven = "05031760012"
    number = f"{eleven}{iin_control_digit(eleven)}"
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    assert not is_iin(wrong)


def test_the_eleventh_digit_weighs_nothing_by_the_rule_of_the_number() -> None:
    """A weight of 11 is nothing modulo 11; only the state's register knows better."""
    assert is_iin("050317600120")
    assert is_iin("050317600130")


@pytest.mark.parametrize(
    "number",
    ["", "12345", "abcdefghijkl", "051317600120", "050230600120", "050317900120"],
)
def test_what_cannot_be_a_number_is_none(number: str) -> None:
    assert not is_iin(number)


@pytest.mark.parametrize(
    ("field", "digit"), [("520727", 3), ("AB2134<<<", 5), ("D23145890", 7), ("L898902C3", 6)]
)
def test_check_digits_are_those_of_the_standard(field: str, digit: int) -> None:
    assert check_digit(field) == digit


def test_check_digits_refuse_what_cannot_stand_there() -> None:
    with pytest.raises(ValueError, match="letters"):
        check_digit("12Ж")


def test_the_card_of_the_standard_is_read() -> None:
    read = read_lines(CARD, today=TODAY)

    assert read is not None
    assert read.faults == ()
    assert (read.country, read.number, read.sex) == ("UTO", "D23145890", "F")
    assert (read.surname, read.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (read.birth, read.expiry) == (date(1974, 8, 12), date(2012, 4, 15))
    assert read.iin == ""


def test_the_passport_of_the_standard_is_read() -> None:
    read = read_lines(PASSPORT, today=TODAY)

    assert read is not None
    assert read.faults == ()
    assert (read.number, read.surname) == ("L898902C3", "ERIKSSON")
    assert read.birth == date(1974, 8, 12)


def test_a_kazakh_card_carries_the_number() -> None:
    iin = f"05031760012{iin_control_digit('05031760012')}"

    read = read_lines(kazakh_card(iin), today=TODAY)

    assert read is not None
    assert read.faults == ()
    assert read.iin == iin
    assert read.birth == date(2005, 3, 17)
    assert read.expiry == date(2035, 3, 16)


def test_a_number_of_another_birthday_is_a_fault() -> None:
    iin = f"05031760012{iin_control_digit('05031760012')}"

    read = read_lines(kazakh_card(iin, birth="050318"), today=TODAY)

    assert read is not None
    assert read.faults == (IdentityFault.IIN,)


@pytest.mark.parametrize(
    ("line", "place", "fault"),
    [
        (0, 6, IdentityFault.NUMBER),
        (1, 1, IdentityFault.BIRTH),
        (1, 9, IdentityFault.EXPIRY),
        (1, 29, IdentityFault.WHOLE),
    ],
)
def test_a_changed_character_breaks_its_check_digit(
    line: int, place: int, fault: IdentityFault
) -> None:
    lines = list(CARD)
    new = str((int(lines[line][place]) + 1) % 10)
    lines[line] = lines[line][:place] + new + lines[line][place + 1 :]

    read = read_lines(lines, today=TODAY)

    assert read is not None
    assert fault in read.faults


def test_a_changed_personal_number_in_a_passport_is_a_fault() -> None:
    second = PASSPORT[1].replace("ZE184226B", "ZE184227B")

    read = read_lines((PASSPORT[0], second), today=TODAY)

    assert read is not None
    assert read.faults == (IdentityFault.PERSONAL, IdentityFault.WHOLE)


def test_letters_read_for_digits_are_read_as_digits_where_only_these_stand() -> None:
    misread = (CARD[0], CARD[1].replace("7408122F1204159", "74O8I22F12O4I59"), CARD[2].lower())

    read = read_lines(misread, today=TODAY)

    assert read is not None
    assert read.faults == ()
    assert read.birth == date(1974, 8, 12)


@pytest.mark.parametrize(
    "lines",
    [(), ("",), CARD[:2], (CARD[0][:-1], *CARD[1:]), ("Ж" * 44, "Ж" * 44), ("*" * 44, "*" * 44)],
)
def test_what_are_no_such_lines_is_not_read(lines: tuple[str, ...]) -> None:
    assert read_lines(lines, today=TODAY) is None


@given(st.lists(st.text("ABCO<0123456789", min_size=44, max_size=44), min_size=2, max_size=2))
def test_any_lines_of_a_passport_are_read_without_breaking(lines: list[str]) -> None:
    assert read_lines(lines, today=TODAY) is not None


def test_only_what_holds_and_was_read_surely_is_checked() -> None:
    whole = read_lines(kazakh_card("050317600120"), today=TODAY)

    assert whole is not None
    assert is_checked(whole, 0.9)
    assert not is_checked(whole, 0.4)


@pytest.mark.parametrize("place", [*range(5, 15), *range(15, 27)])
def test_no_number_with_one_wrong_digit_is_checked(place: int) -> None:
    first, *others = kazakh_card("050317600120")
    for step in range(1, 10):
        wrong = str((int(first[place]) + step) % 10)
        read = read_lines((first[:place] + wrong + first[place + 1 :], *others), today=TODAY)

        assert read is not None
        assert not is_checked(read, 1.0)


def test_a_kazakh_document_without_its_12_digit_number_is_not_checked() -> None:
    read = read_lines(kazakh_card("<" * 12), today=TODAY)

    assert read is not None
    assert not read.faults
    assert not is_checked(read, 1.0)
