"""How sharp the writing is, region by region.

A blurred edge is a wide one. Where there is writing, the width of its edges is the depth
of the writing divided by its steepest slope: contrast cancels, so pencil is judged like
ink. The sheet is first scaled so that a pixel is always the same part of A4, so the camera's
resolution cancels too. Four directions are measured apart, because a moved camera blurs
one of them only.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.arrays import Flags, Floats
from vision.straighten import MILLIMETRE
from vision.writing import Writing

T = TypeVar("T", bound=np.generic)

TILE: Final = 88  # pixels of the flattened sheet: 15 mm, two or three lines of writing
_THIN: Final = 2  # every second pixel each way is enough for a percentile; as in `Writing`
_MARGIN: Final = 0.02  # of the sheet on each side, where the table may show
_LEAST_DEPTH: Final = 0.045  # of the paper's brightness; creases and shadows are paler
_LEAST_SHARE: Final = 0.12  # of the depth of the page's darkest writing; a blurred line keeps 0.3
_LEAST_INK: Final = 0.02  # of a tile; less is a speck
_LEAST_SHADE: Final = 0.02  # of the paper's brightness; on bare paper 0.01
_SOFT: Final = 0.46 * MILLIMETRE  # edges; of what shines through from the back 0.35 and less
_LEAST_SIDE: Final = 0.2  # of a sheet
_WRITTEN: Final = 0.5  # of the other side's rows or columns is written on, which go on there
_LEAST_ALONG: Final = 1 / 3  # of these
_MOST_BESIDE: Final = 0.25  # of this side that is written on besides
_MOST_SHADES: Final = 0.5  # of it; far out of focus 0.67 to 0.96, on other sheets 0.38 at most
_LINES: Final = 7.0  # a direction so much blunter than another has no edges at all: a rule
_RULED: Final = 0.01  # of a tile
_UNWRITTEN: Final = 0.004  # of a tile
_LEAST_INKED: Final = 6  # tiles; with fewer the writing may be too blurred to be found
_STEEPEST: Final = 99.0  # percentile of slopes taken for the edge of a stroke
# Noise has slopes of its own. A quarter of most tiles is bare paper; it tells how steep they are.
_BARE: Final = 25.0  # percentile of the slopes in a tile, and of the tiles
_GRAIN: Final = 2.33 / 0.319  # of a normal distribution: from that percentile to the steepest
_STANDS_OUT: Final = 2.0  # times these: noise alone is as deep
_LEFT: Final = 0.2  # of a slope that is left at least
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


def measure_focus(depth: Floats, writing: Writing, *, noisy: bool) -> Focus:
    """Measure the width of the writing's edges in every tile.

    Args:
        depth: shape (height, width), how much darker than its paper, 0 to 1.
        writing: what was found on it.
        noisy: fine texture is the camera's noise, as on a sheet, and lends no edge its slope.
            Of asphalt or the dots of a screen it is what is seen.
    """
    height, width = writing.ink.shape
    smooth = cv2.GaussianBlur(depth, (0, 0), 0.8)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32)
    smooth, across, down = (
        _tiles(plane[::_THIN, ::_THIN][:height, :width]) for plane in (smooth, across, down)
    )
    bare = _percentile(smooth, 40)
    deep = _percentile(smooth, 99.5) - bare
    fine = np.percentile(_percentile(np.abs(across), _BARE), _BARE) if noisy else 0.0
    grain = _GRAIN * float(fine)
    least = max(_LEAST_DEPTH, _STANDS_OUT * grain, _LEAST_SHARE * float(np.percentile(deep, 95)))
    dark = (smooth > (bare + 0.5 * deep)[:, :, None]).mean(axis=2)
    written = (deep > least) & (dark > _LEAST_INK)
    seen = written | (noisy & (deep > _LEAST_SHADE))
    half = float(np.sqrt(0.5))
    across, down = across[seen], down[seen]
    slopes = np.stack(
        [
            _percentile(np.abs(way), _STEEPEST)
            for way in (across, down, (across + down) * half, (across - down) * half)
        ]
    )
    slopes = np.sqrt(np.maximum(slopes**2 - grain**2, (_LEFT * slopes) ** 2))
    found = deep[seen] / (np.maximum(slopes, 1e-4) * _EDGE)
    sharpest, bluntest = (np.full(written.shape, np.nan, np.float32) for _ in range(2))
    sharpest[seen], bluntest[seen] = found.min(axis=0), found.max(axis=0)
    lost = _lost(written, ~written & (sharpest > _SOFT))
    sharpest[~written & ~lost] = np.nan
    inked = _tiles(writing.ink).mean(axis=2) > _UNWRITTEN
    ruled = _tiles(writing.rules).mean(axis=2) > _RULED
    judged = inked if inked.sum() >= _LEAST_INKED else inked | ~ruled
    moved = written & (bluntest < _LINES * sharpest) & judged
    return Focus(sharpest, np.where(moved, bluntest, np.nan).astype(np.float32))


def _lost(written: Flags, shades: Flags) -> Flags:
    """Find the side of a sheet that is so far out of focus that only shades of writing are left.

    Stains, shadows and what shines through from the back are such shades as well. But they do not
    go on, with hardly anything between them, where the writing on the other side ends.

    Args:
        written: shape (rows, columns), tiles with writing.
        shades: the same shape, tiles with something pale and soft.

    Returns:
        The same shape: the shades on that side; none if there is no such side.
    """
    most, found = _MOST_SHADES, np.zeros_like(shades)
    for turns in range(4):
        ink, pale = (np.rot90(tiles, turns) for tiles in (written, shades))
        rows = len(ink)
        for row in range(ceil(_LEAST_SIDE * rows), int((1 - _LEAST_SIDE) * rows) + 1):
            along = ink[row:].mean(axis=0) > _WRITTEN
            if along.mean() < _LEAST_ALONG or ink[:row, along].mean() > _MOST_BESIDE:
                continue
            share = pale[:row, along].mean()
            if share > most:
                side = np.zeros_like(pale)
                side[:row, along] = pale[:row, along]
                most, found = share, np.rot90(side, -turns)
    return found


def _tiles(plane: NDArray[T]) -> NDArray[T]:
    """Return a plane, thinned out, as tiles: shape (rows, columns, pixels of a tile)."""
    height, width = plane.shape[:2]
    rows, columns = (max(1, round(side * _THIN / TILE)) for side in (height, width))
    top, left = int(height * _MARGIN), int(width * _MARGIN)
    high, wide = max(1, (height - 2 * top) // rows), max(1, (width - 2 * left) // columns)
    inner = plane[top : top + rows * high, left : left + columns * wide]
    tiles = inner.reshape(rows, high, columns, wide).swapaxes(1, 2)
    return tiles.reshape(rows, columns, high * wide)


def _percentile(tiles: Floats, share: float) -> Floats:
    """Return about this percentile of each tile, the next pixel's below."""
    place = int(share / 100 * (tiles.shape[-1] - 1))
    return np.partition(tiles, place, axis=-1)[..., place]
