"""The statement of an exam (ведомость): a workbook to keep, a paper to sign."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from documents.typeset import typeset
from documents.workbook import new_workbook
from exams.domain.attempt_table import OVER, SAT, Stage
from exams.domain.exam import ASTANA
from exams.domain.grades import LETTERS
from exams.ports import StatementRow

HEADINGS: Final = (
    ("№", 5),
    ("Аты-жөні\nФИО\nFull name", 40),
    ("Нөмірі\nНомер\nNumber", 16),
    ("Тобы\nГруппа\nGroup", 14),
    ("Қатысуы\nУчастие\nAttendance", 32),
    ("Билет\nTicket", 9),
    ("Парақ\nЛистов\nSheets", 9),
    ("Рейтинг\nRating", 10),
    ("Емтихан\nЭкзамен\nExam", 10),
    ("Қорытынды\nИтог\nFinal", 12),
    ("Әріппен\nБуква\nLetter", 10),
    ("Сандық\nGPA", 9),
)
SITTING: Final = "тапсырды · сдавал · sat"
GOING_ON: Final = "аяқталмаған · не завершён · unfinished"
OUTCOMES: Final = {
    Stage.BARRED: "жіберілмеді · не допущен · barred",
    Stage.NO_SHOW: "келмеді · не явился · absent",
    Stage.TERMINATED: "шеттетілді · удалён · removed",
    Stage.TECHNICAL_FAIL: "техникалық үзіліс · технический сбой · technical failure",
    Stage.UNDER_REVIEW: "қаралуда · на рассмотрении · under review",
    Stage.ANNULLED: "жойылды · аннулирован · annulled",
    Stage.EXCUSED: "себепті · уважительная причина · excused",
    Stage.NO_ANSWER: "жауап бермеді · не отвечал · no answer",
}
GPA: Final = {letter: gpa for _, letter, gpa in LETTERS}
GROUPED: Final = (("A", "A-"), ("B+", "B", "B-"), ("C+", "C", "C-"), ("D+", "D"), ("FX",), ("F",))


class StatementFiles:
    """The `Statements` port."""

    async def workbook(
        self, subject: str, starts_at: datetime, rows: Sequence[StatementRow]
    ) -> bytes:
        """Return an XLSX, safe against formulas in names."""
        return await asyncio.to_thread(_workbook, subject, starts_at, rows)

    async def paper(
        self, subject: str, starts_at: datetime, proctor: str, rows: Sequence[StatementRow]
    ) -> bytes:
        """Return a PDF to print and sign."""
        return await typeset("statement", _told(subject, starts_at, proctor, rows))


def attendance(row: StatementRow) -> str:
    """Return in three languages whether the student sat the exam, or why not."""
    stage = Stage(row.stage)
    if stage in OUTCOMES:
        return OUTCOMES[stage]
    return SITTING if stage in SAT or stage in OVER else GOING_ON


def moment(starts_at: datetime) -> str:
    """Return date and time as the whole country reads them."""
    return f"{starts_at.astimezone(ASTANA):%d.%m.%Y, %H:%M} (Астана, UTC+5)"


# -- workbook --------------------------------------------------------------------


def _workbook(subject: str, starts_at: datetime, rows: Sequence[StatementRow]) -> bytes:
    out = BytesIO()
    book = new_workbook(out, subject)
    sheet = book.add_worksheet("Журнал · Journal")
    styles = _styles(book)
    sheet.write_string(0, 0, subject, styles["title"])
    sheet.write_string(1, 0, moment(starts_at), styles["plain"])
    sheet.set_row(2, 48)
    for column, (text, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, text, styles["head"])
    for index, row in enumerate(rows, start=3):
        for column, value in enumerate(_cells(row)):
            _write(sheet, styles, index, column, value)
    sheet.autofilter(2, 0, 2 + max(len(rows), 1), len(HEADINGS) - 1)
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&P / &N")
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "head": book.add_format(head | {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        "text": book.add_format({"border": 1, "num_format": "@"}),
        "number": book.add_format({"border": 1, "align": "center"}),
    }


def _cells(row: StatementRow) -> tuple[str | int | None, ...]:
    return (
        row.place,
        row.name,
        row.number,
        row.group,
        attendance(row),
        row.ticket,
        row.sheets,
        row.rating,
        row.points,
        row.final,
        row.letter,
        GPA.get(row.letter, ""),
    )


def _write(
    sheet: Any, styles: dict[str, Any], row: int, column: int, value: str | float | None
) -> None:
    if isinstance(value, str):
        # Never write(): it would make a formula of "=..." and a link of "http...".
        sheet.write_string(row, column, value, styles["text"])
    elif value is None:
        sheet.write_blank(row, column, None, styles["number"])
    else:
        sheet.write_number(row, column, value, styles["number"])


# -- paper ------------------------------------------------------------------------


def _told(
    subject: str, starts_at: datetime, proctor: str, rows: Sequence[StatementRow]
) -> dict[str, Any]:
    letters = Counter(row.letter for row in rows if row.letter)
    return {
        "subject": subject,
        "moment": moment(starts_at),
        "proctor": proctor,
        "groups": ", ".join(dict.fromkeys(row.group for row in rows if row.group)),
        "rows": [_paper_row(row) for row in rows],
        "students": len(rows),
        "sat": sum(Stage(row.stage) in SAT for row in rows),
        "letters": [
            [" ".join(group), sum(letters[letter] for letter in group)] for group in GROUPED
        ],
    }


def _paper_row(row: StatementRow) -> dict[str, Any]:
    said = "" if row.points is not None or attendance(row) == SITTING else attendance(row)
    return {
        "place": str(row.place),
        "name": row.name,
        "number": row.number,
        "group": row.group,
        "ticket": _shown(row.ticket),
        "sheets": str(row.sheets) if row.sheets else "",
        "rating": _shown(row.rating),
        "points": _shown(row.points),
        "final": _shown(row.final),
        "letter": row.letter,
        "gpa": GPA.get(row.letter, ""),
        "said": said,
    }


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
