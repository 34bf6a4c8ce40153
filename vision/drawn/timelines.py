"""Draws how an oral exam runs, both ways, so that a dean sees the difference before choosing."""

import asyncio
from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Final

from PIL import ImageFont

from exams.domain.oral import Lane
from exams.domain.people import Locale
from vision.drawn.canvas import SCALE, Canvas

WIDTH, HEIGHT = 1080, 930
LEFT, RIGHT = 70, 1030
PANELS: Final = ((60, 400), (490, 830))  # from the title's line to the axis
MOST_LANES: Final = 14  # so many a phone shows apart; of more students every so many-th is drawn
PAPER, INK, SOFT, GRID = "#ffffff", "#24324f", "#7d89a6", "#e6ebf6"
DRAW, PREPARE, ANSWER = "#ffb020", "#8fb3ea", "#1f9d63"
TICK: Final = 60  # minutes
FEW_TICKS: Final = 9

WORDS: Final[Mapping[Locale, Mapping[str, str]]] = {
    Locale.KK: {
        "instruction": "Нұсқаулық бойынша: дайындық {first}–{last} мин",
        "equal": "Тең дайындық: әркімге {first} мин",
        "draw": "билет таңдау",
        "prepare": "дайындық",
        "answer": "жауап",
        "hours": "{hours} сағ",
        "end": "барлығы {minutes} мин",
    },
    Locale.RU: {
        "instruction": "По инструкции: подготовка {first}–{last} мин",
        "equal": "Равная подготовка: каждому {first} мин",
        "draw": "выбор билета",
        "prepare": "подготовка",
        "answer": "ответ",
        "hours": "{hours} ч",
        "end": "всего {minutes} мин",
    },
    Locale.EN: {
        "instruction": "By the instruction: {first}–{last} min to prepare",
        "equal": "Equal preparation: {first} min for everybody",
        "draw": "ticket drawn",
        "prepare": "preparation",
        "answer": "answer",
        "hours": "{hours} h",
        "end": "{minutes} min in all",
    },
}


class DrawnTimelines:
    """Draws in a thread, so that nothing waits."""

    async def draw(
        self, instruction: Sequence[Lane], equal: Sequence[Lane], locale: Locale
    ) -> bytes:
        """Return a PNG with both timelines, one above the other, on the same scale."""
        return await asyncio.to_thread(_drawn, instruction, equal, locale)


def _drawn(instruction: Sequence[Lane], equal: Sequence[Lane], locale: Locale) -> bytes:
    canvas, words = Canvas(WIDTH, HEIGHT, PAPER), WORDS[locale]
    longest = max(instruction[-1].done, equal[-1].done)
    for lanes, name, (top, bottom) in zip(
        (instruction, equal), ("instruction", "equal"), PANELS, strict=True
    ):
        first, last = lanes[0].prepares, lanes[-1].prepares
        canvas.text((LEFT, top - 44), words[name].format(first=first, last=last), INK, _font(30))
        _axis(canvas, longest, top, bottom, words["hours"])
        _lanes(canvas, lanes, longest, top, bottom)
        told = words["end"].format(minutes=lanes[-1].done)
        canvas.text((RIGHT, top - 38), told, SOFT, _font(24), anchor="ra")
    _legend(canvas, words)
    out = BytesIO()
    canvas.finished().save(out, "PNG", optimize=True)
    return out.getvalue()


def _axis(canvas: Canvas, longest: int, top: float, bottom: float, hours: str) -> None:
    step = TICK if longest <= TICK * FEW_TICKS else 2 * TICK
    for minute in range(0, longest + 1, step):
        x = _x(minute, longest)
        canvas.line([(x, top), (x, bottom)], GRID, 2)
        label = hours.format(hours=minute // TICK)
        canvas.text((x, bottom + 6), label, SOFT, _font(20), anchor="ma")


def _lanes(canvas: Canvas, lanes: Sequence[Lane], longest: int, top: float, bottom: float) -> None:
    count = min(len(lanes), MOST_LANES)
    last = len(lanes) - 1
    places = [round(row * last / max(count - 1, 1)) for row in range(count)]
    height = (bottom - top) / max(count, 6)
    for row, place in enumerate(places):
        lane, y = lanes[place], top + row * height
        inner = (y + height * 0.2, y + height * 0.8)
        canvas.text((LEFT - 12, y + height / 2), str(place + 1), SOFT, _font(20), anchor="rm")
        for begins, ends, colour in (
            (lane.draws, lane.answers, PREPARE),
            (lane.answers, lane.done, ANSWER),
        ):
            box = (_x(begins, longest), inner[0], _x(ends, longest), inner[1])
            canvas.box(box, 3, colour)
        canvas.disc((_x(lane.draws, longest), y + height / 2), height * 0.24, DRAW)


def _legend(canvas: Canvas, words: Mapping[str, str]) -> None:
    for x, colour, name in (
        (LEFT, DRAW, "draw"),
        (LEFT + 260, PREPARE, "prepare"),
        (LEFT + 520, ANSWER, "answer"),
    ):
        if colour == DRAW:
            canvas.disc((x + 24, 895), 9, colour)
        else:
            canvas.box((x, 886, x + 34, 904), 3, colour)
        canvas.text((x + 44, 895), words[name], INK, _font(22), anchor="lm")


def _x(minute: float, longest: int) -> float:
    return LEFT + (RIGHT - LEFT) * minute / longest


def _font(size: int) -> ImageFont.FreeTypeFont:
    file = files("font_roboto").joinpath("files", "Roboto-Regular.ttf")
    with file.open("rb") as data:
        return ImageFont.truetype(BytesIO(data.read()), size * SCALE)
