"""How far letters have melted together in a picture that is black and white alone.

A scanner program makes every edge sharp, also that of a blurred letter. What blur does is left in
the shapes: strokes are then nearly as thick as the letters are high.
"""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats
from vision.straighten import MILLIMETRE

_BLACK: Final = 0.5  # of the paper's brightness
_SIZES: Final = (1.4 * MILLIMETRE, 10 * MILLIMETRE)  # of a letter or a word, its shorter side
_LEAST_SHAPES: Final = 5
_SHARE: Final = 0.7  # of the writing's length is thinner


def thickness(depth: Floats) -> float:
    """Measure how thick the strokes are to the shorter side of their letters or words.

    Args:
        depth: shape (height, width), how much darker than its paper, 0 to 1.

    Returns:
        What seven tenths of the writing stay under: 0.2 to 0.57, melted letters up to 1.
    """
    ink = (depth > _BLACK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    away = cv2.distanceTransform(ink, cv2.DIST_L2, 5)
    inked = ink > 0
    half = np.zeros(count, np.float32)
    np.maximum.at(half, labels[inked].astype(np.intp), away[inked])
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    shorter = np.minimum(wide, high)
    letters = (shorter > _SIZES[0]) & (shorter < _SIZES[1])
    letters[0] = False  # the paper
    if letters.sum() < _LEAST_SHAPES:
        return 0.0
    thick = 2 * half[letters] / shorter[letters]
    order = np.argsort(thick)
    so_far = np.cumsum(wide[letters][order])
    return float(thick[order][np.searchsorted(so_far, _SHARE * so_far[-1])])
