"""Handwriting that says nothing: every hand has an alphabet of its own, drawn by chance.

Only how writing looks matters to what is measured: letters on a line, some rising above it,
fewer hanging below, words of several lengths, a pen or a pencil.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

INKS = ((112, 52, 20), (60, 40, 35), (40, 38, 38), (150, 50, 45), (90, 20, 90))  # BGR
PENCILS = ((120, 120, 122), (95, 96, 98), (135, 133, 132))
_LETTERS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How somebody writes.

    Attributes:
        letters: strokes of each letter, in heights of a small one, y upwards.
        height: of a small letter, pixels.
        pen: colour in BGR.
        cover: how much of the paper the pen hides, 0 to 1.
        thick: width of the stroke, pixels.
        slant: how far a letter leans to the right.
        joined: whether the letters of a word are joined.
    """

    letters: tuple[MatLike, ...]
    height: float
    pen: tuple[int, int, int]
    cover: float
    thick: float
    slant: float
    joined: bool


def draw_hand(chance: np.random.Generator, *, pencil: bool, scale: float) -> Hand:
    """Make up a hand; `scale` is pixels per millimetre."""
    colours = PENCILS if pencil else INKS
    return Hand(
        letters=tuple(_letter(chance) for _ in range(_LETTERS)),
        height=float(chance.uniform(1.9, 3.4)) * scale,
        pen=colours[int(chance.integers(len(colours)))],
        cover=float(chance.uniform(0.55, 0.8) if pencil else chance.uniform(0.82, 0.97)),
        thick=float(chance.uniform(0.3, 0.62)) * scale,
        slant=float(chance.uniform(-0.15, 0.5)),
        joined=bool(chance.random() < 0.6),
    )


def _letter(chance: np.random.Generator) -> MatLike:
    count = int(chance.integers(3, 7))
    width = chance.uniform(0.5, 1.2)
    points = np.stack([np.linspace(0, width, count), chance.uniform(0, 1, count)], axis=1)
    points[:, 0] += chance.uniform(-0.25, 0.25, count)
    reach = chance.random()
    middle = int(chance.integers(1, count - 1))
    if reach < 0.22:
        points[middle, 1] = chance.uniform(1.6, 2.1)
    elif reach < 0.34:
        points[middle, 1] = -chance.uniform(0.6, 1.0)
    return points.astype(np.float32)


def write_line(
    mask: MatLike, hand: Hand, start: tuple[float, float], end: float, chance: np.random.Generator
) -> None:
    """Write words from a point (x, y of the line) until x reaches `end`."""
    x, y = start
    drift = chance.uniform(-0.012, 0.012)
    while x < end:
        count = max(1, int(chance.poisson(4.6)))
        path: list[MatLike] = []
        for letter in chance.integers(0, len(hand.letters), count):
            shape = hand.letters[int(letter)] + chance.normal(0, 0.06, (1, 2))
            points = shape * hand.height * np.array((0.85, -1.0))
            points[:, 0] -= points[:, 1] * hand.slant
            points = points + np.array((x, y + drift * (x - start[0])))
            x += float(np.ptp(shape[:, 0])) * hand.height * 0.85 + 0.22 * hand.height
            if points[:, 0].max() > end + hand.height:
                break
            path.append(points)
        _ink(mask, path, hand)
        x += hand.height * chance.uniform(0.9, 1.5)


def _ink(mask: MatLike, path: list[MatLike], hand: Hand) -> None:
    if not path:
        return
    pieces = [np.concatenate(path)] if hand.joined else path
    for piece in pieces:
        smooth = piece
        for _ in range(2):  # Chaikin's corner cutting
            first, second = smooth[:-1], smooth[1:]
            cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1)
            smooth = np.concatenate([smooth[:1], cut.reshape(-1, 2), smooth[-1:]])
        places = np.rint(smooth * 8).astype(np.int32)
        width = max(1, round(hand.thick))
        cv2.polylines(mask, [places], False, 255, width, cv2.LINE_AA, 3)  # noqa: FBT003, OpenCV's


def lay_ink(paper: MatLike, mask: MatLike, hand: Hand) -> MatLike:
    """Return the paper with what was written on it."""
    soft = cv2.GaussianBlur(mask, (0, 0), 0.6).astype(np.float32)[:, :, None] / 255 * hand.cover
    inked: MatLike = paper * (1 - soft) + np.array(hand.pen, np.float32) * soft
    return inked
