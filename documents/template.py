"""The workbooks for the registrar to fill in: headers in three languages, examples in grey."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from documents.columns import NEEDED, heading, note
from documents.workbook import (
    fit_row,
    keep_as_words,
    keep_in_sight,
    new_workbook,
    print_setup,
)
from exams.ports.tables import TABLE_COLUMNS

SHEETS: Final[Mapping[str, str]] = {
    "people": "Адамдар · Люди · People",
    "schedule": "Кесте · Расписание · Schedule",
    "tickets": "Билеттер · Билеты · Tickets",
    "ratings": "Рейтинг · Ratings",
    "questions": "Сұрақтар · Вопросы · Questions",
}
ROWS: Final = 2000  # so many are prepared: as text, with choices
WIDTHS: Final[Mapping[str, int]] = {
    "number": 16, "name": 36, "roles": 16, "group": 16, "faculty": 28, "phone": 20,
    "extra_time": 19, "subject": 32, "kind": 14, "date": 14, "time": 12, "groups": 22,
    "proctors": 22, "chief": 20, "minutes": 17, "host": 28, "ticket": 16, "rating": 14,
    "reserve": 20, "conditions": 24, "region": 22,
    "question_1": 42, "question_2": 42, "question_3": 42, "question_4": 42,
    "question": 52, "language": 18, "right": 20, "topic": 22, "difficulty": 14, "points": 10,
}  # fmt: skip
NUMBERS: Final = frozenset({"extra_time", "minutes", "ticket", "rating", "points"})
OPTION_WIDTH: Final = 26
QUESTION_COLUMNS: Final = (
    "question", *(f"option_{number}" for number in range(1, 9)), "right", "topic", "difficulty",
    "kind", "points", "name",
)  # fmt: skip

LEVELS: Final = ("жеңіл", "орташа", "қиын", "лёгкий", "средний", "сложный")
STUDY: Final = ("қазақша", "орысша", "ағылшынша", "казахский", "русский", "английский")
CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("schedule", "kind"): (
        "жазбаша", "ауызша", "тест", "письменный", "устный", "written", "oral", "test",
    ),
    ("people", "roles"): (
        "студент", "проктор", "декан", "декан орынбасары", "заместитель декана", "тіркеуші",
        "регистратор", "әкімші", "администратор",
    ),
    ("people", "language"): STUDY,
    ("tickets", "language"): STUDY,
    ("questions", "kind"): (
        "бір жауап", "бірнеше жауап", "дұрыс-бұрыс", "сәйкестендіру", "қысқа жауап", "сан",
        "один ответ", "несколько ответов", "верно-неверно", "соответствие", "короткий ответ",
        "число",
    ),
    ("questions", "difficulty"): LEVELS,
}  # fmt: skip
EXAMPLES: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "people": (
        {
            "number": "0021045", "name": "Мысалова Үлгі Өтеқызы", "roles": "студент",
            "group": "АЖ-21-1", "language": "қазақша", "faculty": "Ақпараттық жүйелер",
            "region": "Талғар",
            "phone": "+7 701 000 00 00",
        },
        {"number": "T-014", "name": "Примеров Образец Мысалұлы", "roles": "проктор"},
    ),
    "schedule": (
        {
            "subject": "Деректер қоры", "kind": "жазбаша", "date": "21.05.2027", "time": "09:30",
            "groups": "АЖ-21-1, АЖ-21-2", "proctors": "T-014", "minutes": "120",
        },
    ),
    "tickets": (
        {
            "subject": "Деректер қоры", "ticket": "1",
            "question_1": "Нормал формалар: анықтамасы және мысал.",
            "question_2": "Транзакцияның қасиеттері.",
        },
    ),
    "pool": (),
    "ratings": ({"number": "0021045", "subject": "Деректер қоры", "rating": "78"},),
    "questions": (
        {
            "question": "Қазақстанның астанасы қай қала?", "option_1": "Астана",
            "option_2": "Алматы", "option_3": "Семей", "right": "A", "topic": "География",
            "difficulty": "жеңіл",
        },
        {
            "question": "Какие числа простые?", "option_1": "2", "option_2": "9",
            "option_3": "11", "right": "A, C", "topic": "Алгебра",
        },
        {
            "question": "Сәйкестендіріңіз.", "option_1": "Астана -> Қазақстан",
            "option_2": "Ташкент -> Өзбекстан", "topic": "География", "points": "2",
        },
        {"question": "Ускорение свободного падения, м/с²?", "right": "9,8 ± 0,05"},
    ),
}  # fmt: skip
"""Grey rows which the import leaves out as long as nobody changes them."""


def template() -> bytes:
    """Return the workbook of people, schedule, tickets and ratings as XLSX."""
    return _workbook(TABLE_COLUMNS)


def questions_template() -> bytes:
    """Return the workbook of questions as XLSX."""
    return _workbook({"questions": QUESTION_COLUMNS})


def _workbook(tables: Mapping[str, tuple[str, ...]]) -> bytes:
    out = BytesIO()
    book = new_workbook(out, "Емтихан · импорт · import")
    styles = _styles(book)
    for table, columns in tables.items():
        _sheet(book.add_worksheet(SHEETS[table]), styles, table, columns)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"valign": "top", "text_wrap": True}
    header = plain | {"bold": True, "border": 1, "font_color": "#FFFFFF", "valign": "vcenter"}
    return {
        "needed": book.add_format(header | {"bg_color": "#1F4E79"}),
        "free": book.add_format(header | {"bg_color": "#7F9DB9"}),
        "text": book.add_format(plain | {"num_format": "@"}),
        "number": book.add_format(plain | {"num_format": "0"}),
        "example": book.add_format(
            plain | {"num_format": "@", "italic": True, "font_color": "#8A8A8A"}
        ),
    }


def _sheet(sheet: Any, styles: Mapping[str, Any], table: str, columns: tuple[str, ...]) -> None:
    widths = [WIDTHS.get(column, OPTION_WIDTH) for column in columns]
    keep_as_words(sheet)
    keep_in_sight(sheet, 0, widths)
    print_setup(sheet, 0, widths)
    fit_row(sheet, 0, [heading(table, column) for column in columns], widths)
    for index, column in enumerate(columns):
        style = styles["number" if column in NUMBERS else "text"]
        sheet.set_column(index, index, WIDTHS.get(column, OPTION_WIDTH), style)
        head = styles["needed" if column in NEEDED[table] else "free"]
        sheet.write_string(0, index, heading(table, column), head)
        if note(table, column):
            options = {"x_scale": 2, "y_scale": 1.3, "font_size": 10}
            sheet.write_comment(0, index, note(table, column), options)
        if (table, column) in CHOICES:
            choice = {
                "validate": "list",
                "source": list(CHOICES[table, column]),
                "error_type": "information",
            }
            sheet.data_validation(1, index, ROWS, index, choice)
    for row, example in enumerate(EXAMPLES[table], start=1):
        fit_row(sheet, row, [example.get(column) for column in columns], widths)
        for column, value in example.items():
            sheet.write_string(row, columns.index(column), value, styles["example"])
