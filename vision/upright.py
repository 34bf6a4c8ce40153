"""Which way up a sheet is: along which axis its lines run, and where they begin.

Lines of writing make the amount of ink rise and fall down the page, but not across it.
They begin at one margin and end anywhere, the page is filled from its top, letters stand on
their line, which is therefore sharper than their tops, and in most scripts rise above it more
often than they hang below: four signs of which end is up.
"""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats

_ROWS: Final = 440  # the page's height is shrunk to this: a line is 8 to 14 rows
_SIDEWAYS: Final = (1.0, 2.3)  # how much more ink must vary across than down: lying, standing
_TURNED: Final = 0.06  # weighed sum of four signs; most pages come upright, so not just 0
_WEIGHTS: Final = (1.0, 0.3, 0.5, 2.0)  # of margin, filling, lean and baseline
_STRIPS: Final = 6  # of a page, because the lines of a curled or slanted sheet do not run level
_STROKE: Final = 0.2  # share of a pixel that is ink
_HEIGHTS: Final = (3, 40)  # rows of a line of writing


def degrees_to_turn(ink: Flags) -> int:
    """Return by how many degrees clockwise a sheet must be turned: 0, 90, 180 or 270.

    Args:
        ink: where the writing is, on the straightened sheet.
    """
    down, across = _waves(_fit(ink)), _waves(_fit(ink.T))
    height, width = ink.shape
    if across > _SIDEWAYS[height > width] * down:
        return 270 if _upside_down(_fit(np.rot90(ink, -1))) > 0 else 90
    return 180 if _upside_down(_fit(ink)) > _TURNED else 0


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
    if not lines:  # nothing to turn a standing sheet for; a lying one must fall
        rows = np.arange(len(ink)) - len(ink) / 2
        return _TURNED * float(np.tanh((ink.sum(axis=1) * rows).sum()))
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
