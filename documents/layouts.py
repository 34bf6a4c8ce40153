"""How each paper is laid out: its facts, columns, rows, notes and signatures, in one language."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from documents.workbook import Value
from exams.domain.attempt_table import OVER, SAT, Stage
from exams.domain.exam import ASTANA
from exams.domain.grades import LETTERS, TABLE_VERSION
from exams.domain.papers import (
    Journal,
    JournalRow,
    Paper,
    Statement,
    StatementRow,
    Transcript,
)
from exams.domain.people import Locale
from exams.domain.spelling import alike
from exams.domain.transcript import Course, Sitting

WORDS: Final[Mapping[str, Mapping[str, str | Mapping[str, str]]]] = tomllib.loads(
    Path(__file__).with_name("papers.toml").read_text(encoding="utf-8")
)
SUBJECTS_ABREAST: Final = 9  # columns of subjects that a page in landscape holds
CITY: Final = {Locale.KK: "Астана", Locale.RU: "Астана", Locale.EN: "Astana"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a paper's table.

    Attributes:
        heading: in the paper's language.
        width: on paper, in millimetres; 0 takes what is left, None stands in the workbook alone.
        characters: in the workbook.
        left: text that begins at the left; the others are centred.
        turns: on paper its heading may stand on its side, where a word of one is too wide.
    """

    heading: str
    width: float | None
    characters: int
    left: bool = False
    turns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a paper's table.

    Attributes:
        cells: one a column.
        said: on paper this takes the place of the last `Layout.said_over` cells.
    """

    cells: tuple[Value, ...]
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A paper without a place of its own: the typesetter and the workbook both follow it.

    Attributes:
        signed: the words beside each line to sign on, and the name under it.
        wide: on paper in landscape.
    """

    title: str
    sheet: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    signed: tuple[tuple[str, str], ...]
    date: str
    stamp: str
    said_over: int = 0
    wide: bool = False


def layout(paper: Paper, locale: Locale) -> Layout:
    """Lay a paper out in a language."""
    words = Words(locale)
    if isinstance(paper, Statement):
        return _statement(paper, words)
    if isinstance(paper, Journal):
        return _journal(paper, words)
    return _transcript(paper, words)


def pages(paper: Paper, locale: Locale) -> tuple[Layout, ...]:
    """Lay a paper out for printing: a journal of many subjects takes several tables."""
    if not isinstance(paper, Journal):
        return (layout(paper, locale),)
    subjects = paper.subjects
    parts = [
        subjects[first : first + SUBJECTS_ABREAST]
        for first in range(0, max(len(subjects), 1), SUBJECTS_ABREAST)
    ]
    return tuple(layout(replace(paper, subjects=part), locale) for part in parts)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `papers.toml` in one language."""

    locale: Locale

    def __call__(self, kind: str, code: str, **facts: object) -> str:
        """Return the words for a code of a kind."""
        found = WORDS[kind][code]
        words = found if isinstance(found, str) else found[self.locale.value]
        return words.format(**facts) if facts else words

    def moment(self, at: datetime) -> str:
        """Return date and time as the whole country reads them."""
        return f"{at.astimezone(ASTANA):%d.%m.%Y, %H:%M} ({CITY[self.locale]}, UTC+5)"

    def decimal(self, number: object) -> str:
        """Return a number as its readers write it: 3,67 in Kazakh and Russian, 3.67 in English."""
        return str(number) if self.locale is Locale.EN else str(number).replace(".", ",")

    def shown(self, value: Value) -> str:
        """Return what stands in a cell, as it is printed."""
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        if isinstance(value, Decimal | float):
            return self.decimal(value)
        return "" if value is None else str(value)

    def outcome(self, sitting: Sitting) -> str:
        """Return whether the student sat the exam, or why not."""
        stage = sitting.stage
        lost = stage is Stage.EXPIRED and sitting.points is None
        if stage.value in WORDS["outcome"] and (stage is not Stage.EXPIRED or lost):
            return self("outcome", stage.value)
        return self("outcome", "sat" if stage in SAT or stage in OVER else "unfinished")

    def facts(self, *facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """Return those facts which are known, each with its name."""
        return tuple((self("fact", code), value) for code, value in facts if value)


def _column(
    words: Words, code: str, width: float | None, characters: int, *, left: bool = False
) -> Column:
    return Column(heading=words("column", code), width=width, characters=characters, left=left)


# -- statement --------------------------------------------------------------------


def _statement(paper: Statement, words: Words) -> Layout:
    groups = tuple(dict.fromkeys(row.group for row in paper.rows if row.group))
    return Layout(
        title=words("title", "statement"),
        sheet=words("sheet", "statement"),
        facts=words.facts(
            ("subject", paper.subject),
            ("moment", words.moment(paper.starts_at)),
            ("group" if len(groups) == 1 else "groups", ", ".join(groups)),
            ("examiner", "" if paper.commission else paper.examiner),
            ("commission", ", ".join(paper.commission)),
        ),
        columns=(
            _column(words, "place", 8, 5),
            _column(words, "name", 0, 22, left=True),
            _column(words, "number", 19, 16, left=True),
            _column(words, "group", 18 if len(groups) > 1 else None, 14, left=True),
            _column(words, "attendance", None, 18, left=True),
            _column(words, "ticket", 11, 9),
            _column(words, "sheets", 12, 9),
            _column(words, "rating", 14, 12),
            _column(words, "exam", 15, 12),
            _column(words, "final", 18, 14),
            _column(words, "letter", 14, 12),
            _column(words, "gpa", 13, 12),
            _column(words, "note", None, 24, left=True),
        ),
        rows=tuple(_statement_row(row, words) for row in paper.rows),
        notes=tuple(_statement_notes(paper, words)),
        signed=(*_marked_by(paper, words), *_signed(words, "dean", "registrar")),
        date=words("signature", "date"),
        stamp=words("signature", "stamp"),
        said_over=5,
        wide=len(groups) > 1,
    )


def _marked_by(paper: Statement, words: Words) -> Iterator[tuple[str, str]]:
    """Yield beside each line who gave the marks: the examiner, or everybody of the commission."""
    if not paper.commission:
        yield words("signature", "examiner"), paper.examiner
    for place, name in enumerate(paper.commission):
        yield words("signature", "member" if place else "chair"), name


def _statement_row(row: StatementRow, words: Words) -> Row:
    sitting = row.sitting
    outcome = words.outcome(sitting)
    plain = sitting.points is not None or outcome == words("outcome", "sat")
    grades = (sitting.rating, sitting.points, sitting.final, sitting.letter)
    first = (row.place, row.name, row.number, row.group, outcome, row.ticket, row.sheets or None)
    said = "" if plain else " · ".join(filter(None, (outcome, sitting.letter)))
    return Row(cells=(*first, *grades, _point(sitting), _correction(row, words)), said=said)


def _point(sitting: Sitting) -> Decimal | None:
    return Decimal(sitting.gpa) if sitting.gpa else None


def _correction(row: StatementRow, words: Words) -> str | None:
    if row.was is None:
        return None
    return words("note", "appealed" if row.appealed else "corrected", was=row.was)


def _statement_notes(paper: Statement, words: Words) -> Iterator[str]:
    sat = sum(row.sitting.stage in SAT for row in paper.rows)
    listed = len(paper.rows)
    yield words("note", "counts", listed=listed, sat=sat, missed=listed - sat)
    counted = Counter(row.sitting.letter for row in paper.rows)
    order = [*(letter for _, letter, _ in LETTERS), "I"]
    found = [f"{letter} — {counted[letter]}" for letter in order if counted[letter]]
    if found:
        yield words("note", "letters", letters=", ".join(found))
    corrected = [
        f"{row.place}. {row.name} — {_correction(row, words)}"
        for row in paper.rows
        if row.was is not None
    ]
    if corrected:
        yield words("note", "corrections", corrections="; ".join(corrected))
    yield words("note", "final")


# -- journal ----------------------------------------------------------------------


def _journal(paper: Journal, words: Words) -> Layout:
    return Layout(
        title=words("title", "journal"),
        sheet=words("sheet", "journal"),
        facts=words.facts(("group", paper.group), ("faculty", paper.faculty)),
        columns=(
            _column(words, "place", 8, 5),
            _column(words, "name", 0, 22, left=True),
            _column(words, "number", 21, 16, left=True),
            *(
                Column(heading=subject, width=20, characters=18, turns=True)
                for subject in paper.subjects
            ),
            _column(words, "average", 14, 8),
        ),
        rows=tuple(_journal_row(row, paper.subjects, words) for row in paper.rows),
        notes=(
            *(() if paper.subjects else (words("note", "nothing"),)),
            words("note", "resits"),
            words("note", "average"),
        ),
        signed=_signed(words, "dean", "registrar"),
        date=words("signature", "date"),
        stamp=words("signature", "stamp"),
        wide=True,
    )


def _journal_row(row: JournalRow, subjects: tuple[str, ...], words: Words) -> Row:
    taken = {alike(course.subject): course for course in row.courses}
    cells = (
        _journal_cell(taken[alike(subject)], words) if alike(subject) in taken else None
        for subject in subjects
    )
    return Row(cells=(row.place, row.name, row.number, *cells, row.average))


def _journal_cell(course: Course, words: Words) -> str:
    counted = course.counted
    if not counted.letter:
        return words.outcome(counted)
    points = counted.points if counted.final is None else counted.final
    shown = counted.letter if points is None else f"{points} {counted.letter}"
    return f"{shown} ({course.resits})" if course.resits else shown


# -- transcript -------------------------------------------------------------------


def _transcript(paper: Transcript, words: Words) -> Layout:
    average = "" if paper.average is None else words.decimal(f"{paper.average:.2f}")
    table = "; ".join(f"{letter} {low} ({words.decimal(gpa)})" for low, letter, gpa in LETTERS)
    return Layout(
        title=words("title", "transcript"),
        sheet=words("sheet", "transcript"),
        facts=words.facts(
            ("name", paper.name),
            ("number", paper.number),
            ("group", paper.group),
            ("faculty", paper.faculty),
            ("average", average),
        ),
        columns=(
            _column(words, "place", 7, 5),
            _column(words, "subject", 0, 22, left=True),
            _column(words, "kind", 22, 14),
            _column(words, "date", 19, 13),
            _column(words, "rating", 14, 12),
            _column(words, "exam", 14, 12),
            _column(words, "final", 18, 14),
            _column(words, "letter", 12, 12),
            _column(words, "gpa", 12, 12),
            _column(words, "note", 29, 34, left=True),
        ),
        rows=tuple(
            _course_row(place, course, words)
            for place, course in enumerate(paper.courses, start=1)
        ),
        notes=(
            *(() if paper.courses else (words("note", "nothing"),)),
            words("note", "final"),
            words("note", "average"),
            words("note", "table", version=TABLE_VERSION, table=table),
        ),
        signed=_signed(words, "dean", "registrar"),
        date=words("signature", "date"),
        stamp=words("signature", "stamp"),
    )


def _course_row(place: int, course: Course, words: Words) -> Row:
    counted = course.counted
    said = [words("standing", course.standing.value)]
    if not counted.letter:
        said.append(words.outcome(counted))
    if course.resits:
        letters = ", ".join(one.letter for one in course.graded)
        said.append(words("note", "history", letters=letters))
    return Row(
        cells=(
            place,
            course.subject,
            words("kind", counted.kind.value),
            counted.starts_at.astimezone(ASTANA).date(),
            counted.rating,
            counted.points,
            counted.final,
            counted.letter,
            _point(counted),
            "; ".join(filter(None, said)),
        )
    )


def _signed(words: Words, *who: str) -> tuple[tuple[str, str], ...]:
    return tuple((words("signature", code), "") for code in who)
