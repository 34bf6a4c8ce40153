"""Cells of imported tables, read the way people write them."""

import re
from datetime import UTC, date, datetime, time
from typing import Final

from exams.domain.exam import Kind
from exams.domain.people import Condition, Locale, Role
from exams.domain.spelling import joined

Cell = str | int | float | bool | datetime | date | time | None

LONGEST: Final = 200  # characters in a name or a subject
LONGEST_NUMBER: Final = 64  # characters in a student or staff number
LONGEST_QUESTION: Final = 900  # four of them with their ticket fit into one message
LONGEST_LIST: Final = 2000
YEARS: Final = range(2000, 2100)  # another one is a slip of the pen
PHONE_DIGITS: Final = range(10, 16)  # E.164 allows 15 with the country code
LOCAL_DIGITS: Final = 10  # a Kazakh number without its country code
DATE_FORMATS: Final = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y")
TIME_FORMATS: Final = ("%H:%M", "%H:%M:%S", "%H.%M")
OF_A_YEAR: Final = re.compile(r"\s*(г\.|года|ж\.|жыл|жылы)$", re.IGNORECASE)  # 21.05.2027 г.
TWO_DIGITS: Final = re.compile(r"\d{1,2}([:.]\d\d)+")  # 9.3 may be half past nine, or three past
ROUNDED: Final = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number that it has rounded: 2,10457E+11."""
LETTERS_LOST: Final = re.compile(r"[\u0400-\u04ff]\?[\u0400-\u04ff]|(?<!\S)\?[\u0400-\u04ff]")
"""What a file in Windows-1251, which has no ә, ғ, қ, ң, ө, ұ, ү and һ, makes of a Kazakh word."""
KINDS: Final = {
    "written": Kind.WRITTEN,
    "жазбаша": Kind.WRITTEN,
    "письменный": Kind.WRITTEN,
    "письменно": Kind.WRITTEN,
    "oral": Kind.ORAL,
    "ауызша": Kind.ORAL,
    "устный": Kind.ORAL,
    "устно": Kind.ORAL,
    "test": Kind.TEST,
    "тест": Kind.TEST,
    "тестілеу": Kind.TEST,
    "тестирование": Kind.TEST,
    "компьютерлік тест": Kind.TEST,
    "компьютерный тест": Kind.TEST,
}
ROLES: Final = {
    "student": Role.STUDENT,
    "студент": Role.STUDENT,
    "білім алушы": Role.STUDENT,
    "обучающийся": Role.STUDENT,
    "proctor": Role.PROCTOR,
    "проктор": Role.PROCTOR,
    "dean": Role.DEAN,
    "декан": Role.DEAN,
    "deputy": Role.DEPUTY,
    "deputy dean": Role.DEPUTY,
    "декан орынбасары": Role.DEPUTY,
    "деканның орынбасары": Role.DEPUTY,
    "заместитель декана": Role.DEPUTY,
    "зам. декана": Role.DEPUTY,
    "registrar": Role.REGISTRAR,
    "тіркеуші": Role.REGISTRAR,
    "регистратор": Role.REGISTRAR,
    "admin": Role.ADMIN,
    "әкімші": Role.ADMIN,
    "администратор": Role.ADMIN,
}

LANGUAGES: Final = {
    "қазақ": Locale.KK,
    "қазақша": Locale.KK,
    "қаз": Locale.KK,
    "казахский": Locale.KK,
    "каз": Locale.KK,
    "kazakh": Locale.KK,
    "kk": Locale.KK,
    "орыс": Locale.RU,
    "орысша": Locale.RU,
    "русский": Locale.RU,
    "рус": Locale.RU,
    "russian": Locale.RU,
    "ru": Locale.RU,
    "ағылшын": Locale.EN,
    "ағылшынша": Locale.EN,
    "английский": Locale.EN,
    "англ": Locale.EN,
    "english": Locale.EN,
    "en": Locale.EN,
}
LEVELS: Final = {
    **dict.fromkeys(("1", "жеңіл", "оңай", "лёгкий", "легкий", "легко", "easy"), 1),
    **dict.fromkeys(("2", "орташа", "средний", "средняя", "medium"), 2),
    **dict.fromkeys(("3", "қиын", "күрделі", "сложный", "трудный", "сложно", "hard"), 3),
}
CONDITIONS: Final = {
    "бөлмесіз": Condition.NO_ROOM_SCAN,
    "без комнаты": Condition.NO_ROOM_SCAN,
    "no room scan": Condition.NO_ROOM_SCAN,
    "көмекші": Condition.SCRIBE,
    "помощник": Condition.SCRIBE,
    "scribe": Condition.SCRIBE,
}


class BadCell(Exception):
    """A cell that cannot be taken; `reason` is a code of `RowFault`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def shown(cell: Cell) -> str:
    """Return what a person sees in a cell, whether it can be taken or not."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):  # a datetime is one, too
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if cell is None else " ".join(str(cell).split())


def words(cell: Cell, *, longest: int = LONGEST) -> str:
    """Read text; a number that a spreadsheet made of digits is text again.

    Raises:
        BadCell: empty, too long, or without its Kazakh letters.
    """
    text = shown(cell)
    if not text:
        raise BadCell("missing")
    if len(text) > longest:
        raise BadCell("too_long")
    if LETTERS_LOST.search(text):
        raise BadCell("letters_lost")
    return text


def number(cell: Cell) -> str:
    """Read a student or staff number; the groups of its digits do not count: 210 457 is 210457.

    Raises:
        BadCell: empty, too long, or rounded by a spreadsheet.
    """
    text = joined(words(cell, longest=LONGEST_NUMBER))
    if ROUNDED.fullmatch(text):
        raise BadCell("rounded")
    return text


def question(cell: Cell) -> str:
    """Read a question of a ticket.

    Raises:
        BadCell: empty, or too long.
    """
    return words(cell, longest=LONGEST_QUESTION)


def listed(cell: Cell) -> tuple[str, ...]:
    """Read names parted by commas, semicolons or line ends, each of them once.

    Raises:
        BadCell: empty, or too long.
    """
    lines = cell.replace("\n", ",") if isinstance(cell, str) else cell
    text = words(lines, longest=LONGEST_LIST)
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    found = tuple(dict.fromkeys(part for part in parts if part))
    if not found:
        raise BadCell("missing")
    return found


def whole(cell: Cell, *, low: int, high: int) -> int:
    """Read a whole number between two bounds, both included.

    Raises:
        BadCell: empty, no whole number, or out of bounds.
    """
    text = words(cell)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise BadCell("not_a_number")
    return int(text)


def day(cell: Cell) -> date:
    """Read a date: a date cell, 23.11.2026 or 2026-11-23.

    Raises:
        BadCell: empty, no date, or not of this century.
    """
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        found = _moment(OF_A_YEAR.sub("", words(cell)), DATE_FORMATS, "not_a_date").date()
    if found.year not in YEARS:
        raise BadCell("not_a_date")
    return found


def clock(cell: Cell) -> time:
    """Read a time of day to the minute: a time cell, 10:00, or 9.3 where 9.30 became a number.

    Raises:
        BadCell: empty or no time.
    """
    if isinstance(cell, datetime):
        found = cell.time()
    elif isinstance(cell, time):
        found = cell
    else:
        two_places = isinstance(cell, float) and cell >= 1 and round(cell, 2) == cell
        text = words(f"{cell:.2f}" if two_places else cell)
        if not TWO_DIGITS.fullmatch(text):
            raise BadCell("not_a_time")
        found = _moment(text, TIME_FORMATS, "not_a_time").time()
    # A spreadsheet keeps times as fractions of a day: 09:30 may be 09:29:59.999.
    nearest = round((found.hour * 3600 + found.minute * 60 + found.second) / 60)
    hour, minute = divmod(min(nearest, 24 * 60 - 1), 60)
    return time(hour, minute)


def phone(cell: Cell) -> str:
    """Read the digits of a phone number; a Kazakh one may lack its country code.

    Raises:
        BadCell: empty, no phone number, or rounded by a spreadsheet.
    """
    digits = "".join(char for char in number(cell) if char.isascii() and char.isdigit())
    if len(digits) not in PHONE_DIGITS:
        raise BadCell("not_a_phone")
    return f"7{digits}" if len(digits) == LOCAL_DIGITS else digits


def _moment(text: str, forms: tuple[str, ...], reason: str) -> datetime:
    for form in forms:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise BadCell(reason)


def kind(cell: Cell) -> Kind:
    """Read a kind of exam in any of the three languages.

    Raises:
        BadCell: empty or unknown.
    """
    found = KINDS.get(words(cell).casefold())
    if found is None:
        raise BadCell("unknown_kind")
    return found


def conditions(cell: Cell) -> frozenset[Condition]:
    """Read what is agreed on for a student's health, in any of the three languages.

    Raises:
        BadCell: empty or unknown.
    """
    found = [CONDITIONS.get(name.casefold()) for name in listed(cell)]
    if None in found:
        raise BadCell("unknown_condition")
    return frozenset(one for one in found if one is not None)


def language(cell: Cell) -> Locale:
    """Read a language of study, in any of the three languages.

    Raises:
        BadCell: empty or unknown.
    """
    name = words(cell).casefold().removesuffix("тілі").removesuffix("язык").strip(" .")
    found = LANGUAGES.get(name)
    if found is None:
        raise BadCell("unknown_language")
    return found


def level(cell: Cell) -> int:
    """Read how difficult a question is: 1, 2 or 3, or a word for it.

    Raises:
        BadCell: empty or unknown.
    """
    found = LEVELS.get(words(cell).casefold())
    if found is None:
        raise BadCell("unknown_level")
    return found


def roles(cell: Cell) -> frozenset[Role]:
    """Read one role or several in any of the three languages.

    Raises:
        BadCell: empty or unknown.
    """
    found = [ROLES.get(name.casefold()) for name in listed(cell)]
    if None in found:
        raise BadCell("unknown_role")
    return frozenset(role for role in found if role is not None)
