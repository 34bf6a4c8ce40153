"""How the questions of a test measured: a picture for the chat, a workbook for the desk."""

import asyncio
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from documents.layouts import Words
from documents.typeset import typeset
from documents.workbook import (
    cell_styles,
    keep_as_words,
    keep_in_sight,
    new_workbook,
    print_setup,
    write_head,
    write_row,
)
from exams.domain.item_statistics import Choice, Doubt, ItemStatistics
from exams.domain.people import Locale
from exams.domain.questions import QuestionKind

SHOWN: Final = 5  # questions on the picture: with more, a telephone shows them too small
LONGEST: Final = 70  # characters of a question or an answer on it
QUESTION_COLUMNS: Final = (
    ("name", 44), ("topic", 22), ("asked", 13), ("unanswered", 15), ("difficulty", 17),
    ("discrimination", 17), ("doubt", 40),
)  # fmt: skip
ANSWER_COLUMNS: Final = (("name", 44), ("answer", 50), ("right", 12), ("count", 17), ("share", 14))


class ItemFigureFiles:
    """The `ItemFigures` port."""

    async def picture(
        self, subject: str, items: Sequence[ItemStatistics], sat: int, locale: Locale
    ) -> bytes:
        """Return a PNG: difficulty against discrimination, and the first of the questions."""
        words = Words(locale)
        told = {
            "title": words("items", "title"),
            "subject": subject,
            "point": words.decimal("."),
            "sat": words("items", "sat", sat=sat, count=len(items)),
            "words": {
                code: words("items", code)
                for code in ("difficulty", "discrimination", "first", "answers", "good")
            },
            "dots": [
                [one.difficulty, one.discrimination, _grave(one)]
                for one in items
                if one.discrimination is not None
            ],
            "items": [_told(one, words) for one in items[:SHOWN]],
        }
        return await typeset("items", told, form="png")

    async def workbook(
        self, subject: str, items: Sequence[ItemStatistics], locale: Locale
    ) -> bytes:
        """Return an XLSX with a row for each question and one for each answer to it."""
        return await asyncio.to_thread(_workbook, subject, items, Words(locale))


def _grave(one: ItemStatistics) -> bool:
    return bool(one.doubts) and one.doubts[0] is not Doubt.IDLE_OPTION


def _told(one: ItemStatistics, words: Words) -> dict[str, Any]:
    most = max(one.sat, 1)
    return {
        "name": _short(one.question.name),
        "difficulty": one.difficulty,
        "discrimination": one.discrimination,
        "doubts": ", ".join(words("doubt", doubt.value) for doubt in one.doubts),
        "choices": [
            [_short(_text(one, choice, words)), choice.right, choice.count / most, choice.count]
            for choice in one.choices
        ],
    }


def _text(one: ItemStatistics, choice: Choice, words: Words) -> str:
    if one.question.kind is QuestionKind.TRUE_FALSE:
        return words("items", choice.text)
    return choice.text or words("items", "picture")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"


def _workbook(subject: str, items: Sequence[ItemStatistics], words: Words) -> bytes:
    out = BytesIO()
    book = new_workbook(out, subject)
    styles = cell_styles(book)
    questions = [(words("items", code), width) for code, width in QUESTION_COLUMNS]
    sheet = _sheet(book, styles, words("items", "questions"), questions)
    for row, one in enumerate(items, start=1):
        correlation = None if one.discrimination is None else round(one.discrimination, 3)
        doubts = ", ".join(words("doubt", doubt.value) for doubt in one.doubts)
        percent = round(100 * one.difficulty, 1)
        cells = (
            one.question.name, one.question.topic, one.sat, one.unanswered, percent, correlation,
            doubts,
        )  # fmt: skip
        write_row(sheet, row, cells, [width for _, width in questions], styles)
    answers = [(words("items", code), width) for code, width in ANSWER_COLUMNS]
    sheet = _sheet(book, styles, words("items", "answers"), answers)
    row = 0
    for one in items:
        for choice in one.choices:
            row += 1
            share = round(100 * choice.count / one.sat, 1)
            text = _text(one, choice, words)
            right = "✓" if choice.right else ""
            line = (one.question.name, text, right, choice.count, share)
            write_row(sheet, row, line, [width for _, width in answers], styles)
    book.close()
    return out.getvalue()


def _sheet(
    book: Any, styles: Mapping[str, Any], name: str, columns: Sequence[tuple[str, int]]
) -> Any:
    sheet = book.add_worksheet(name)
    widths = [width for _, width in columns]
    keep_as_words(sheet)
    keep_in_sight(sheet, 0, widths)
    print_setup(sheet, 0, widths)
    write_head(sheet, 0, columns, styles)
    return sheet
