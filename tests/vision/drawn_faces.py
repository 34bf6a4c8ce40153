"""Faces drawn by code, which the detectors take for faces; nobody's photograph."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels
from vision.decode import jpeg

_BITS: Final = 4  # of a pixel, in the coordinates given to OpenCV
Colour = tuple[float, float, float]
Parts = list[tuple[float, float, float, float, Colour]]


@dataclass(frozen=True)
class Drawn:
    """How somebody looks; colours in BGR, lengths in halves of the face's width."""

    skin: Colour = (150, 180, 220)
    hair: Colour = (45, 35, 35)
    iris: Colour = (40, 50, 70)
    lips: Colour = (95, 90, 170)
    jaw: float = 1.3
    eyes: float = 0.4
    nose: float = 0.33
    mouth: float = 0.33


AIGERIM: Final = Drawn()
BOLAT: Final = Drawn(
    skin=(110, 140, 185),
    hair=(140, 150, 160),
    iris=(120, 100, 60),
    lips=(80, 80, 120),
    jaw=1.45,
    eyes=0.46,
    nose=0.45,
    mouth=0.45,
)


def drawn_face(who: Drawn = AIGERIM, *, width: int = 400) -> Pixels:
    """Draw a head and shoulders on a grey wall, BGR, a quarter higher than wide."""
    height = width * 5 // 4
    pixels: Floats = np.full((height, width, 3), (190, 180, 170), np.float32)
    unit = width * 0.21
    for x, y, across, down, colour in [*_head(who), *_eyes(who), *_nose_and_mouth(who)]:
        middle = (width / 2 + x * unit, height / 2 + y * unit)
        centre = (int(middle[0] * 2**_BITS), int(middle[1] * 2**_BITS))
        axes = (int(across * unit * 2**_BITS), int(down * unit * 2**_BITS))
        cv2.ellipse(pixels, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA, _BITS)
    shade = 1.08 - 0.3 * np.clip(np.linspace(-0.5, 0.7, width), 0, 1)
    pixels = cv2.GaussianBlur(pixels * shade[None, :, None], (0, 0), width / 220)
    pixels = pixels + np.random.default_rng(1).normal(0, 2, pixels.shape)
    drawn: Pixels = np.clip(pixels, 0, 255).astype(np.uint8)
    return drawn


def photographed(*faces: Pixels) -> bytes:
    """Return a JPEG of faces side by side, all of one height."""
    return jpeg(np.hstack(faces), 92)


def _head(who: Drawn) -> Parts:
    return [
        (0, 2.6, 1.9, 1.2, (90, 60, 50)),
        (0, 1.3, 0.5, 0.6, _times(who.skin, 0.85)),
        (0, -0.25, 1.12, 1.35, who.hair),
        (0, 0.05, 0.98, who.jaw, who.skin),
        (-1.0, 0.1, 0.13, 0.28, who.skin),
        (1.0, 0.1, 0.13, 0.28, who.skin),
        (0, -1.0, 0.95, 0.42, who.hair),
    ]


def _eyes(who: Drawn) -> Parts:
    parts: Parts = []
    for side in (-who.eyes, who.eyes):
        parts += [
            (side, -0.2, 0.27, 0.2, _times(who.skin, 0.82)),
            (side, -0.42, 0.25, 0.05, _times(who.hair, 0.9)),
            (side, -0.16, 0.2, 0.09, (55, 50, 50)),
            (side, -0.13, 0.19, 0.085, (240, 240, 240)),
            (side, -0.13, 0.085, 0.085, who.iris),
            (side, -0.13, 0.04, 0.04, (10, 10, 10)),
        ]
    return parts


def _nose_and_mouth(who: Drawn) -> Parts:
    return [
        (0.1, 0.15, 0.07, 0.3, _times(who.skin, 0.9)),
        (0, who.nose + 0.06, 0.15, 0.08, _times(who.skin, 0.8)),
        (0, who.nose, 0.14, 0.1, _times(who.skin, 1.06)),
        (-0.11, who.nose + 0.05, 0.05, 0.03, (60, 70, 110)),
        (0.11, who.nose + 0.05, 0.05, 0.03, (60, 70, 110)),
        (0, 0.72, who.mouth, 0.09, who.lips),
        (0, 0.7, who.mouth, 0.03, _times(who.lips, 0.5)),
        (0, 0.9, 0.2, 0.05, _times(who.skin, 0.85)),
    ]


def _times(colour: Colour, factor: float) -> Colour:
    blue, green, red = (min(255.0, value * factor) for value in colour)
    return (blue, green, red)
