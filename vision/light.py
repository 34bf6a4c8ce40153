"""Exposure, shadows and reflections."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import STRETCHED
from vision.arrays import Flags
from vision.straighten import Flat

_WHITE: Final = 250  # grey level from which on nothing can be told apart
_BRIGHT: Final = 235.0  # brightness of paper on which hardly a white spot stands out
_ALL_WHITE: Final = 0.9  # of bright paper, then none does: scans have 0.98, under lamps 0.4
_YELLOW: Final = 220.0  # darkest colour of such a sheet: squared cream paper 206, white 232
_SHRINK: Final = 4
_AROUND: Final = 25  # pixels of the shrunk sheet, 17 mm: half of it on each side of a spot
_AS_WHITE: Final = 248.0  # beside spots that a window makes 249 and more, beside reflections 246
_LARGE: Final = 0.15  # of a sheet that is not bright; such light is a reflection however it ends
# Where a light hides writing, however slowly it grows; shares, and pixels of the shrunk sheet.
_LEAST_HIDDEN: Final = 0.1
_INK: Final = 0.2  # of the paper's brightness
_RIM: Final = 7
_BESIDE: Final = 61  # 20 mm on each side
_MOST_IN: Final = 0.01  # ink in such a light
_LEAST_BESIDE: Final = 0.05  # in each quarter around it; around a bare part of a good sheet 0


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


def measure_light(flat: Flat, black: float) -> Light:
    """Measure how evenly and how brightly the sheet is lit.

    Args:
        flat: the sheet alone.
        black: how far its darkest ink stands out, 0 to 1.
    """
    paper = flat.paper[::_SHRINK, ::_SHRINK]
    level = float(np.median(paper))
    clipped = float((paper >= _WHITE).mean())
    dark, bright = np.percentile(paper, [4, 96])
    made_white = level >= _WHITE and (clipped > _ALL_WHITE or black > STRETCHED)
    glare = _reflection(flat, level, made_white=made_white)
    return Light(level, clipped, float(dark / max(bright, 1)), glare)


def _reflection(flat: Flat, level: float, *, made_white: bool) -> Flags:
    """Find white spots that are brighter than the paper around them and hide what is there.

    On bright yellow paper they stand out in its darkest colour alone. On paper that a scanner
    program made white nothing does, even where it left a shadow.
    """
    share = 1 / _SHRINK
    small = cv2.resize(flat.pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    darkest = small.min(axis=2)
    bright = level > _BRIGHT
    yellow = np.median(darkest) < _YELLOW
    if made_white and not yellow:
        return np.zeros(darkest.shape, dtype=bool)
    seen = darkest
    if not (bright and yellow):
        seen = cv2.resize(flat.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    opened = cv2.morphologyEx((seen >= _WHITE).astype(np.uint8), cv2.MORPH_OPEN, kernel)
    spots = opened.astype(bool)
    may_fade = spots.any() and (bright or spots.mean() < _LARGE)
    if may_fade and _fades(flat, spots) and not _hides(flat, spots):
        return np.zeros_like(spots)
    return spots


def _fades(flat: Flat, spots: Flags) -> bool:
    """Whether the light grows so slowly up to white that it is a lamp's or a window's.

    A reflection ends within a few millimetres of where it is white.
    """
    around = cv2.dilate(spots.astype(np.uint8), np.ones((_AROUND, _AROUND), np.uint8)) > spots
    paper = cv2.resize(flat.paper, spots.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return float(np.percentile(paper[around], 25)) >= _AS_WHITE


def _hides(flat: Flat, spots: Flags) -> bool:
    """Whether there is writing on all sides of the largest spot, and none in it."""
    parts = cv2.connectedComponentsWithStats(spots.astype(np.uint8), connectivity=8)
    _, where, boxes, middles = parts
    largest = 1 + int(boxes[1:, cv2.CC_STAT_AREA].argmax())
    spot = np.asarray(where == largest, np.uint8)
    if spot.mean() < _LEAST_HIDDEN:
        return False
    outline = cv2.findContours(spot, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    filled = cv2.drawContours(spot, outline, -1, 1, cv2.FILLED)
    edge, far = (
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)) for width in (_RIM, _BESIDE)
    )
    inked = (flat.depth > _INK).astype(np.float32)
    ink = cv2.resize(inked, spots.shape[::-1], interpolation=cv2.INTER_AREA)
    if ink[cv2.erode(filled, edge) > 0].mean() > _MOST_IN:
        return False
    ring = cv2.dilate(filled, far) > cv2.dilate(filled, edge)
    down, across = np.mgrid[: spots.shape[0], : spots.shape[1]]
    middle = middles[largest]
    above, before = down < middle[1], across < middle[0]
    sides = (ring & rows & columns for rows in (above, ~above) for columns in (before, ~before))
    return all(side.any() and ink[side].mean() > _LEAST_BESIDE for side in sides)
