"""Outlines made of straight lines: four edges, however faint, that meet in four corners.

Where paper and table are of one brightness no mask parts them, but the paper's edge casts a
thin shadow. Short edges are found, those in one line are joined, and of all ways to take two
across and two down those are kept along which there is most edge.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats, Pixels
from vision.page_masks import ALL

_CLEAR: Final = (2.0, 5.0)  # step of colour, Lab units a pixel, that counts in full
_NOISY: Final = 5.0  # times the step of most pixels, within these bounds
_WIDE: Final = 1.3  # the edge of a shadow is wide: as steep on a blurred picture
_WRITTEN: Final = 11  # pixels; what is dark and narrower than this is writing
_EDGE: Final = 0.22  # of it, from which on a pixel may be part of an edge
_LEAST_LENGTH: Final = 0.1  # of the picture's longer side, of a piece of edge
_GAP: Final = 12  # pixels between pieces of one edge
_TURN: Final = np.deg2rad(3.0)  # by which pieces of one line may differ
_APART: Final = 5.0  # pixels, the same
_LINES: Final = 9  # kept each way
_LEAST_AREA: Final = 0.02  # of the picture
_FRAME: Final = 0.35  # what a side along the picture's frame counts for
_LONG: Final = (1.1, 1.9)  # longer to shorter side, seen at a slant
_LEFT: Final = 0.35  # the same of what the frame leaves of a sheet, from it to across
_SLANT: Final = 0.28  # of two opposite sides the shorter to the longer
_LEAST_EDGE: Final = 0.3  # of the side with least edge
_CLEAR_EDGE: Final = 0.75  # of such a side, where the outline was found in another way
_AROUND: Final = 1 / 16  # of the longer side, whose light is taken away
_SMOOTH: Final = 1.2  # pixels
_LOUDER: Final = 12  # times
_LEAST_SEGMENT: Final = 0.06  # of the longer side
_STRAIGHT: Final = 0.8  # what a faint straight edge counts for
_RANKED: Final = 64  # outlines, whose insides are looked at
_INSIDE: Final = 16  # points each way
_KEPT: Final = 8  # outlines
_SAMPLES: Final = 24  # points looked at along a side

Line = tuple[float, float, float]  # direction, distance from the origin, length


def quads_of_lines(
    lab: Floats, grey: Pixels, proposed: list[Floats]
) -> Iterator[tuple[Floats, float]]:
    """Return outlines, shape (4, 2), the best first, and how much edge the worst side has.

    One side may run along the picture's frame.

    Args:
        lab: the picture without its writing, shape (height, width, 3).
        grey: the picture as it is, shape (height, width).
        proposed: outlines found in other ways; those with clear edges all around are returned.
    """
    height, width = lab.shape[:2]
    segments = _segments(grey)
    edges = np.maximum(_edges(lab), _painted(segments, (height, width)))
    wide_edges = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    if proposed:
        traced = _support(wide_edges, np.array(proposed)).min(axis=1)
        for place in np.flatnonzero(traced > _CLEAR_EDGE):
            yield proposed[place], float(traced[place])
    quads = _meetings_of_four(*_lines(edges, segments), width, height)
    at_frame = _at_frame(quads, width, height)
    like_paper = _like_paper(quads, at_frame) & (_area(quads) > _LEAST_AREA * width * height)
    quads, at_frame = quads[like_paper], at_frame[like_paper]
    support = np.where(at_frame, _FRAME, _support(wide_edges, quads))
    good = (support.min(axis=1, initial=1.0) > _LEAST_EDGE) & (at_frame.sum(axis=1) <= 1)
    quads, support, at_frame = quads[good], support[good], at_frame[good]
    clear = support.mean(axis=1) + 0.5 * support.min(axis=1, initial=1.0)
    clearest = np.argsort(-clear)[:_RANKED]
    plain = clear[clearest] - _inside(edges, quads[clearest])
    seen = np.where(at_frame, 1.0, support).min(axis=1, initial=1.0)
    for place in clearest[np.argsort(-plain)][:_KEPT]:
        yield quads[place].astype(np.float32), float(seen[place])


def _meetings_of_four(across: list[Line], down: list[Line], width: int, height: int) -> Floats:
    """Return all outlines of two lines across and two down, shape (n, 4, 2), the frame's too."""
    across += [(0.0, 1.0, 0.0), (0.0, height - 2.0, 0.0)]
    down += [(np.pi / 2, -1.0, 0.0), (np.pi / 2, 2.0 - width, 0.0)]
    points = _meetings(across, down)
    first, second = np.array(list(combinations(range(len(across)), 2))).T[:, :, None]
    left, right = np.array(list(combinations(range(len(down)), 2))).T[:, None]
    quads = np.stack(
        [points[first, left], points[first, right], points[second, right], points[second, left]],
        axis=2,
    ).reshape(-1, 4, 2)
    slack = 0.02 * max(width, height)
    inside = (quads > -slack) & (quads < np.array((width, height)) + slack)
    return np.asarray(quads[inside.all(axis=(1, 2))])


def _like_paper(quads: Floats, at_frame: Flags) -> Flags:
    """Whether outlines could be sheets seen from above, or parts: neither strips nor wedges."""
    lengths = np.hypot(*np.moveaxis(np.roll(quads, -1, axis=1) - quads, 2, 0))
    lengths = np.maximum(lengths, 1.0)
    wide, high = lengths[:, [0, 2]], lengths[:, [1, 3]]
    long = wide.mean(axis=1) / high.mean(axis=1)
    left = np.where(at_frame[:, [1, 3]].any(axis=1), long, 1 / long)
    long = np.maximum(long, 1 / long)
    near = wide.max(axis=1) / high.max(axis=1)
    near = np.maximum(near, 1 / near)
    even = np.minimum(wide.min(axis=1) / wide.max(axis=1), high.min(axis=1) / high.max(axis=1))
    whole = (_LONG[0] < long) & (near < _LONG[1])
    part = at_frame.any(axis=1) & (left > _LEFT) & (left < _LONG[1])
    return np.asarray((whole | part) & (even > _SLANT))


def _area(quads: Floats) -> Floats:
    first, second = quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1]
    areas: Floats = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
    return areas


def _at_frame(quads: Floats, width: int, height: int) -> Flags:
    """Return for each side, shape (n, 4), whether it runs along the picture's frame."""
    ends = np.stack([quads, np.roll(quads, -1, axis=1)])
    x, y = ends[..., 0], ends[..., 1]
    near = [(x < 4).all(axis=0), (y < 4).all(axis=0)]  # noqa: PLR2004, pixels
    near += [(x > width - 5).all(axis=0), (y > height - 5).all(axis=0)]
    return np.asarray(np.any(near, axis=0))


def _edges(lab: Floats) -> Floats:
    """Return how much of an edge there is at each pixel, 0 to 1."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WRITTEN, _WRITTEN))
    light = lab[:, :, 0].astype(np.uint8)
    bare = lab.copy()
    bare[:, :, 0] = cv2.morphologyEx(light, cv2.MORPH_CLOSE, kernel)
    step = np.clip(_steps(bare, 1.0) - _WIDE * _steps(bare, 3.0), 0, None)
    clear = np.clip(_NOISY * float(np.percentile(step, 70)), *_CLEAR)
    edges: Floats = np.clip(step / clear, 0, 1).astype(np.float32)
    return edges


def _steps(lab: Floats, sigma: float) -> Floats:
    smooth = cv2.GaussianBlur(lab, (0, 0), sigma)
    across = np.abs(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 4)) @ ALL
    down = np.abs(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 4)) @ ALL
    steps: Floats = np.hypot(across, down)
    return steps


def _segments(grey: Pixels) -> Floats:
    """Return straight edges, shape (n, 4), that are straighter than they are strong.

    Points in one line whose light grows in one direction are an edge, however little it grows.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WRITTEN, _WRITTEN))
    light = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, kernel).astype(np.float32)
    around = cv2.GaussianBlur(light, (0, 0), max(light.shape) * _AROUND)
    fine = cv2.GaussianBlur(light, (0, 0), _SMOOTH) - around
    louder = np.clip(_LOUDER * fine + 128, 0, 255).astype(np.uint8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 1.0).detect(louder)[0]
    segments = np.zeros((0, 4), np.float32) if found is None else found.reshape(-1, 4)
    lengths = np.hypot(*(segments[:, 2:] - segments[:, :2]).T)
    return np.asarray(segments[lengths > _LEAST_SEGMENT * max(light.shape)])


def _painted(segments: Floats, shape: tuple[int, int]) -> Floats:
    painted = np.zeros(shape, np.float32)
    for x, y, x2, y2 in np.rint(segments).astype(int).tolist():
        cv2.line(painted, (x, y), (x2, y2), _STRAIGHT, 1)
    return painted


def _lines(edges: Floats, segments: Floats) -> tuple[list[Line], list[Line]]:
    """Return the longest lines across and down the picture."""
    shortest = _LEAST_LENGTH * max(edges.shape)
    mask: Pixels = ((edges > _EDGE) * 255).astype(np.uint8)
    thin = cv2.bitwise_and(mask, _ridges(edges))
    pieces = cv2.HoughLinesP(thin, 1, np.pi / 180, 28, None, shortest, _GAP)
    found: tuple[list[Line], list[Line]] = ([], [])
    straight = [segments] if pieces is None else [pieces.reshape(-1, 4), segments]
    for x, y, x2, y2 in np.concatenate(straight).astype(float):
        angle = float(np.arctan2(y2 - y, x2 - x))
        upright = abs(float(np.cos(angle))) < np.sqrt(0.5)
        if upright:
            angle %= np.pi
        elif np.cos(angle) < 0:
            angle -= np.pi * np.sign(angle)
        away = float(y * np.cos(angle) - x * np.sin(angle))
        _join(found[int(upright)], (angle, away, float(np.hypot(x2 - x, y2 - y))))
    return tuple(sorted(lines, key=lambda line: -line[2])[:_LINES] for lines in found)  # type: ignore[return-value]


def _ridges(edges: Floats) -> Pixels:
    """Return 255 where a pixel has as much edge as the most of its neighbours across or down."""
    tops = np.zeros(edges.shape, bool)
    for size in ((1, 3), (3, 1)):
        tops |= edges >= cv2.dilate(edges, np.ones(size, np.uint8))
    return (tops * 255).astype(np.uint8)


def _join(lines: list[Line], piece: Line) -> None:
    """Add a piece of edge to the line it lies on, or as a line of its own."""
    for place, (angle, away, length) in enumerate(lines):
        if abs(angle - piece[0]) < _TURN and abs(away - piece[1]) < _APART:
            whole = length + piece[2]
            share = piece[2] / whole
            lines[place] = (
                angle + share * (piece[0] - angle),
                away + share * (piece[1] - away),
                whole,
            )
            return
    lines.append(piece)


def _meetings(across: list[Line], down: list[Line]) -> Floats:
    """Return where each line across meets each line down, shape (across, down, 2)."""
    angle, away, _ = np.array(across).T[:, :, None]
    angle2, away2, _ = np.array(down).T[:, None]
    apart = np.sin(angle2 - angle)  # at least half: they go across and down
    x = (away * np.cos(angle2) - away2 * np.cos(angle)) / apart
    y = (away * np.sin(angle2) - away2 * np.sin(angle)) / apart
    return np.stack([x, y], axis=2)


def _inside(edges: Floats, quads: Floats) -> Floats:
    """Return how much edge there is inside each outline: a sheet is plainer than a cloth."""
    height, width = edges.shape
    share = np.linspace(0.1, 0.9, _INSIDE)
    down, across = share[None, :, None, None], share[None, None, :, None]
    top, right, bottom, left = (quads[:, corner, None, None] for corner in range(4))
    upper = top + across * (right - top)
    points = np.rint(upper + down * (left + across * (bottom - left) - upper)).astype(int)
    x, y = np.clip(points[..., 0], 0, width - 1), np.clip(points[..., 1], 0, height - 1)
    return np.asarray(edges[y, x].mean(axis=(1, 2)))


def _support(edges: Floats, quads: Floats) -> Floats:
    """Return how much edge there is along each side of each outline, shape (n, 4)."""
    height, width = edges.shape
    share = np.linspace(0.04, 0.96, _SAMPLES)[None, None, :, None]
    starts, ends = quads[:, :, None, :], np.roll(quads, -1, axis=1)[:, :, None, :]
    points = np.rint(starts + share * (ends - starts)).astype(int)
    x, y = np.clip(points[..., 0], 0, width - 1), np.clip(points[..., 1], 0, height - 1)
    along: Floats = edges[y, x].mean(axis=2)
    return along
