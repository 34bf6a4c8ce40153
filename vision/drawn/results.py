"""Draws a group's results as one picture: no name is cut, light ground in every chat (S27)."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from exams.domain.exam import ASTANA
from exams.domain.grades import PASSED
from exams.domain.people import Locale
from exams.notices.lines import MarkLine
from exams.notices.results import GroupResults

MARGIN: Final = 40
GAP: Final = 32  # between two columns
ABREAST: Final = 32  # more students than this stand in two columns
WIDE: Final = (880, 1280)  # the picture with one column and with two; a chat keeps 1280
PLACE, POINTS, LETTER = 54, 72, 76  # widths of the narrow columns
LINE, PADDING = 31, 6  # of a row: each line of a name, and above and below
TEXT, HEAD, SMALL, SMALLEST = 25, 36, 22, 13
PAPER, INK, SOFT, STRIPE, RULE = "#ffffff", "#1c2438", "#5d6880", "#f3f6fb", "#d8dfec"
GOOD, BAD, NONE = "#176c43", "#a3271f", "#8a93a6"

WORDS: Final[Mapping[Locale, Mapping[str, str]]] = {
    Locale.KK: {
        "title": "Емтихан нәтижесі",
        "absent": "келмеді",
        "digits": "Студент нөмірінің соңғы цифрлары",
        "corrected": "Түзетілді: {at}",
    },
    Locale.RU: {
        "title": "Результаты экзамена",
        "absent": "неявка",
        "digits": "Последние цифры номера студента",
        "corrected": "Исправлено: {at}",
    },
    Locale.EN: {
        "title": "Exam results",
        "absent": "absent",
        "digits": "Last digits of the student number",
        "corrected": "Corrected: {at}",
    },
}


class DrawnResults:
    """Draws in a thread, so that nothing waits."""

    async def draw(self, results: GroupResults, locale: Locale) -> bytes:
        """Return a PNG, as the port says."""
        return await asyncio.to_thread(_drawn, results, locale)


@dataclass(frozen=True, slots=True)
class _Written:
    """A text broken into lines that fit, in a font in which its longest word does."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont


def _drawn(results: GroupResults, locale: Locale) -> bytes:
    words = WORDS[locale]
    columns = 2 if len(results.lines) > ABREAST else 1
    width = WIDE[columns - 1]
    each = (width - 2 * MARGIN - (columns - 1) * GAP) // columns
    names = each - PLACE - POINTS - LETTER
    rows = [(line, written(line.who, names, TEXT)) for line in results.lines]
    split = -(-len(rows) // columns)
    parts = [rows[first : first + split] for first in range(0, len(rows), split)] or [[]]
    title = written(results.subject, width - 2 * MARGIN, HEAD, bold=True)
    top = MARGIN + 30 + len(title.lines) * (HEAD + 8) + 44
    notes = _notes(results, words)
    tallest = max(sum(_height(name) for _, name in part) for part in parts)
    height = top + tallest + (14 + len(notes) * 30 if notes else 0) + MARGIN
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    _head(draw, results, words, title)
    for place, part in enumerate(parts):
        _column(draw, part, (MARGIN + place * (each + GAP), top), each, words)
    for number, note in enumerate(notes):
        at = (MARGIN, top + tallest + 14 + number * 30)
        draw.text(at, note, fill=SOFT, font=font(SMALL))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _head(
    draw: ImageDraw.ImageDraw, results: GroupResults, words: Mapping[str, str], title: _Written
) -> None:
    y = MARGIN - 8
    draw.text((MARGIN, y), words["title"], fill=SOFT, font=font(SMALL))
    y += 34
    for line in title.lines:
        draw.text((MARGIN, y), line, fill=INK, font=title.font)
        y += HEAD + 8
    day = f"{results.starts_at.astimezone(ASTANA):%d.%m.%Y}"
    draw.text((MARGIN, y + 2), f"{results.group} · {day}", fill=SOFT, font=font(SMALL))


def _notes(results: GroupResults, words: Mapping[str, str]) -> list[str]:
    notes = []
    if results.privacy == "digits":
        notes.append(words["digits"])
    if results.corrected_at is not None:
        at = f"{results.corrected_at.astimezone(ASTANA):%d.%m.%Y %H:%M}"
        notes.append(words["corrected"].format(at=at))
    return notes


def _column(
    draw: ImageDraw.ImageDraw,
    rows: Sequence[tuple[MarkLine, _Written]],
    corner: tuple[int, int],
    width: int,
    words: Mapping[str, str],
) -> None:
    left, y = corner
    right = left + width
    draw.line((left, y, right, y), fill=RULE, width=2)
    for number, (line, name) in enumerate(rows):
        height = _height(name)
        if number % 2:
            draw.rectangle((left, y, right, y + height - 1), fill=STRIPE)
        first = y + PADDING + LINE // 2
        draw.text((left + 38, first), str(line.place), fill=SOFT, font=font(SMALL), anchor="rm")
        for below, part in enumerate(name.lines):
            at = (left + PLACE, first + below * LINE)
            draw.text(at, part, fill=INK, font=name.font, anchor="lm")
        if line.absent:
            at = (right - 8, first)
            draw.text(at, words["absent"], fill=NONE, font=font(SMALL), anchor="rm")
        elif line.points is None:
            draw.text((right - LETTER, first), "—", fill=NONE, font=font(TEXT), anchor="rm")
        else:
            colour = GOOD if line.points >= PASSED else BAD
            at, bold = (right - LETTER, first), font(TEXT, bold=True)
            draw.text(at, str(line.points), fill=INK, font=bold, anchor="rm")
            draw.text((right - 52, first), line.letter, fill=colour, font=bold, anchor="lm")
        y += height
        draw.line((left, y - 1, right, y - 1), fill=RULE)


def _height(name: _Written) -> int:
    return 2 * PADDING + LINE * len(name.lines)


def written(text: str, width: int, size: int, *, bold: bool = False) -> _Written:
    """Break a text at spaces, and at hyphens where a word is too long; nothing is cut off."""
    parts = [part for part in re.split(r"(?<=[ -])", text) if part.strip()] or [""]
    shown = font(size, bold=bold)
    while size > SMALLEST and max(shown.getlength(part.strip()) for part in parts) > width:
        size -= 1
        shown = font(size, bold=bold)
    lines = [""]
    for part in parts:
        if lines[-1] and shown.getlength((lines[-1] + part).rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return _Written(tuple(line.strip() for line in lines), shown)


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the font of every figure, the same on every computer."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    with files("font_roboto").joinpath("files", name).open("rb") as data:
        return ImageFont.truetype(BytesIO(data.read()), size)
