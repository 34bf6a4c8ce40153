"""How sharp the writing is, region by region.

A blurred edge is a wide one. Where there is writing, the width of its edges is the depth
of the writing divided by its steepest slope: contrast cancels, so pencil is judged like
ink. The sheet is first scaled so that a pixel is always the same part of A4, so the camera's
resolution cancels too. Four directions are measured apart, because a moved camera blurs
one of them only.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.arrays import Floats, Pixels
from vision.page_rating import Page
from vision.writing import Writing

T = TypeVar("T", bound=np.generic)

TILE: Final = 88  # pixels of the flattened sheet: 15 mm, two or three lines of writing
_THIN: Final = 2  # every second pixel each way is enough for a percentile; as in `Writing`
_MARGIN: Final = 0.02  # of the sheet on each side, where the table may show
_LEAST_DEPTH: Final = 0.045  # of the paper's brightness; creases and shadows are paler
_LEAST_SHARE: Final = 0.12  # of the depth of the page's darkest writing; a blurred line keeps 0.3
_LEAST_INK: Final = 0.02  # of a tile; less is a speck
_LINES: Final = 7.0  # a direction so much blunter than another has no edges at all: a rule
_RULED: Final = 0.01  # of a tile
_UNWRITTEN: Final = 0.004  # of a tile
_LEAST_INKED: Final = 6  # tiles; with fewer the writing may be too blurred to be found
_STEEPEST: Final = 99.0  # percentile of slopes taken for the edge of a stroke
_SPOT: Final = 64  # pixels of the picture as it came
_BUSY: Final = 85  # percentile of the spots: where most is written
_CYCLES: Final = ((0.09, 0.11), (0.11, 0.13), (0.22, 0.27))  # a pixel
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
    height, width = writing.ink.shape
    smooth = cv2.GaussianBlur(depth, (0, 0), 0.8)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32)
    smooth, across, down = (
        _tiles(plane[::_THIN, ::_THIN][:height, :width]) for plane in (smooth, across, down)
    )
    bare = _percentile(smooth, 40)
    deep = _percentile(smooth, 99.5) - bare
    least = max(_LEAST_DEPTH, _LEAST_SHARE * float(np.percentile(deep, 95)))
    dark = (smooth > (bare + 0.5 * deep)[:, :, None]).mean(axis=2)
    written = (deep > least) & (dark > _LEAST_INK)
    half = float(np.sqrt(0.5))
    slopes = np.stack(
        [
            _percentile(np.abs(way), _STEEPEST)
            for way in (across, down, (across + down) * half, (across - down) * half)
        ]
    )
    found = deep / (np.maximum(slopes, 1e-4) * _EDGE)
    sharpest, bluntest = found.min(axis=0), found.max(axis=0)
    inked = _tiles(writing.ink).mean(axis=2) > _UNWRITTEN
    ruled = _tiles(writing.rules).mean(axis=2) > _RULED
    judged = inked if inked.sum() >= _LEAST_INKED else inked | ~ruled
    moved = written & (bluntest < _LINES * sharpest) & judged
    return Focus(
        np.where(written, sharpest, np.nan).astype(np.float32),
        np.where(moved, bluntest, np.nan).astype(np.float32),
    )


def falloff(pixels: Pixels, page: Page | None) -> float:
    """Measure how suddenly fine detail ends, where there is most of it.

    A picture that was enlarged by four has nothing finer than its own pixels were, however
    sharp its edges are in millimetres; that is seen only in the picture as it came. Blur takes
    fine detail away as well, but little by little.

    Args:
        pixels: shape (height, width, 3), BGR, as unpacked.
        page: the outline found in it.

    Returns:
        By how much more the power falls from 0.12 to 0.24 cycles a pixel than from 0.1 to 0.12, a
        natural logarithm.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    if page is not None:
        x, y, wide, high = cv2.boundingRect(page.corners)
        grey = grey[max(y, 0) : y + high, max(x, 0) : x + wide]
    rows, columns = (side // _SPOT for side in grey.shape)
    if not rows or not columns:
        return 0.0
    plane = grey[: rows * _SPOT, : columns * _SPOT].astype(np.float32)
    band = cv2.GaussianBlur(plane, (0, 0), 1.6) - cv2.GaussianBlur(plane, (0, 0), 3.2)
    spots, bands = (
        part.reshape(rows, _SPOT, columns, _SPOT).swapaxes(1, 2).reshape(-1, _SPOT, _SPOT)
        for part in (plane, band)
    )
    power = (bands**2).mean(axis=(1, 2))
    busy = spots[power >= np.percentile(power, _BUSY)]
    window = np.outer(np.hanning(_SPOT), np.hanning(_SPOT))
    spectra = np.abs(np.fft.rfft2((busy - busy.mean(axis=(1, 2), keepdims=True)) * window)) ** 2
    spectrum = (spectra / np.maximum(spectra.sum(axis=(1, 2), keepdims=True), 1e-9)).mean(axis=0)
    cycles = np.hypot(np.fft.fftfreq(_SPOT)[:, None], np.fft.rfftfreq(_SPOT)[None])
    coarse, middle, fine = (
        np.log(max(float(spectrum[(cycles >= low) & (cycles < high)].mean()), 1e-12))
        for low, high in _CYCLES
    )
    return float((middle - fine) - (coarse - middle))


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
    place = int(share / 100 * (tiles.shape[2] - 1))
    return np.partition(tiles, place, axis=2)[:, :, place]
