"""What is printed and signed: statement, journal and transcript, as facts without words (B14)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from exams.domain.transcript import Course, Sitting


class Form(Enum):
    """How a paper is written: to print and sign, or to work on."""

    PDF = "pdf"
    XLSX = "xlsx"


class What(Enum):
    """Which paper."""

    STATEMENT = "statement"
    JOURNAL = "journal"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One student in the statement of an exam.

    Attributes:
        place: number in the alphabetical list, from 1.
        ticket: what was drawn, None where nothing was, or there are none.
        sheets: how many were accepted.
        was: the published points which a correction has replaced, None where there was none.
        appealed: the correction was decided on appeal.
    """

    place: int
    name: str
    number: str
    group: str
    ticket: int | None
    sheets: int
    sitting: Sitting
    was: int | None = None
    appealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The statement of one exam (ведомость).

    Attributes:
        examiner: who signs where no commission has heard the answers.
        commission: who has heard and marked them together, the chair first; else empty.
    """

    subject: str
    starts_at: datetime
    examiner: str
    rows: tuple[StatementRow, ...]
    commission: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One student of a group with every subject sat."""

    place: int
    name: str
    number: str
    courses: tuple[Course, ...]
    average: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The grades of an academic group, subject by subject.

    Attributes:
        subjects: in the order in which they were first sat.
    """

    group: str
    faculty: str
    subjects: tuple[str, ...]
    rows: tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Everything one student has earned."""

    name: str
    number: str
    group: str
    faculty: str
    courses: tuple[Course, ...]
    average: Decimal | None


Paper = Statement | Journal | Transcript
