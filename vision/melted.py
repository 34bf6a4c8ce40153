"""What blur has done to the letters of a picture that is black and white alone.

A scanner program makes every edge sharp, also that of a blurred letter. What blur does is left in
the shapes. Out of focus, strokes are nearly as thick as the letters are high. If the camera moved,
strokes run in the direction in which it did.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats
from vision.straighten import MILLIMETRE

_BLACK: Final = 0.5  # of the paper's brightness
_SIZES: Final = (1.4 * MILLIMETRE, 10 * MILLIMETRE)  # of a letter or a word, its shorter side
_LEAST_SHAPES: Final = 5
_SHARE: Final = 0.7  # of the writing's length is thinner


@dataclass(frozen=True, slots=True)
class Letters:
    """The shapes of what is written.

    Attributes:
        thick: thickness of the strokes to the shorter side of their letters or words, under which
            seven tenths of the writing stay: 0.2 to 0.57, melted letters up to 1.
        one_way: how much more strokes run in one direction than across it, 0 to 1.
    """

    thick: float = 0.0
    one_way: float = 0.0


def letters(depth: Floats) -> Letters:
    """Measure the shapes of letters and words; zeros if there are hardly any.

    Args:
        depth: shape (height, width), how much darker than its paper, 0 to 1.
    """
    ink = (depth > _BLACK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, wide, high = stats[:, : cv2.CC_STAT_AREA].T
    shorter = np.minimum(wide, high)
    whole = (left > 0) & (top > 0)  # what runs out of the sheet is a shadow or the table
    whole &= (left + wide < ink.shape[1]) & (top + high < ink.shape[0])
    chosen = whole & (shorter > _SIZES[0]) & (shorter < _SIZES[1])
    chosen[0] = False  # the paper
    if chosen.sum() < _LEAST_SHAPES:
        return Letters()
    away = cv2.distanceTransform(ink, cv2.DIST_L2, 5)
    inked = ink > 0
    half = np.zeros(count, np.float32)
    np.maximum.at(half, labels[inked].astype(np.intp), away[inked])
    thick = 2 * half[chosen] / shorter[chosen]
    order = np.argsort(thick)
    so_far = np.cumsum(wide[chosen][order])
    typical = float(thick[order][np.searchsorted(so_far, _SHARE * so_far[-1])])
    return Letters(typical, _one_way(chosen[labels].astype(np.float32)))


def _one_way(written: Floats) -> float:
    """Return the coherence of the slopes at the edges of strokes, a structure tensor's."""
    smooth = cv2.GaussianBlur(written, (0, 0), 1)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1)
    pairs = ((across, across), (down, down), (across, down))
    level, upright, both = (float((one * other).sum()) for one, other in pairs)
    return float(np.hypot(level - upright, 2 * both) / max(level + upright, 1e-6))
