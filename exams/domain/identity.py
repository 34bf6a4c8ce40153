"""What is written on an identity document: the 12-digit number and the readable lines.

Sources:
    The individual identification number (ЖСН, ИИН): Law of Kazakhstan of 12 January 2007
    No. 223, on national registers of identification numbers. The machine-readable lines:
    ICAO Doc 9303, part 3 (check digits), part 4 (TD3, passports), part 5 (TD1, cards).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Final

_CENTURIES: Final = {"0": 2000, "1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_FIRST_WEIGHTS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_LENGTH: Final = 12  # digits of the identification number
LEAST_SURE: Final = 0.5  # of the least sure character; see docs/faces.md
_TD1: Final = (30, 30, 30)  # characters of each line of a card
_TD3: Final = (44, 44)  # and of a passport
_LETTERS_OF_DIGITS: Final = str.maketrans("OQDILZSB", "00011258")  # as a reader mistakes them


class DocumentKind(Enum):
    """Which document the lines stand on."""

    CARD = "card"
    PASSPORT = "passport"


class IdentityFault(Enum):
    """What does not hold on an identity document; the value names what to look at."""

    NUMBER = "number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    PERSONAL = "personal"
    WHOLE = "whole"
    IIN = "iin"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLines:
    """The readable lines of a card or passport; an empty field could not be read.

    Attributes:
        kind: card or passport, by the length of the lines.
        country: who issued it, three letters, KAZ for Kazakhstan.
        number: of the document.
        iin: the 12-digit number, empty if the document does not carry one.
        birth: None if it is no date.
        expiry: None if it is no date.
        sex: M, F or empty.
        faults: which parts contradict their check digit.
    """

    kind: DocumentKind
    country: str
    number: str
    iin: str
    surname: str
    given_names: str
    birth: date | None
    expiry: date | None
    sex: str
    faults: tuple[IdentityFault, ...]


def iin_control_digit(digits: str) -> int | None:
    """Return the control digit of the first 11 digits; None if such a number is never given.

    Raises:
        ValueError: not 11 digits.
    """
    if len(digits) != _LENGTH - 1 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("needs 11 digits")
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:  # noqa: PLR2004, what one digit can say
            return rest
    return None


def is_iin(number: str) -> bool:
    """Return whether the number can be one: its length, date of birth and control digit."""
    if len(number) != _LENGTH or not (number.isascii() and number.isdigit()):
        return False
    century = _CENTURIES.get(number[6])
    if century is None or _date(century + int(number[:2]), number[2:6]) is None:
        return False
    return iin_control_digit(number[:11]) == int(number[11])


def check_digit(field: str) -> int:
    """Return the check digit of a field of the readable lines.

    Raises:
        ValueError: a character that cannot stand there.
    """
    return sum(_value(character) * (7, 3, 1)[i % 3] for i, character in enumerate(field)) % 10


def read_lines(lines: Sequence[str], *, today: date) -> IdentityLines | None:
    """Read the lines of a card (three of 30) or a passport (two of 44).

    Letters which a reader puts for digits are read as the digits, where only digits can stand.

    Args:
        lines: as read; spaces and case do not matter.
        today: tells the centuries: nobody is born later, and no document is valid 50 years on.

    Returns:
        None if these are no such lines.
    """
    clean = tuple("".join(line.upper().split()) for line in lines)
    if any(_unreadable(line) for line in clean):
        return None
    lengths = tuple(map(len, clean))
    if lengths == _TD1:
        return _card(clean, today)
    return _passport(clean, today) if lengths == _TD3 else None


def is_checked(lines: IdentityLines, sure: float) -> bool:
    """Return whether what a picture says may be shown as checked.

    Check digits alone do not do: every tenth misreading of two characters passes them, and so
    does a letter read for the digit whose value differs by ten.

    Args:
        lines: as read.
        sure: the least probability, 0 to 1, of one of their characters.
    """
    if lines.faults or not lines.number or lines.birth is None or lines.expiry is None:
        return False
    return sure >= LEAST_SURE and (lines.country != "KAZ" or bool(lines.iin))


def _card(lines: tuple[str, ...], today: date) -> IdentityLines:
    first, second, names = lines
    birth, expiry = _digits(second[:7]), _digits(second[8:15])
    whole = first[5:30] + birth + expiry + second[18:29]
    return _build(
        DocumentKind.CARD,
        first[2:5],
        first[5:15],
        personal=first[15:30],
        dates=(birth, expiry),
        sex=second[7],
        names=names,
        whole=whole + _digits(second[29]),
        today=today,
    )


def _passport(lines: tuple[str, ...], today: date) -> IdentityLines:
    first, second = lines
    birth, expiry = _digits(second[13:20]), _digits(second[21:28])
    personal = second[28:42]
    whole = second[:10] + birth + expiry + second[28:43]
    read = _build(
        DocumentKind.PASSPORT,
        first[2:5],
        second[:10],
        personal=personal,
        dates=(birth, expiry),
        sex=second[20],
        names=first[5:],
        whole=whole + _digits(second[43]),
        today=today,
    )
    if _holds(personal + _digits(second[42]), empty="<"):
        return read
    faults = sorted({*read.faults, IdentityFault.PERSONAL}, key=list(IdentityFault).index)
    return replace(read, faults=tuple(faults))


def _build(
    kind: DocumentKind,
    country: str,
    number: str,
    *,
    personal: str,
    dates: tuple[str, str],
    sex: str,
    names: str,
    whole: str,
    today: date,
) -> IdentityLines:
    birth, expiry = dates
    iin = _digits(personal.strip("<"))
    iin = iin if len(iin) == _LENGTH and iin.isdigit() else ""
    number = number[:9] + _digits(number[9])
    wrong = {
        IdentityFault.NUMBER: not _holds(number),
        IdentityFault.BIRTH: not _holds(birth),
        IdentityFault.EXPIRY: not _holds(expiry),
        IdentityFault.WHOLE: not _holds(whole),
        IdentityFault.IIN: bool(iin) and not (is_iin(iin) and iin[:6] == birth[:6]),
    }
    surname, _, given = names.partition("<<")
    return IdentityLines(
        kind=kind,
        country=country.strip("<"),
        number=number[:9].strip("<"),
        iin=iin,
        surname=_words(surname),
        given_names=_words(given),
        birth=_year_in(birth, today.year - 99, latest=today),
        expiry=_year_in(expiry, today.year - 50),
        sex=sex if sex in "MF" else "",
        faults=tuple(fault for fault, there in wrong.items() if there),
    )


def _unreadable(line: str) -> bool:
    return any(not (one == "<" or (one.isascii() and one.isalnum())) for one in line)


def _holds(field_and_digit: str, *, empty: str = "") -> bool:
    """Tell whether the last character is the check digit of those before it."""
    field, digit = field_and_digit[:-1], field_and_digit[-1]
    if empty and digit == empty:
        return not field.strip("<")
    return digit.isdigit() and check_digit(field) == int(digit)


def _value(character: str) -> int:
    if character == "<":
        return 0
    if not (character.isascii() and character.isalnum()):
        raise ValueError("only letters, digits and <")
    return int(character, 36)


def _digits(field: str) -> str:
    return field.translate(_LETTERS_OF_DIGITS)


def _words(field: str) -> str:
    return " ".join(field.replace("<", " ").split())


def _year_in(field: str, first: int, *, latest: date | None = None) -> date | None:
    """Return the date YYMMDD in the hundred years that begin with `first`."""
    if not field[:6].isdigit():
        return None
    year = first + (int(field[:2]) - first) % 100
    found = _date(year, field[2:6])
    if found and latest and found > latest:
        return _date(year - 100, field[2:6])
    return found


def _date(year: int, month_and_day: str) -> date | None:
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None
