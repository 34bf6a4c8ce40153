"""Photographs of answer sheets that nobody ever wrote: drawn, then "photographed".

A page of A4 is drawn at 200 dpi, plain, ruled or squared, with a header in its top left
corner and lines in a cursive hand; then it is laid on a table and seen by a camera with
perspective, uneven light and noise. One fault of a bad photograph can be asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from textwrap import wrap

import cv2
import numpy as np
from cv2.typing import MatLike

from exams.domain.verdict import Fault
from sandbox.cursive import ink, write

DPI = 200
PAPER = (1654, 2339)  # A4 at DPI, width and height
CAMERA = (1500, 2000)  # a phone's picture as messengers send it, width and height
ANSWERS = tuple(
    " ".join(paragraph.split())
    for paragraph in files("sandbox").joinpath("answers.txt").read_text("utf-8").split("\n\n")
)
"""What students write: one paragraph a topic."""
_HEADERS = (
    ("Ықтималдық теориясы", "Серікова Айгерім", "14.06.2026", "қолы: Сер"),
    ("Дерекқорлар", "Ахметов Болат", "15.06.2026", "қолы: Ахм"),
    ("Қазақстан тарихы", "Нұрлан Дана", "16.06.2026", "қолы: Нұр"),
)
_INKS = ((98, 48, 22), (60, 30, 25), (45, 42, 40), (120, 40, 30))  # blue, green
_TABLES = ((70, 105, 150), (45, 60, 85), (120, 130, 138), (60, 52, 48), (150, 175, 195))
_LINE_STEP = 8 * DPI / 25.4  # 8 mm, a school exercise book's ruling


@lru_cache(maxsize=64)  # of half a megabyte each; a day's scenarios ask for the same ones again
def draw_sheet(
    seed: int, *, header: bool = True, fault: Fault | None = None, page: int = 1
) -> bytes:
    """Draw a photograph of a written answer sheet.

    Args:
        seed: another seed is another hand, paper, table and camera; the same gives the same bytes.
        header: whether subject, name, date and signature stand in the top left corner.
        fault: what is wrong with the photograph; None for a good one.
        page: from 1; the answer goes on from page to page.

    Returns:
        A JPEG of `CAMERA`'s size (smaller for TOO_SMALL).
    """
    chance = np.random.default_rng((seed, page))
    text = () if fault is Fault.BLANK else _part(page, chance)
    heading = _HEADERS[seed % len(_HEADERS)] if header and fault is not Fault.BLANK else ()
    if fault is Fault.NOT_PAGE:
        return _jpeg(_desk(chance))
    paper = draw_page(seed, heading=heading, lines=text, page=page)
    return _jpeg(*_photograph(paper, fault, chance))


@dataclass(frozen=True, slots=True)
class _Hand:
    """How one student writes: ink in BGR, slant, height of a small letter and pen in pixels."""

    pen: tuple[int, int, int]
    slant: float
    height: float
    thick: float


def draw_page(
    seed: int, *, heading: Sequence[str], lines: Sequence[str], page: int = 1
) -> MatLike:
    """Draw the sheet alone, flat and evenly lit, in BGR at 200 dpi."""
    habit = np.random.default_rng(seed)  # one hand, pen and kind of paper for all pages of a seed
    hand = _Hand(
        pen=_INKS[int(habit.integers(len(_INKS)))],
        slant=float(habit.uniform(0.15, 0.45)),
        height=float(habit.uniform(21, 25)),
        thick=float(habit.uniform(2.0, 3.2)),
    )
    paper = _blank_paper(int(habit.integers(3)), habit)
    chance = np.random.default_rng((seed, page, 1))
    mask = np.zeros(paper.shape[:2], np.uint8)
    left = float(chance.uniform(110, 150))
    line = 3 * _LINE_STEP - 3
    for words in heading:
        _write_on(mask, words, replace(hand, height=hand.height * 0.8), (left, line), chance)
        line += _LINE_STEP
    line += _LINE_STEP if heading else 5 * _LINE_STEP  # the header's place stays free
    for words in lines:
        if line < PAPER[1] - 60:
            _write_on(mask, words, hand, (left + chance.uniform(-6, 10), line), chance)
        line += _LINE_STEP
    cover = 0.9 * cv2.GaussianBlur(mask, (0, 0), 0.7).astype(np.float32)[:, :, None] / 255
    written: MatLike = paper + (np.array(hand.pen, np.float32) - paper) * cover
    return np.clip(written, 0, 255, out=written).astype(np.uint8)


def _part(page: int, chance: np.random.Generator) -> Sequence[str]:
    """Return the lines of a page: no two pages and no two students say the same in one order."""
    topics = [ANSWERS[(page + skip) % len(ANSWERS)] for skip in (0, 1)]
    sentences = [said for topic in topics for said in topic.rstrip(".").split(". ")]
    order = chance.permutation(len(sentences))
    text = ". ".join(sentences[index] for index in order)
    return wrap(text, int(chance.integers(42, 52)))[: int(chance.integers(14, 21))]


def _blank_paper(kind: int, chance: np.random.Generator) -> MatLike:
    width, height = PAPER
    paper = np.full((height, width, 3), (238, 241, 242), np.float32)
    paper += cv2.resize(chance.normal(0, 1.2, (height // 3, width // 3)), PAPER)[:, :, None]
    rule = np.array((215, 185, 165), np.float32)
    step = _LINE_STEP if kind == 1 else _LINE_STEP * 5 / 8  # ruled by 8 mm, squared by 5 mm
    if kind:
        for row in np.arange(step, height, step).astype(int):
            paper[row : row + 2] = rule
    if kind == 2:  # noqa: PLR2004, the third kind of paper
        for column in np.arange(step, width, step).astype(int):
            paper[:, column : column + 2] = rule
    return paper


def _write_on(
    mask: MatLike, words: str, hand: _Hand, at: tuple[float, float], chance: np.random.Generator
) -> None:
    strokes = write(words, chance, slant=hand.slant)
    for points, pressure in ink(strokes, left=at[0], line=at[1], height=hand.height):
        for start in range(0, len(points) - 1, 3):
            width = max(1, round(hand.thick * float(pressure[start])))
            piece = points[start : start + 4]
            cv2.polylines(mask, [piece], False, 255, width, cv2.LINE_AA, 4)  # noqa: FBT003, OpenCV's


def _photograph(
    paper: MatLike, fault: Fault | None, chance: np.random.Generator
) -> tuple[MatLike, int]:
    """Return the picture and the JPEG quality it is stored with."""
    width, height = CAMERA
    table = _table(chance)
    corners = _corners(fault, chance)
    turn = cv2.getPerspectiveTransform(_rectangle(*PAPER), corners)
    shade = _shadow_of(corners)
    inside = cv2.warpPerspective(
        np.full(PAPER[::-1], 255, np.uint8), turn, CAMERA, flags=cv2.INTER_AREA
    )
    seen = cv2.warpPerspective(paper, turn, CAMERA, flags=cv2.INTER_AREA)
    cover = cv2.GaussianBlur(inside, (0, 0), 0.8).astype(np.float32)[:, :, None] / 255
    picture: MatLike = table * shade[:, :, None]
    picture += (seen - picture) * cover
    picture *= _light(height, width, chance, 0.55 if fault is Fault.SHADOW else 0.9)
    picture = _FAULTS.get(fault, _unchanged)(picture, chance) if fault else picture
    picture = cv2.GaussianBlur(picture, (0, 0), 0.6)
    picture += chance.normal(0, 2.2, (height, width, 1)).astype(np.float32)
    shot: MatLike = np.clip(picture, 0, 255, out=picture).astype(np.uint8)
    if fault is Fault.TOO_SMALL:
        shot = cv2.resize(shot, (420, 560), interpolation=cv2.INTER_AREA)
    if fault is Fault.UPSIDE_DOWN:
        shot = cv2.rotate(shot, cv2.ROTATE_180).astype(np.uint8)
    if fault is Fault.SIDEWAYS:
        shot = cv2.rotate(shot, cv2.ROTATE_90_CLOCKWISE).astype(np.uint8)
    return shot, 3 if fault is Fault.COMPRESSION else 84


def _corners(fault: Fault | None, chance: np.random.Generator) -> MatLike:
    width, height = CAMERA
    if fault is Fault.PERSPECTIVE:
        shape = [(0.33, 0.32), (0.64, 0.31), (0.97, 0.95), (0.04, 0.97)]
    elif fault is Fault.CUT_OFF:
        shape = [(0.08, 0.36), (0.93, 0.37), (0.95, 1.29), (0.06, 1.28)]
    else:
        shape = [(0.08, 0.06), (0.92, 0.06), (0.94, 0.945), (0.06, 0.945)]
    jitter = chance.uniform(-0.018, 0.018, (4, 2))
    return ((np.array(shape) + jitter) * (width, height)).astype(np.float32)


def _rectangle(width: int, height: int) -> MatLike:
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def _table(chance: np.random.Generator) -> MatLike:
    width, height = CAMERA
    base = np.array(_TABLES[int(chance.integers(len(_TABLES)))], np.float32)
    grain = cv2.resize(chance.normal(0, 1, (height // 3, width // 60)), CAMERA)
    fine = cv2.resize(chance.normal(0, 1, (height // 2, width // 12)), CAMERA)
    return base * (1 + 0.06 * grain + 0.05 * fine)[:, :, None].astype(np.float32)


def _shadow_of(corners: MatLike) -> MatLike:
    width, height = CAMERA
    mask: MatLike = np.zeros((height, width), np.float32)
    cv2.fillConvexPoly(mask, (corners + np.array((9, 12))).astype(np.int32), 1.0)
    shade: MatLike = 1 - 0.45 * cv2.GaussianBlur(mask, (0, 0), 12)
    return shade


def _light(height: int, width: int, chance: np.random.Generator, least: float) -> MatLike:
    x, y = np.linspace(-1, 1, width), np.linspace(-1, 1, height)[:, None]
    angle = chance.uniform(0, 2 * np.pi)
    slope = (0.5 + 0.5 * (np.cos(angle) * x + np.sin(angle) * y) / np.sqrt(2)).astype(np.float32)
    light: MatLike = (chance.uniform(0.9, 0.97) * (least + (1 - least) * slope))[:, :, None]
    return light


Spoil = Callable[[MatLike, np.random.Generator], MatLike]


def _unchanged(picture: MatLike, _: np.random.Generator) -> MatLike:
    return picture


def _blur(picture: MatLike, chance: np.random.Generator) -> MatLike:
    """Out of focus, moved, or sharp in its upper half only."""
    kind = int(chance.integers(3))
    if kind == 0:
        return cv2.GaussianBlur(picture, (0, 0), 6.5).astype(np.float32)
    if kind == 1:
        size = 31
        kernel = np.zeros((size, size), np.float32)
        along = (int(chance.integers(size)), size - 1)
        cv2.line(kernel, (size - 1 - along[0], 0), along, 1.0, 1)
        return cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.float32)
    soft = cv2.GaussianBlur(picture, (0, 0), 7)
    share = np.clip((np.arange(picture.shape[0]) / picture.shape[0] - 0.22) * 5, 0, 1)
    lower = share[:, None, None].astype(np.float32)
    mixed: MatLike = picture * (1 - lower) + soft * lower
    return mixed


def _dark(picture: MatLike, chance: np.random.Generator) -> MatLike:
    grain = chance.normal(0, 3.5, (*picture.shape[:2], 1))
    dim: MatLike = picture * 0.16 + grain
    return dim


def _bright(picture: MatLike, _: np.random.Generator) -> MatLike:
    bright: MatLike = picture * 1.7 + 90
    return bright


def _glare(picture: MatLike, chance: np.random.Generator) -> MatLike:
    height, width = picture.shape[:2]
    spot = np.zeros((height, width), np.float32)
    centre = (int(width * chance.uniform(0.35, 0.6)), int(height * chance.uniform(0.3, 0.55)))
    axes = (int(width * 0.2), int(width * 0.15))
    cv2.ellipse(spot, centre, axes, float(chance.uniform(0, 180)), 0, 360, 1.0, -1)
    return picture + 330 * cv2.GaussianBlur(spot, (0, 0), 22)[:, :, None]


_FAULTS: dict[Fault, Spoil] = {
    Fault.BLUR: _blur,
    Fault.DARK: _dark,
    Fault.OVEREXPOSED: _bright,
    Fault.GLARE: _glare,
}


def _desk(chance: np.random.Generator) -> MatLike:
    """Draw what a camera sees that was pointed at the desk: a cup and fruit, no sheet."""
    width, height = CAMERA
    desk: MatLike = _table(chance) * 0.6 + 70
    for _ in range(12):
        centre = (int(chance.integers(width)), int(chance.integers(height)))
        colour = (40, int(chance.integers(90, 180)), int(chance.integers(60, 230)))
        cv2.circle(desk, centre, int(chance.integers(60, 170)), colour, -1, cv2.LINE_AA)
    cup = (int(chance.integers(400, 1100)), int(chance.integers(500, 1500)))
    for radius, colour in ((230, (215, 120, 60)), (195, (235, 235, 235)), (170, (20, 40, 70))):
        cv2.circle(desk, cup, radius, colour, -1, cv2.LINE_AA)
    desk = desk * _light(height, width, chance, 0.6) + chance.normal(0, 4, (height, width, 1))
    seen: MatLike = np.clip(cv2.GaussianBlur(desk, (0, 0), 1.2), 0, 255).astype(np.uint8)
    return seen


def _jpeg(picture: MatLike, quality: int = 84) -> bytes:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()
