"""Cells of imported tables, read the way people write them."""

from datetime import UTC, date, datetime, time
from typing import Final

from exams.domain.exam import Kind
from exams.domain.people import Role

Cell = str | int | float | bool | datetime | date | time | None

LONGEST: Final = 200  # characters in a name or a subject
LONGEST_QUESTION: Final = 900  # four of them with their ticket fit into one message
DATE_FORMATS: Final = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y")
TIME_FORMATS: Final = ("%H:%M", "%H:%M:%S", "%H.%M")

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
    "registrar": Role.REGISTRAR,
    "тіркеуші": Role.REGISTRAR,
    "регистратор": Role.REGISTRAR,
    "admin": Role.ADMIN,
    "әкімші": Role.ADMIN,
    "администратор": Role.ADMIN,
}


class BadCell(Exception):
    """A cell that cannot be taken; `reason` is a code of `RowFault`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def words(cell: Cell, *, longest: int = LONGEST) -> str:
    """Read text; a number that a spreadsheet made of digits is text again.

    Raises:
        BadCell: empty, or too long.
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else " ".join(str(cell).split())
    if not text:
        raise BadCell("missing")
    if len(text) > longest:
        raise BadCell("too_long")
    return text


def listed(cell: Cell) -> tuple[str, ...]:
    """Read names parted by commas, semicolons or line ends.

    Raises:
        BadCell: empty.
    """
    text = words(str(cell).replace("\n", ",") if isinstance(cell, str) else cell, longest=2000)
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return tuple(part for part in parts if part)


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
        BadCell: empty or no date.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = words(cell)
    return _moment(text, DATE_FORMATS, "not_a_date").date()


def clock(cell: Cell) -> time:
    """Read a time of day: a time cell or 10:00.

    Raises:
        BadCell: empty or no time.
    """
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    text = words(cell)
    return _moment(text, TIME_FORMATS, "not_a_time").time()


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


def roles(cell: Cell) -> frozenset[Role]:
    """Read one role or several in any of the three languages.

    Raises:
        BadCell: empty or unknown.
    """
    found = [ROLES.get(name.casefold()) for name in listed(cell)]
    if None in found:
        raise BadCell("unknown_role")
    return frozenset(role for role in found if role is not None)
