"""Find the readable lines of a document in a picture, and read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Pixels
from vision.identity.strip import Reading, read_coarsely, read_finely
from vision.identity.zone import Line, find_lines

LENGTHS: Final = {30: 3, 44: 2}
"""Characters of a line, and lines of that length: cards (TD1) and passports (TD3)."""

_RATIOS: Final = {30: (14, 50), 44: (22, 75)}  # length of such a line to its height
_PLAUSIBLE: Final = -2.2  # mean of a line read coarsely; other print has less
_READ: Final = -0.6  # and finely: two of its characters may be lost
_CLEAR: Final = -0.1  # mean of the best line of a document; the worst seen had -0.01, print -0.07
_CERTAIN: Final = -0.3  # mean of a zone after which no other is looked for
_MOST: Final = 6  # lines read finely: some are found twice
_STEPS: Final = {30: 1.76, 44: 2.65}  # from line to line, in heights of a capital
_APART: Final = 0.6  # of that height; nearer are two findings of one line
_REACH: Final = 7.5  # heights, from the first line to the last
_TILT: Final = 1.5  # heights, by which perspective lets two lines diverge
_ASIDE: Final = 0.12  # of its length, by which it lets one line begin before the other


@dataclass(frozen=True, slots=True)
class Zone:
    """The readable lines of a document, from top to bottom.

    Attributes:
        readings: of the lines.
        turned: degrees clockwise by which the picture must be turned to read them.
    """

    readings: tuple[Reading, ...]
    turned: int

    @property
    def score(self) -> float:
        """How well they read, 0 is certain."""
        return float(np.mean([one.score for one in self.readings]))


def read_zone(pixels: Pixels) -> Zone | None:
    """Return the readable lines in a picture, None if there are none.

    Args:
        pixels: BGR or grey.
    """
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)  # noqa: PLR2004
    hopes: dict[int, list[tuple[float, Line]]] = {count: [] for count in LENGTHS}
    for line in find_lines(grey):
        for count in LENGTHS:
            low, high = _RATIOS[count]
            if low < line.length / max(line.heights) < high:
                scored = [(read_coarsely(grey, way, count), way) for way in (line, line.turned())]
                hopes[count] += [one for one in scored if one[0] > _PLAUSIBLE]
    best: Zone | None = None
    for count, lines in sorted(hopes.items(), key=_promise):
        lines.sort(key=lambda one: -one[0])
        for zone in _zones(grey, [line for _, line in lines[:_MOST]], count):
            if best is None or zone.score > best.score:
                best = zone
        if best is not None and best.score > _CERTAIN:
            break
    return best


def _promise(hopes: tuple[int, list[tuple[float, Line]]]) -> float:
    """Return how poor the best line of a length is, for sorting."""
    return -max((score for score, _ in hopes[1]), default=_PLAUSIBLE)


def _zones(grey: Pixels, lines: Sequence[Line], count: int) -> Iterator[Zone]:
    needed = LENGTHS[count]
    readings = [read_finely(grey, line, count) for line in lines[:needed]]
    if not any(one.score > _CLEAR for one in readings):
        return
    readings += [read_finely(grey, line, count) for line in lines[needed:]]
    readings = [one for one in readings if one.score > _READ]
    for one in sorted(readings, key=lambda reading: -reading.score)[:needed]:
        stack = _stack(one, readings)
        for below in _gaps(stack, count):
            found = read_finely(grey, one.line.lowered(below, below), count)
            if found.score > _READ:
                stack = _stack(one, [reading for _, reading in stack] + [found])
        for first in range(len(stack) - needed + 1):
            chosen = [_like(grey, one, below, count) for below in stack[first : first + needed]]
            yield Zone(tuple(chosen), round(-chosen[0].line.angle / 90) * 90 % 360)


def _stack(one: Reading, readings: Sequence[Reading]) -> list[tuple[float, Reading]]:
    """Return the readings straight above and below one, with how far, from top to bottom."""
    found: list[tuple[float, Reading]] = []
    for other in sorted(readings, key=lambda reading: -reading.score):
        below = _below(one.line, other.line)
        if below is not None:
            middle = sum(below) / 2
            if all(abs(middle - known) > _APART for known, _ in found):
                found.append((middle, other))
    found.sort(key=lambda pair: pair[0])
    return found


def _gaps(stack: Sequence[tuple[float, Reading]], count: int) -> list[float]:
    """Return how far below a line others should lie, of which too few were found."""
    needed, step = LENGTHS[count], _STEPS[count]
    if len(stack) >= needed:
        return []
    places = [below for below, _ in stack]
    if len(places) > 1:
        gap = places[-1] - places[0]
        step = gap / 2 if gap > 1.5 * step else gap
    options = [places[0] + step * turn for turn in range(1 - needed, needed)]
    return [one for one in options if all(abs(one - known) > _APART for known in places)]


def _like(grey: Pixels, best: Reading, other: tuple[float, Reading], count: int) -> Reading:
    """Return another line of the zone, read once more between the ends of the best line."""
    reading = other[1]
    below = _below(best.line, reading.line)
    if reading.score > _CERTAIN or below is None:
        return reading
    again = read_finely(grey, best.line.lowered(*below), count)
    return max(reading, again, key=lambda one: one.score)


def _below(one: Line, other: Line) -> tuple[float, float] | None:
    """Return by how many heights another line lies below both ends of one, None if not there."""
    start, end = np.array(one.start), np.array(one.end)
    along = (end - start) / one.length
    down = np.array([-along[1], along[0]])
    moves = [np.array(other.start) - start, np.array(other.end) - end]
    if any(abs(float(move @ along)) > _ASIDE * one.length for move in moves):
        return None
    first, last = (float(move @ down) * 2 / sum(one.heights) for move in moves)
    if abs(first - last) > _TILT or abs(first + last) / 2 > _REACH:
        return None
    return first, last
