"""Exposure, shadows and reflections."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags
from vision.straighten import Flat

_WHITE: Final = 250  # grey level from which on nothing can be told apart
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
    """Find white spots that are brighter than the paper around them and hide what is there."""
    small = cv2.resize(
        flat.grey, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA
    )
    if level > _WHITE - 15:  # the paper itself is white: nothing stands out
        return np.zeros(small.shape, dtype=bool)
    white = (small >= _WHITE).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    opened = cv2.morphologyEx(white, cv2.MORPH_OPEN, kernel)
    return opened.astype(bool)
