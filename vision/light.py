"""Exposure, shadows and reflections."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags
from vision.straighten import Flat

_WHITE: Final = 250  # grey level from which on nothing can be told apart
_BRIGHT: Final = 235.0  # brightness of paper on which no white spot stands out
_YELLOW: Final = 220.0  # darkest colour of such a sheet: squared cream paper 206, white 232
_SHRINK: Final = 4
_AROUND: Final = 25  # pixels of the shrunk sheet, 17 mm: half of it on each side of a spot
_AS_WHITE: Final = 248.0  # beside spots that a window makes 249 and more, beside reflections 246
_LARGE: Final = 0.15  # of the sheet; beside such a reflection there is hardly anything else


@dataclass(frozen=True, slots=True)
class Light:
    """How a sheet is lit.

    Attributes:
        level: brightness of typical bare paper, 0 to 255.
        clipped: share of bare paper that is pure white, 0 to 1.
        shade: brightness of the darkest paper to that of the brightest, 0 to 1.
        glare: shape of the sheet divided by 4, where a reflection hides the sheet.
    """

    level: float
    clipped: float
    shade: float
    glare: Flags


def measure_light(flat: Flat) -> Light:
    """Measure how evenly and how brightly the sheet is lit."""
    paper = flat.paper[::_SHRINK, ::_SHRINK]
    level = float(np.median(paper))
    clipped = float((paper >= _WHITE).mean())
    dark, bright = np.percentile(paper, [4, 96])
    return Light(level, clipped, float(dark / max(bright, 1)), _reflection(flat, level))


def _reflection(flat: Flat, level: float) -> Flags:
    """Find white spots that are brighter than the paper around them and hide what is there.

    On bright yellow paper they stand out in its darkest colour alone.
    """
    share = 1 / _SHRINK
    small = cv2.resize(flat.pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    darkest = small.min(axis=2)
    if level <= _BRIGHT:
        seen = cv2.resize(flat.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    elif np.median(darkest) < _YELLOW:
        seen = darkest
    else:  # the paper itself is white: nothing stands out
        return np.zeros(darkest.shape, dtype=bool)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    opened = cv2.morphologyEx((seen >= _WHITE).astype(np.uint8), cv2.MORPH_OPEN, kernel)
    spots = opened.astype(bool)
    return np.zeros_like(spots) if _fades(flat, spots) else spots


def _fades(flat: Flat, spots: Flags) -> bool:
    """Whether the light grows so slowly up to white that it is a lamp's or a window's.

    A reflection ends within a few millimetres of where it is white.
    """
    if not 0 < spots.mean() < _LARGE:
        return False
    around = cv2.dilate(spots.astype(np.uint8), np.ones((_AROUND, _AROUND), np.uint8)) > spots
    paper = cv2.resize(flat.paper, spots.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return float(np.percentile(paper[around], 25)) >= _AS_WHITE
