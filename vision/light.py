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
    return opened.astype(bool)
