"""Which way up a sheet is: along which axis its lines run, and where they begin.

Lines of writing make the amount of ink rise and fall down the page, but not across it.
They begin at one margin and end anywhere, the page is filled from its top, letters stand on
their line, which is therefore sharper than their tops, and in most scripts rise above it more
often than they hang below: four signs of which end is up. A network that knows letters is asked
as well; signs and network err on different pages, and together on few.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from vision import upright_network
from vision.arrays import Flags, Floats, Pixels
from vision.writing import Writing

_ROWS: Final = 440  # the page's height is shrunk to this: a line is 8 to 14 rows
_SIDEWAYS: Final = (1.0, 2.3)  # how much more ink must vary across than down: lying, standing
_UPRIGHT: Final = 0.3  # what speaks for leaving a sheet as it is: most come upright
_NOTHING: Final = 0.06  # what the place of the ink counts for on a page without lines
_WEIGHTS: Final = (1.25, 0.4, 0.6, 2.5)  # of margin, filling, lean and baseline
_AXIS: Final = 0.5  # weight of the logarithm by which ink varies more down than across
_MOST: Final = 3.0  # of it
_SURE: Final = 2.0  # lead over the second way, from which on the network is not asked again
_PART: Final = 0.875  # of a page's shorter side is the part that the network sees
_FULL: Final = 0.75  # how dark writing is made, whatever the pen
_LEAST_CONTRAST: Final = 0.1  # paler is not writing and is not made dark
_INKED: Final = 60  # of 255; as dark is writing
_ABOUT: Final = 0.98  # of the most writing: as good a part, and the nearest to the middle is taken
_MARGIN: Final = 0.03  # of the longer side, where the table may show
_STRIPS: Final = 6  # of a page, because the lines of a curled or slanted sheet do not run level
_STROKE: Final = 0.2  # share of a pixel that is ink
_HEIGHTS: Final = (3, 40)  # rows of a line of writing


@dataclass(frozen=True, slots=True)
class Upright:
    """Which way up a sheet is.

    Attributes:
        degrees: by which it must be turned clockwise: 0, 90, 180 or 270.
        lettered: how sure the network is of one way up, 0.25 to 1, which it is of letters; 1
            where it is not installed.
    """

    degrees: int
    lettered: float


def which_way_up(depth: Floats, writing: Writing) -> Upright:
    """Find which way up a sheet is.

    Args:
        depth: of the straightened sheet, how much darker than its paper each place is.
        writing: on the same sheet.
    """
    signs = _signs(writing.ink)
    part = _most_written(depth, writing.contrast)
    ways = [upright_network.ways(part)]
    second, first = np.sort(signs + ways[0])[-2:]
    if first - second < _SURE and upright_network.installed():
        ways += [np.roll(upright_network.ways(_turned(part, way)), way) for way in (1, 2, 3)]
    found = signs + np.mean(ways, axis=0)
    likely = np.exp(ways).mean(axis=0)
    return Upright(int(found.argmax()) * 90, float(likely.max()))


def _turned(part: Pixels, quarters: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(part, -quarters))


def _most_written(depth: Floats, contrast: float) -> Pixels:
    """Return the square part of a sheet with most writing, dark on white."""
    height, width = depth.shape
    side = max(1, round(min(height, width) * _PART))
    inner = depth > _INKED / 255 * max(contrast, _LEAST_CONTRAST) / _FULL
    edge = int(max(height, width) * _MARGIN)
    inner[:edge], inner[height - edge :] = False, False
    inner[:, :edge], inner[:, width - edge :] = False, False
    top = _start(inner.sum(axis=1), side) if height >= width else (height - side) // 2
    left = _start(inner.sum(axis=0), side) if width > height else (width - side) // 2
    size = (upright_network.SIDE, upright_network.SIDE)
    part = depth[top : top + side, left : left + side]
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    light = 255 - small * (255 * _FULL / max(contrast, _LEAST_CONTRAST))
    page: Pixels = np.clip(light, 0, 255).astype(np.uint8)
    return page


def _start(amounts: NDArray[np.integer], side: int) -> int:
    """Return where a stretch of rows begins that has most writing, nearest to the middle."""
    sums = np.concatenate([[0], np.cumsum(amounts)])
    held = sums[side:] - sums[:-side]
    good = np.flatnonzero(held >= held.max() * _ABOUT)
    return int(good[np.abs(good - (len(held) - 1) // 2).argmin()])


def _signs(ink: Flags) -> Floats:
    """Return what speaks for turning clockwise by 0, 90, 180 and 270, by the signs alone."""
    standing, lying = _fit(ink), _fit(ink.T)
    down, across = _waves(standing), _waves(lying)
    height, width = ink.shape
    more = np.log(_SIDEWAYS[height > width] * (down + 1e-9) / (across + 1e-9))
    level = _AXIS * float(np.clip(more, -_MOST, _MOST))
    head, left = _upside_down(standing), _upside_down(lying[:, ::-1])
    ways = (_UPRIGHT + level - head, -level - left, level + head, left - level)
    return np.array(ways, np.float32)


def _fit(ink: Flags) -> Floats:
    height, width = ink.shape
    size = (max(8, round(width * _ROWS / height)), _ROWS)
    return cv2.resize(ink.astype(np.float32), size, interpolation=cv2.INTER_AREA)


def _waves(ink: Floats) -> float:
    """Return how strongly the ink rises and falls down the page, in four upright strips.

    Strips, because the lines of a curled or slanted sheet do not run level.
    """
    total = 0.0
    for strip in np.array_split(ink, _STRIPS, axis=1):
        amount = strip.mean(axis=1)
        fine = cv2.GaussianBlur(amount.reshape(-1, 1), (1, 0), sigmaX=0.1, sigmaY=1.2)
        coarse = cv2.GaussianBlur(amount.reshape(-1, 1), (1, 0), sigmaX=0.1, sigmaY=9)
        total += float(np.square(fine - coarse).mean())
    return total


def _upside_down(ink: Floats) -> float:
    """Return how much speaks for the sheet being upside down; negative if it is not."""
    lines = _lines(ink)
    if not lines:
        rows = np.arange(len(ink)) - len(ink) / 2
        return _NOTHING * float(np.tanh((ink.sum(axis=1) * rows).sum()))
    starts, ends = [], []
    for top, bottom in lines:
        columns = np.flatnonzero(ink[top:bottom].max(axis=0) > _STROKE)
        if len(columns):
            starts.append(columns[0] / ink.shape[1])
            ends.append(1 - columns[-1] / ink.shape[1])
    begin, finish = (_spread(starts), _spread(ends)) if starts else (0.0, 0.0)
    margin = (begin - finish) / (begin + finish + 0.01)
    above, below = lines[0][0] / ink.shape[0], 1 - lines[-1][1] / ink.shape[0]
    signs = np.clip((margin, (above - below) * 3, *_stance(ink)), -1, 1)
    return float(np.dot(signs, _WEIGHTS))


def _stance(ink: Floats) -> tuple[float, float]:
    """Return how much the letters lean down from their line, and how much sharper its top is."""
    leans, tops = [], []
    for strip in np.array_split(ink, _STRIPS, axis=1):
        for top, bottom in _lines(strip):
            leans.append(_lean(strip[top:bottom]))
            around = np.diff(strip[max(0, top - 3) : bottom + 3].sum(axis=1))
            rise, fall = float(around.max()), -float(around.min())
            tops.append((rise - fall) / (rise + fall + 1e-6))
    return (float(np.mean(leans)) * 6, float(np.mean(tops)) * 3) if leans else (0.0, 0.0)


def _lines(ink: Floats) -> list[tuple[int, int]]:
    amount = cv2.GaussianBlur(
        ink.mean(axis=1).reshape(-1, 1), (1, 0), sigmaX=0.1, sigmaY=1.0
    ).ravel()
    written = np.concatenate([[0], (amount > 0.35 * np.percentile(amount, 85)).astype(int), [0]])
    starts, ends = np.flatnonzero(np.diff(written) > 0), np.flatnonzero(np.diff(written) < 0)
    return [
        (int(a), int(b))
        for a, b in zip(starts, ends, strict=True)
        if _HEIGHTS[0] <= b - a <= _HEIGHTS[1]
    ]


def _spread(values: list[float]) -> float:
    """Return how far apart the middle four fifths of the values are."""
    low, high = np.percentile(values, [10, 75])
    return float(high - low)


def _lean(band: Floats) -> float:
    """Return where a line's ink lies against its densest part: below it is positive."""
    amount = band.sum(axis=1)
    rows = np.arange(len(amount))
    middle = float((amount * rows).sum() / max(float(amount.sum()), 1e-6))
    core = float(rows[amount > 0.7 * amount.max()].mean())
    return (middle - core) / max(1, len(amount))
