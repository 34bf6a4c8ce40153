"""Which way up a sheet is: along which axis its lines run, and where they begin.

Lines of writing make the amount of ink rise and fall down the page, but not across it.
They begin at one margin and end anywhere, the page is filled from its top, and letters
rise above their line more often than they hang below it: three signs of which end is up.
"""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats

_ROWS: Final = 440  # the page's height is shrunk to this: a line is 8 to 14 rows
_LEAST_LINES: Final = 4
_SIDEWAYS: Final = (1.0, 2.3)  # how much more ink must vary across than down: lying, standing
_TURNED: Final = 0.8  # sum of three signs, each -1 to 1; upright pages have 0.74 at most
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
    for strip in np.array_split(ink, 6, axis=1):
        amount = strip.mean(axis=1)
        fine = cv2.GaussianBlur(amount.reshape(-1, 1), (1, 0), sigmaX=0.1, sigmaY=1.2)
        coarse = cv2.GaussianBlur(amount.reshape(-1, 1), (1, 0), sigmaX=0.1, sigmaY=9)
        total += float(np.square(fine - coarse).mean())
    return total


def _upside_down(ink: Floats) -> float:
    """Return how much speaks for the sheet being upside down; negative if it is not."""
    lines = _lines(ink)
    if len(lines) < _LEAST_LINES:
        return 0.0
    starts, ends, leans = [], [], []
    for top, bottom in lines:
        band = ink[top:bottom]
        columns = np.flatnonzero(band.max(axis=0) > _STROKE)
        if len(columns) == 0:
            continue
        starts.append(columns[0] / ink.shape[1])
        ends.append(1 - columns[-1] / ink.shape[1])
        leans.append(_lean(band))
    begin, finish = _spread(starts), _spread(ends)
    margin = float(np.clip((begin - finish) / (begin + finish + 0.01), -1, 1))
    above, below = lines[0][0] / ink.shape[0], 1 - lines[-1][1] / ink.shape[0]
    filled = float(np.clip((above - below) * 3, -1, 1))
    return margin + filled + float(np.clip(np.mean(leans) * 6, -1, 1))


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
