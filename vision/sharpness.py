"""How sharp the writing is, region by region.

A blurred edge is a wide one. Where there is writing, the width of its edges is the depth
of the writing divided by its steepest slope: contrast cancels, so pencil is judged like
ink. The sheet is first scaled so that a pixel is always the same part of A4, so the camera's
resolution cancels too. Four directions are measured apart, because a moved camera blurs
one of them only.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats

TILE: Final = 88  # pixels of the flattened sheet: 15 mm, two or three lines of writing
_LEAST_DEPTH: Final = 0.12  # of the paper's brightness; less is a rule or a shadow
_LEAST_INK: Final = 0.01  # of a tile; less is a speck
_STEEPEST: Final = 99.0  # percentile of slopes taken for the edge of a stroke
_EDGE: Final = float(np.sqrt(2 * np.pi))  # slope of a step of 1 blurred by 1, inverted


@dataclass(frozen=True, slots=True)
class Focus:
    """Widths of edges over the sheet, in pixels of the flattened sheet.

    Attributes:
        widths: shape (rows, columns), the width in each tile, NaN where nothing is written.
        moved: shape (rows, columns), the width in the tile's worst direction.
    """

    widths: Floats
    moved: Floats


def measure_focus(depth: Floats, ink: Flags) -> Focus:
    """Measure the width of the writing's edges in every tile.

    Args:
        depth: shape (height, width), how much darker than its paper, 0 to 1.
        ink: the same shape, where the writing is.
    """
    smooth = cv2.GaussianBlur(depth, (0, 0), 0.8)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32)
    slopes = np.abs(
        np.stack([across, down, (across + down) * np.sqrt(0.5), (across - down) * np.sqrt(0.5)])
    ).astype(np.float32)
    height, width = depth.shape
    rows, columns = max(1, round(height / TILE)), max(1, round(width / TILE))
    widths = np.full((rows, columns), np.nan, np.float32)
    moved = widths.copy()
    ys, xs = (
        np.linspace(0, height, rows + 1).astype(int),
        np.linspace(0, width, columns + 1).astype(int),
    )
    for row in range(rows):
        for column in range(columns):
            tile = np.s_[ys[row] : ys[row + 1], xs[column] : xs[column + 1]]
            if ink[tile].mean() < _LEAST_INK:
                continue
            deep = float(np.percentile(smooth[tile], 99.5)) - float(np.median(smooth[tile]))
            if deep < _LEAST_DEPTH:
                continue
            steep = np.percentile(slopes[(slice(None), *tile)].reshape(4, -1), _STEEPEST, axis=1)
            found = deep / (np.maximum(steep, 1e-4) * _EDGE)
            widths[row, column], moved[row, column] = found.min(), found.max()
    return Focus(widths, moved)
