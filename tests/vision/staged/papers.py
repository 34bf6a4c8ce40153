"""Sheets of paper, flat and evenly lit: plain, ruled, squared, forms, print, leaflets."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from PIL import Image, ImageDraw, ImageFont

from tests.vision.staged.hands import draw_hand, lay_ink, write_line

SCALE = 7.0  # pixels per millimetre, 178 dpi
A4 = (round(210 * SCALE), round(297 * SCALE))  # width, height
_STOCKS = ((247, 249, 250), (238, 240, 240), (226, 236, 243), (214, 222, 226), (205, 228, 240))
_RULES = ((225, 195, 165), (205, 180, 175), (200, 205, 208), (235, 205, 190), (190, 200, 160))
_TEXT = """
the answer sheet must be photographed whole and sharp question number therefore energy of
a body at rest is equal to work done by force between two points lemma proof follows from
second axiom let function be continuous then integral exists history state law year
"""
_WORDS = tuple(_TEXT.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of paper.

    Attributes:
        pixels: BGR, float, shape (height, width, 3), evenly lit.
        header: whether something is written in its top left corner.
    """

    pixels: MatLike
    header: bool = True


def stock(chance: np.random.Generator, size: tuple[int, int] = A4) -> MatLike:
    """Return bare paper with a little grain."""
    width, height = size
    colour = np.array(_STOCKS[int(chance.integers(len(_STOCKS)))], np.float32)
    grain = chance.normal(0, chance.uniform(0.4, 1.8), (height // 3, width // 3))
    paper: MatLike = colour + cv2.resize(grain, size)[:, :, None].astype(np.float32)
    return paper


def _ruled(paper: MatLike, chance: np.random.Generator) -> MatLike:
    colour = np.array(_RULES[int(chance.integers(len(_RULES)))], np.float32)
    step, thick = chance.uniform(6.5, 9.5) * SCALE, int(chance.integers(1, 4))
    for row in np.arange(step * chance.uniform(1, 3), len(paper), step).astype(int):
        paper[row : row + thick] = colour
    if chance.random() < 0.4:
        left = round(chance.uniform(18, 32) * SCALE)
        paper[:, left : left + 3] = (150, 130, 235)
    return paper


def _squared(paper: MatLike, chance: np.random.Generator) -> MatLike:
    colour = np.array(_RULES[int(chance.integers(len(_RULES)))], np.float32)
    step, thick = chance.choice([4.0, 5.0]) * SCALE, int(chance.integers(1, 3))
    for row in np.arange(step, len(paper), step).astype(int):
        paper[row : row + thick] = colour
    for column in np.arange(step, paper.shape[1], step).astype(int):
        paper[:, column : column + thick] = colour
    return paper


def _written(paper: MatLike, chance: np.random.Generator, *, lines: int, pencil: bool) -> Sheet:
    """Write a header and some lines, never closer to an edge than a pen goes."""
    hand = draw_hand(chance, pencil=pencil, scale=SCALE)
    mask = np.zeros(paper.shape[:2], np.uint8)
    height, width = mask.shape
    step = max(hand.height * chance.uniform(2.6, 3.4), 7 * SCALE)
    left, right = width * chance.uniform(0.06, 0.14), width * chance.uniform(0.88, 0.95)
    y = height * chance.uniform(0.05, 0.08)
    header = bool(chance.random() < 0.8)
    for _ in range(int(chance.integers(2, 5)) if header else 0):
        write_line(mask, hand, (left, y), width * chance.uniform(0.25, 0.42), chance)
        y += step * 0.9
    y += step * (1 if header else chance.uniform(4, 9))
    for _ in range(lines):
        if y > height * 0.96:
            break
        end = right if chance.random() < 0.8 else left + (right - left) * chance.uniform(0.2, 0.9)
        write_line(mask, hand, (left + chance.uniform(-4, 8), y), end, chance)
        y += step * (1 if chance.random() < 0.9 else 2)
    return Sheet(pixels=lay_ink(paper, mask, hand), header=header)


def plain(chance: np.random.Generator) -> Sheet:
    """A full page on plain paper."""
    lines = int(chance.integers(12, 40))
    return _written(stock(chance), chance, lines=lines, pencil=False)


def ruled(chance: np.random.Generator) -> Sheet:
    """A page on ruled paper."""
    paper = _ruled(stock(chance), chance)
    return _written(paper, chance, lines=int(chance.integers(8, 34)), pencil=False)


def squared(chance: np.random.Generator) -> Sheet:
    """A page on squared paper."""
    paper = _squared(stock(chance), chance)
    return _written(paper, chance, lines=int(chance.integers(8, 34)), pencil=False)


def pencil(chance: np.random.Generator) -> Sheet:
    """A page in pencil, on any paper."""
    paper = stock(chance)
    kind = chance.integers(3)
    if kind:
        paper = (_ruled if kind == 1 else _squared)(paper, chance)
    return _written(paper, chance, lines=int(chance.integers(8, 30)), pencil=True)


def sparse(chance: np.random.Generator) -> Sheet:
    """One to three lines only, on any paper."""
    paper = stock(chance)
    kind = chance.integers(3)
    if kind:
        paper = (_ruled if kind == 1 else _squared)(paper, chance)
    return _written(paper, chance, lines=int(chance.integers(1, 4)), pencil=False)


def form(chance: np.random.Generator) -> Sheet:
    """A printed form, filled in by hand."""
    paper = stock(chance)
    sheet = _image(paper)
    draw = ImageDraw.Draw(sheet)
    width, height = sheet.size
    hand = draw_hand(chance, pencil=False, scale=SCALE * 0.9)
    mask = np.zeros((height, width), np.uint8)
    left, right = width * 0.08, width * 0.93
    draw.text((left, height * 0.04), _phrase(chance, 4).upper(), (30, 30, 30), _font(5.0))
    y = height * 0.1
    while y < height * 0.93:
        row = chance.uniform(9, 22) * SCALE
        draw.rectangle((left, y, right, y + row), outline=(60, 60, 60), width=2)
        draw.text((left + 8, y + 4), _phrase(chance, 3), (70, 70, 70), _font(2.4))
        if chance.random() < 0.7:
            start = left + chance.uniform(30, 60) * SCALE
            end = start + chance.uniform(20, 80) * SCALE
            write_line(mask, hand, (start, y + row * 0.72), min(end, right - 10), chance)
        y += row + chance.choice([0.0, 3.0]) * SCALE
    return Sheet(pixels=lay_ink(_array(sheet), mask, hand))


def printed(chance: np.random.Generator) -> Sheet:
    """Paragraphs of print, in one or two columns."""
    sheet = _image(stock(chance))
    draw = ImageDraw.Draw(sheet)
    width, height = sheet.size
    size = chance.uniform(2.9, 4.6)
    y = height * 0.05
    draw.text((width * 0.1, y), _phrase(chance, 5).title(), (20, 20, 20), _font(size * 1.6))
    columns = int(chance.integers(1, 3))
    wide = width * 0.84 / columns
    for column in range(columns):
        y = height * 0.12
        left = width * 0.08 + column * wide
        while y < height * 0.93:
            words, font = "", _font(size)
            while draw.textlength(words, font) < wide * 0.88:
                words += " " + _WORDS[int(chance.integers(len(_WORDS)))]
            draw.text((left, y), words, (35, 33, 33), font)
            y += size * SCALE * (1.5 if chance.random() < 0.85 else 3)
    return Sheet(pixels=_array(sheet))


def leaflet(chance: np.random.Generator) -> Sheet:
    """A leaflet in many colours: a title, blocks, pictures and prices."""
    paper = stock(chance)
    height, width = paper.shape[:2]
    for _ in range(int(chance.integers(3, 8))):
        x, y = chance.integers(0, width * 3 // 4), chance.integers(0, height * 5 // 6)
        w, h = chance.integers(width // 5, width), chance.integers(height // 10, height // 3)
        paper[y : y + h, x : x + w] = chance.uniform(20, 255, 3)
    for _ in range(int(chance.integers(2, 7))):
        centre = (int(chance.integers(width)), int(chance.integers(height)))
        size = (int(chance.integers(40, 180)), int(chance.integers(40, 220)))
        colour = tuple(float(value) for value in chance.uniform(0, 255, 3))
        cv2.ellipse(paper, (centre, size, float(chance.integers(90))), colour, -1, cv2.LINE_AA)
    sheet = _image(paper)
    draw = ImageDraw.Draw(sheet)
    for _ in range(int(chance.integers(14, 30))):
        at = (chance.uniform(0.04, 0.6) * width, chance.uniform(0.03, 0.93) * height)
        colour = (255, 255, 255) if chance.random() < 0.3 else (20, 20, 25)
        draw.text(at, _phrase(chance, 4), colour, _font(float(chance.choice([2.6, 3.5, 5, 9]))))
    return Sheet(pixels=_array(sheet))


def blank(chance: np.random.Generator) -> Sheet:
    """A sheet with nothing written on it."""
    paper = stock(chance)
    kind = chance.integers(3)
    if kind:
        paper = (_ruled if kind == 1 else _squared)(paper, chance)
    return Sheet(pixels=paper, header=False)


def _phrase(chance: np.random.Generator, count: int) -> str:
    return " ".join(_WORDS[int(place)] for place in chance.integers(0, len(_WORDS), count))


def _font(millimetres: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=millimetres * SCALE)


def _image(paper: MatLike) -> Image.Image:
    return Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8)[:, :, ::-1].copy())


def _array(sheet: Image.Image) -> MatLike:
    return np.asarray(sheet)[:, :, ::-1].astype(np.float32)


PAPERS: dict[str, Callable[[np.random.Generator], Sheet]] = {
    "plain": plain,
    "ruled": ruled,
    "squared": squared,
    "pencil": pencil,
    "sparse": sparse,
    "form": form,
    "printed": printed,
    "leaflet": leaflet,
}
"""Each kind of sheet that may be handed in, by its name."""
