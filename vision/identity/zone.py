"""Where lines of small print lie in a picture, whichever way it is turned."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels
from vision.decode import fit

_SIDE: Final = 1000  # pixels of the longer side, in which lines are looked for
_PAPER: Final = 21  # pixels; wider than any stroke
_LEAST_INK: Final = 0.04  # darker than the paper around by this share
_JOINTS: Final = (4, 6, 9, 13)  # pixels bridged in every direction, to learn which way print runs
_GAPS: Final = (8, 13, 22)  # pixels bridged along that way
_PIECE: Final = (0.05, 4.0)  # least length of a piece, of the longer side, and beside its height
_WAYS: Final = 3  # directions looked along
_TURN: Final = 6.0  # degrees that count as one direction
_LEAST_LENGTH: Final = 0.14  # of the longer side
_RATIOS: Final = (9.0, 75.0)  # length to height; lines of cards have 34, rules on paper more
_TAILS: Final = (10, 90)  # per cent of a line's pixels, across it
_WITHIN: Final = 0.83  # of a capital's height lies between these tails
_PARTS: Final = 12  # of a line whose middle is measured
_MOST: Final = 16  # lines looked at, the longest first


@dataclass(frozen=True, slots=True)
class Line:
    """A straight or slightly bent line of print.

    Attributes:
        start: of its middle, x and y, pixels of the picture.
        end: the same; which end is the start is not known yet.
        bend: how far the middle of the line lies to the right of the straight way, pixels.
        heights: of its capitals at both ends, pixels.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    bend: float
    heights: tuple[float, float]

    @property
    def length(self) -> float:
        """From start to end, pixels."""
        return float(np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]))

    @property
    def angle(self) -> float:
        """Its direction, degrees."""
        across, down = self.end[0] - self.start[0], self.end[1] - self.start[1]
        return float(np.degrees(np.arctan2(down, across)))

    def grown(self, share: float) -> "Line":
        """Return the same line in a picture enlarged so much."""
        return Line(
            (self.start[0] * share, self.start[1] * share),
            (self.end[0] * share, self.end[1] * share),
            self.bend * share,
            (self.heights[0] * share, self.heights[1] * share),
        )

    def lowered(self, start: float, end: float) -> "Line":
        """Return a line of the same kind, so many heights of a capital below both ends."""
        height = sum(self.heights) / 2 / max(self.length, 1.0)
        down = (self.start[1] - self.end[1]) * height, (self.end[0] - self.start[0]) * height
        return Line(
            (self.start[0] + down[0] * start, self.start[1] + down[1] * start),
            (self.end[0] + down[0] * end, self.end[1] + down[1] * end),
            self.bend,
            self.heights,
        )

    def turned(self) -> "Line":
        """Return the same line read the other way."""
        return Line(self.end, self.start, -self.bend, self.heights[::-1])


def find_lines(grey: Pixels) -> list[Line]:
    """Return what may be lines of print, the longest first.

    Args:
        grey: the picture.
    """
    small = fit(grey, _SIDE)
    share = grey.shape[1] / small.shape[1]
    ink = _ink(small)
    least = _LEAST_LENGTH * max(small.shape)
    found: list[Line] = []
    for angle in _directions(ink):
        for gap in _GAPS:
            joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _stroke(gap, angle))
            for line in _parts(joined, ink, least, _RATIOS[0]):
                if line.length > _RATIOS[1] * max(line.heights):
                    continue
                if not any(_same(line, other) for other in found):
                    found.append(line)
    found.sort(key=lambda one: -one.length)
    return [line.grown(share) for line in found[:_MOST]]


def _directions(ink: Pixels) -> list[float]:
    """Return the directions in which print runs, degrees of 0 to 180, the likeliest first."""
    votes = np.zeros(180)
    least, ratio = _PIECE
    for gap in _JOINTS:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap))
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel)
        for piece in _parts(joined, ink, least * max(ink.shape), ratio):
            if piece.length < _RATIOS[1] * max(piece.heights):
                votes[round(piece.angle) % 180] += piece.length
    ways = []
    near = (np.abs(np.arange(-90, 90)) <= _TURN).astype(float)
    for _ in range(_WAYS):
        around = np.real(np.fft.ifft(np.fft.fft(votes) * np.fft.fft(np.roll(near, 90))))
        best = int(around.argmax())
        if around[best] <= 0:
            break
        turns = (np.arange(180) - best + 90) % 180 - 90
        close = np.abs(turns) <= _TURN
        ways.append(best + float((turns * votes)[close].sum() / max(votes[close].sum(), 1e-6)))
        votes[close] = 0
    return ways


def _stroke(length: int, angle: float) -> Pixels:
    """Return a kernel that joins what lies within `length` pixels in one direction."""
    kernel: Pixels = np.zeros((length * 2 + 1, length * 2 + 1), np.uint8)
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))]) * length / 2
    for part in np.linspace(-1, 1, 4 * length):
        x, y = along * part + length
        kernel[round(y), round(x)] = 1
    return kernel


def _ink(grey: Pixels) -> Pixels:
    """Return what is darker than the paper around it, whatever the light."""
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PAPER, _PAPER))
    paper = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, kernel)
    darker = 1 - (calm.astype(np.float32) + 4) / (paper.astype(np.float32) + 4)
    scaled: Pixels = np.clip(darker * 255, 0, 255).astype(np.uint8)
    limit = cv2.threshold(scaled[scaled > _LEAST_INK * 255], 0, 1, cv2.THRESH_OTSU)[0]
    return np.asarray(scaled > max(limit * 0.8, _LEAST_INK * 255)).astype(np.uint8)


def _parts(joined: Pixels, ink: Pixels, least: float, ratio: float) -> list[Line]:
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for part in range(1, count):
        left, top, width, height, area = (int(value) for value in boxes[part])
        if np.hypot(width, height) < least or area > 0.5 * least * max(joined.shape):
            continue
        window = np.s_[top : top + height, left : left + width]
        y, x = np.nonzero((labels[window] == part) & (ink[window] > 0))
        line = _line(np.column_stack([x + left, y + top]).astype(np.float32))
        if line and line.length >= least and line.length > ratio * max(line.heights):
            found.append(line)
    return found


def _line(points: Floats) -> Line | None:
    """Return the line through ink: its ends, its bend and its heights."""
    if len(points) < 60:  # noqa: PLR2004, fewer pixels are no line
        return None
    middle = points.mean(axis=0)
    axes = np.linalg.eigh(np.cov((points - middle).T))[1].T[::-1]
    along = (points - middle) @ axes[0]
    aside = (points - middle) @ np.array([-axes[0][1], axes[0][0]])
    first, last = float(along.min()), float(along.max())
    edges = np.linspace(first, last, _PARTS + 1)
    where, centres, heights = [], [], []
    for left, right in pairwise(edges):
        inside = aside[(along >= left) & (along <= right)]
        if len(inside) > 5:  # noqa: PLR2004, pixels
            low, high = np.percentile(inside, _TAILS)
            where.append((left + right) / 2)
            centres.append((low + high) / 2)
            heights.append((high - low) / _WITHIN)
    if len(where) < _PARTS // 2:
        return None
    curve = np.polyfit(where, centres, 2)
    slope = np.polyfit(where, heights, 1)
    ends = [middle + axes[0] * t + np.array([-axes[0][1], axes[0][0]]) * np.polyval(curve, t)
            for t in (first, last)]  # fmt: skip
    half = (first + last) / 2
    bend = float(np.polyval(curve, half) - np.polyval(curve, [first, last]).mean())
    high = tuple(max(float(np.polyval(slope, t)), 2.0) for t in (first, last))
    return Line(
        (float(ends[0][0]), float(ends[0][1])),
        (float(ends[1][0]), float(ends[1][1])),
        bend,
        (high[0], high[1]),
    )


def _same(one: Line, other: Line) -> bool:
    near = 0.5 * max(*one.heights, *other.heights)
    return any(
        np.hypot(one.start[0] - way.start[0], one.start[1] - way.start[1]) < near
        and np.hypot(one.end[0] - way.end[0], one.end[1] - way.end[1]) < near
        and abs(sum(one.heights) - sum(way.heights)) < 0.3 * sum(one.heights)
        for way in (other, other.turned())
    )
