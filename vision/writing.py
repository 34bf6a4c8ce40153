"""Where something is written on the sheet, and whether its header is."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats, Pixels
from vision.straighten import MILLIMETRE, Flat

SHRINK: Final = 2
_DEPTH: Final = 0.1  # of the paper's brightness, from which on it is ink
_SURE_DEPTH: Final = 0.15  # near any ink at all; pale printed rules stay under it
_RULE: Final = 61  # pixels of the shrunk sheet, 21 mm: a straight line longer than this is a rule
_ASLANT: Final = 3  # pixels, by which a rule may step: seen at a slant, or on curled paper
_MARGIN: Final = 0.025  # of each side, where the table may show
_LEFT: Final = (0.75, 0.05)  # of the width; of all ink; of 703 good sheets the least is 0.47
_HEADER: Final = (0.45, 0.2)  # share of the width and height that is the top left corner


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written.

    Attributes:
        ink: shape of the sheet divided by 2, where ink is, without printed rules.
        rules: the same shape, where long straight lines are.
        share: of the sheet that is ink, 0 to 1; 0 where all of it is along the right edge, because
            an answer begins at the left: that is print, or the next page.
        header: share of the top left corner, 0 to 1.
        contrast: how far the ink stands out from the paper, 0 to 1; 0 without ink.
        black: the same for the darkest hundredth of all that is dark, printed rules too.
        stroke: width of the broadest tenth of the strokes, millimetres.
    """

    ink: Flags
    rules: Flags
    share: float
    header: float
    contrast: float
    black: float
    stroke: float


def find_writing(flat: Flat) -> Writing:
    """Tell ink from paper and from printed rules."""
    height, width = flat.depth.shape
    size = (width // SHRINK, height // SHRINK)
    even = flat.depth[: size[1] * SHRINK, : size[0] * SHRINK]  # a whole shrink is a fast one
    half = cv2.resize(even, size, interpolation=cv2.INTER_AREA)
    dark = (half > _DEPTH).astype(np.uint8)
    rules = _straight_lines(dark)
    ink = cv2.morphologyEx(cv2.subtract(dark, rules), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    near = cv2.dilate((half > _SURE_DEPTH).astype(np.uint8), np.ones((9, 9), np.uint8))
    ink = cv2.bitwise_and(ink, near)
    edge_x, edge_y = int(size[0] * _MARGIN), int(size[1] * _MARGIN)
    ink[:edge_y], ink[size[1] - edge_y :] = 0, 0
    ink[:, :edge_x], ink[:, size[0] - edge_x :] = 0, 0
    corner = ink[: int(size[1] * _HEADER[1]), : int(size[0] * _HEADER[0])]
    found = ink > 0
    return Writing(
        ink=found,
        rules=rules > 0,
        share=float(ink.mean()) if _begins(ink) else 0.0,
        header=float(corner.mean()),
        contrast=float(np.percentile(half[found], 75)) if found.any() else 0.0,
        black=_darkest(flat.depth),
        stroke=_stroke(ink),
    )


def _begins(ink: Pixels) -> bool:
    left = ink[:, : int(ink.shape[1] * _LEFT[0])]
    return int(left.sum()) >= _LEFT[1] * int(ink.sum())


def _darkest(depth: Floats) -> float:
    seen = depth[::SHRINK, ::SHRINK]
    dark = seen[seen > _DEPTH]
    return float(np.percentile(dark, 99)) if dark.size else 0.0


def _straight_lines(dark: Pixels) -> Pixels:
    """Return where rules are; one that runs a little aslant steps from row to row."""
    rules: Pixels = np.zeros_like(dark)
    for size, aslant in (((_RULE, 1), (1, _ASLANT)), ((1, _RULE), (_ASLANT, 1))):
        thick = cv2.dilate(dark, _box(aslant))
        lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, _box(size))
        rules = cv2.max(rules, cv2.dilate(cv2.min(lines, dark), _box((3, 3))))
    return rules


def _box(size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, size), np.uint8)


def _stroke(ink: Pixels) -> float:
    """Return the width of the broadest strokes: twice the way from their middle to their edge."""
    away = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    inside = away[ink > 0]
    if inside.size == 0:
        return 0.0
    return float(np.percentile(inside, 90)) * 2 * SHRINK / MILLIMETRE
