"""Where something is written on the sheet, and whether its header is."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Pixels
from vision.straighten import Flat

_SHRINK: Final = 2
_DEPTH: Final = 0.1  # of the paper's brightness, from which on it is ink
_RULE: Final = 61  # pixels of the shrunk sheet, 21 mm: a straight line longer than this is a rule
_MARGIN: Final = 0.025  # of each side, where the table may show
_HEADER: Final = (0.45, 0.2)  # share of the width and height that is the top left corner


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written.

    Attributes:
        ink: shape of the sheet, where ink is, without printed rules.
        share: of the sheet, 0 to 1.
        header: share of the top left corner, 0 to 1.
        contrast: how far the ink stands out from the paper, 0 to 1; 0 without ink.
    """

    ink: Flags
    share: float
    header: float
    contrast: float


def find_writing(flat: Flat) -> Writing:
    """Tell ink from paper and from printed rules."""
    height, width = flat.depth.shape
    half = cv2.resize(
        flat.depth, (width // _SHRINK, height // _SHRINK), interpolation=cv2.INTER_AREA
    )
    dark = (half > _DEPTH).astype(np.uint8)
    rules: Pixels = np.zeros_like(dark)
    for size in ((_RULE, 1), (1, _RULE)):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
        rules = cv2.max(rules, cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    ink = cv2.morphologyEx(cv2.subtract(dark, rules), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    edge_x, edge_y = int(ink.shape[1] * _MARGIN), int(ink.shape[0] * _MARGIN)
    inner = np.zeros_like(ink)
    window = np.s_[edge_y : ink.shape[0] - edge_y, edge_x : ink.shape[1] - edge_x]
    inner[window] = ink[window]
    corner = inner[: int(ink.shape[0] * _HEADER[1]), : int(ink.shape[1] * _HEADER[0])]
    contrast = float(np.percentile(half[inner > 0], 75)) if inner.any() else 0.0
    whole = cv2.resize(inner, (width, height), interpolation=cv2.INTER_NEAREST).astype(bool)
    return Writing(whole, float(inner.mean()), float(corner.mean()), contrast)
