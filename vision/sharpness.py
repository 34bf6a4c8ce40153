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
from vision.writing import Writing

TILE: Final = 88  # pixels of the flattened sheet: 15 mm, two or three lines of writing
_THIN: Final = 2  # every second pixel each way is enough for a percentile; as in `Writing`
_MARGIN: Final = 0.02  # of the sheet on each side, where the table may show
_LEAST_DEPTH: Final = 0.045  # of the paper's brightness; creases and shadows are paler
_LEAST_SHARE: Final = 0.12  # of the depth of the page's darkest writing; a blurred line keeps 0.3
_LEAST_INK: Final = 0.02  # of a tile; less is a speck
_LINES: Final = 7.0  # a direction so much blunter than another has no edges at all: a rule
_RULED: Final = 0.01  # of a tile
_UNWRITTEN: Final = 0.004  # of a tile
_STEEPEST: Final = 99.0  # percentile of slopes taken for the edge of a stroke
_EDGE: Final = float(np.sqrt(2 * np.pi))  # slope of a step of 1 blurred by 1, inverted


@dataclass(frozen=True, slots=True)
class Focus:
    """Widths of edges over the sheet, in pixels of the flattened sheet.

    Attributes:
        widths: shape (rows, columns), the width in each tile's sharpest direction, NaN where
            nothing is written.
        moved: the same shape, the width in the tile's worst direction, NaN where there are
            only straight lines.
    """

    widths: Floats
    moved: Floats


def measure_focus(depth: Floats, writing: Writing) -> Focus:
    """Measure the width of the writing's edges in every tile.

    Args:
        depth: shape (height, width), how much darker than its paper, 0 to 1.
        writing: what was found on it.
    """
    smooth = cv2.GaussianBlur(depth, (0, 0), 0.8)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32)
    smooth, across, down = (plane[::_THIN, ::_THIN] for plane in (smooth, across, down))
    half = float(np.sqrt(0.5))
    slopes = np.abs(np.stack([across, down, (across + down) * half, (across - down) * half]))
    tiles = _tiles(smooth)
    deep = np.array([[_depth_of(smooth[tile]) for tile in row] for row in tiles])
    least = max(_LEAST_DEPTH, _LEAST_SHARE * float(np.percentile(deep, 95)))
    widths = np.full(deep.shape, np.nan, np.float32)
    moved = widths.copy()
    for row, column in np.argwhere(deep > least):
        tile = tiles[row][column]
        if not _written(smooth[tile], float(deep[row, column])):
            continue
        steep = np.percentile(slopes[(slice(None), *tile)].reshape(4, -1), _STEEPEST, axis=1)
        found = deep[row, column] / (np.maximum(steep, 1e-4) * _EDGE)
        widths[row, column] = found.min()
        if found.max() < _LINES * found.min() and not _only_rules(writing, tile):
            moved[row, column] = found.max()
    return Focus(widths, moved)


def _tiles(depth: Floats) -> list[list[tuple[slice, slice]]]:
    height, width = depth.shape[:2]
    rows, columns = (max(1, round(side * _THIN / TILE)) for side in (height, width))
    ys = np.linspace(height * _MARGIN, height * (1 - _MARGIN), rows + 1).astype(int)
    xs = np.linspace(width * _MARGIN, width * (1 - _MARGIN), columns + 1).astype(int)
    return [
        [np.s_[ys[row] : ys[row + 1], xs[column] : xs[column + 1]] for column in range(columns)]
        for row in range(rows)
    ]


def _depth_of(tile: Floats) -> float:
    """Return how deep the writing in a tile is under its paper."""
    if tile.size == 0:
        return 0.0
    return float(np.percentile(tile, 99.5) - np.percentile(tile, 40))


def _only_rules(writing: Writing, tile: tuple[slice, slice]) -> bool:
    """Whether a tile has printed lines and nothing written: they lack edges in one direction."""
    return bool(writing.rules[tile].mean() > _RULED and writing.ink[tile].mean() < _UNWRITTEN)


def _written(tile: Floats, deep: float) -> bool:
    """Whether there is enough of it to be writing."""
    dark: Flags = tile > np.percentile(tile, 40) + 0.5 * deep
    return bool(dark.mean() > _LEAST_INK)
