"""Read one line of evenly spaced characters, where it is known to lie."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from vision.arrays import Floats, Pixels
from vision.identity.letters import NOTHING, PITCH, SIDE, chances
from vision.identity.zone import Line

_ROOM: Final = 2  # characters of picture before and after the line
_BEARING: Final = 0.2  # of a character: the white at both its sides, which is not in the line
_LOWER: Final = (-2, 0, 2)  # pixels by which the line may lie lower, tried when read finely
_TALLER: Final = (0.86, 1.0, 1.18)  # how much taller its capitals may be
_FINE: Final = 2  # pixels from one window to the next
_COARSE: Final = 4
_STRETCH: Final = 0.15  # by which two characters may stand nearer or wider than they should
_UNEVEN: Final = 0.02  # what each pixel of that costs
_BETWEEN: Final = 0.5  # what a window between two characters counts beside one of a character
_FULL: Final = -4.0  # and the least it counts
_ASTRAY: Final = 0.1  # what each pixel costs by which a chain begins or ends beside the ink
_MARGIN: Final = SIDE // 2 + max(_LOWER)
_AT_LEAST: Final = -9.0  # one character that cannot be read must not undo the others


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as read.

    Attributes:
        chances: logarithm of the probability of each character at each place.
        score: mean of the best of them; 0 is certain.
        line: where it was read.
    """

    chances: Floats
    score: float
    line: Line


def read_coarsely(grey: Pixels, line: Line, count: int) -> float:
    """Return how well a line reads as so many characters, between about -9 and 0."""
    return _try(grey, line, count, (1.0, 0), _COARSE)[0]


def read_finely(grey: Pixels, line: Line, count: int) -> Reading:
    """Read a line of so many characters as well as can be."""
    tried = {height: _try(grey, line, count, (height, 0), _COARSE)[0] for height in _TALLER}
    taller = max(tried, key=lambda height: tried[height])
    shifts = {low: _try(grey, line, count, (taller, low), _COARSE)[0] for low in _LOWER}
    lower = max(shifts, key=lambda low: shifts[low])
    score, places, found = _try(grey, line, count, (taller, lower), _FINE)
    around = np.array(places)[:, None] + np.array([-1, 0, 1])
    near = found[np.clip(around, 0, len(found) - 1)]
    weight = np.array([0.25, 0.5, 0.25], np.float32)[None, :, None]
    return Reading((near * weight).sum(axis=1), score, line)


def _try(
    grey: Pixels, line: Line, count: int, place: tuple[float, int], step: int
) -> tuple[float, list[int], Floats]:
    """Return how well a line reads if it is so much taller and lower, and the best windows."""
    taller, lower = place
    found = chances(_windows(_strip(grey, line, count, taller), lower, step))
    characters = found[:, :NOTHING]
    score, places = _fit(characters.max(axis=1), found[:, NOTHING], count, step)
    return score, places, characters


def _strip(grey: Pixels, line: Line, count: int, taller: float) -> Pixels:
    """Return the line laid straight, its capitals and characters PITCH pixels high and wide."""
    start, end = np.array(line.start), np.array(line.end)
    pitch = (end - start) / (count - 2 * _BEARING)
    first = start - pitch * (_BEARING + _ROOM)
    columns = (count + 2 * _ROOM) * PITCH
    x = (np.arange(columns) + 0.5) / PITCH
    share = np.clip((x - _ROOM) / count, 0, 1)
    down = np.array([-pitch[1], pitch[0]]) / np.hypot(*pitch)
    middle = first + x[:, None] * pitch + down * (line.bend * 4 * share * (1 - share))[:, None]
    high = (line.heights[0] * (1 - share) + line.heights[1] * share) * taller
    y = np.arange(2 * _MARGIN) + 0.5 - _MARGIN
    places = middle[None] + down * (y[:, None] * (high / PITCH)[None])[..., None]
    shrink = float(np.hypot(*pitch)) / PITCH
    seen = grey
    if shrink > 1.3:  # noqa: PLR2004, finer than the strip
        seen, places = _smoothed(grey, places, 0.4 * shrink)
    return cv2.remap(
        seen,
        places[..., 0].astype(np.float32),
        places[..., 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _smoothed(grey: Pixels, places: Floats, blur: float) -> tuple[Pixels, Floats]:
    """Return the part of a picture around `places`, without detail too fine for a strip."""
    limits = np.array(grey.shape[1::-1])
    low = np.clip(places.min(axis=(0, 1)) - 8, 0, limits - 1).astype(int)
    high = np.clip(places.max(axis=(0, 1)) + 8, low + 1, limits).astype(int)
    part = grey[low[1] : high[1], low[0] : high[0]]
    return cv2.GaussianBlur(part, (0, 0), blur), places - low


def _windows(strip: Pixels, lower: int, step: int) -> NDArray[np.uint8]:
    top = _MARGIN - SIDE // 2 + lower
    found: NDArray[np.uint8] = sliding_window_view(strip[top : top + SIDE], (SIDE, SIDE))[0]
    return np.ascontiguousarray(found[::step])


def _fit(best: Floats, nothing: Floats, count: int, step: int) -> tuple[float, list[int]]:
    """Return the mean of the best chain of `count` evenly spaced windows, and their indexes.

    Between its characters, before and after them there should be nothing: that is what tells
    a chain from one that is shifted, or begins or ends in the middle of the line.
    """
    value = np.maximum(best, _AT_LEAST)
    empty = np.maximum(nothing, _FULL) * _BETWEEN
    pitch = round(PITCH / step)
    reach = max(1, round(pitch * _STRETCH))
    gaps = [pitch + extra for extra in range(-reach, reach + 1)]
    places = np.arange(len(value), dtype=np.float32) * step + SIDE / 2
    total: Floats = value - _astray(places, (_ROOM + 0.5) * PITCH)
    total[pitch:] = total[pitch:] + empty[:-pitch]
    came: list[NDArray[np.int64]] = []
    for _ in range(count - 1):
        options = np.full((len(gaps), len(value)), -np.inf, np.float32)
        for row, gap in enumerate(gaps):
            between = empty[gap // 2 : len(value) - gap + gap // 2]
            options[row, gap:] = total[:-gap] + between - _UNEVEN * abs(gap * step - PITCH)
        choice = options.argmax(axis=0)
        came.append(choice)
        total = options[choice, np.arange(len(value))] + value
    total[:-pitch] = total[:-pitch] + empty[pitch:]
    total -= _astray(places, (_ROOM + count - 0.5) * PITCH)
    place = int(total.argmax())
    score, chain = float(total[place]) / count, [place]
    for choice in reversed(came):
        place -= gaps[int(choice[place])]
        chain.append(place)
    return score, chain[::-1]


def _astray(places: Floats, expected: float) -> Floats:
    """Return what it costs to begin or end a chain elsewhere than where the ink does."""
    far: Floats = np.maximum(np.abs(places - expected) - PITCH / 4, 0) * _ASTRAY
    return far
