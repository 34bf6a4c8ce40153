"""How much an outline looks like a sheet's: what changes across its sides, what is inside."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats, Pixels
from vision.page_masks import ALL, LEAST_SHARE, level

SAMPLES: Final = 48  # points measured along a side
_STEP: Final = 5.0  # pixels inwards and outwards at which colours are compared
_UNSEEN: Final = 0.55  # what a side outside the picture counts for, a clear one being 1
_OPEN: Final = 0.16  # what such a side costs besides: the picture's frame is always at hand
_FAINT: Final = 0.45  # contrast of a side that may be a printed rule
_NEAR: Final = 0.035  # of the longer side, from the frame
_DARKER: Final = -4.0  # grey levels by which paper may be darker than the table
_STEADY: Final = 0.7  # what a faint but steady side counts for
_TRACED: Final = 0.62  # what a side counts for that is an edge on all its length
_COLOURED: Final = 0.65  # support that more than traced edges give: another colour outside
_LEAST_WRITTEN: Final = 0.5  # of the picture's writing, in an outline of traced edges
_EDGE: Final = 7  # pixels, the width of a sheet's edge with its shadow
_BURNT: Final = 250.0  # brightness of a reflection
_REFLECTION: Final = 0.3  # of the picture; what is larger and white is an overexposed sheet
_SAME_TINT: Final = 0.04  # of the brightness, between a sheet and its part in the shade
_SAME_AMOUNT: Final = 0.4  # of strokes there
_THINNED: Final = 2  # every second pixel each way is enough for what is common
_BESIDE: Final = np.arange(2, 10, dtype=np.float32)  # of these pixels from a side is looked
_LEAST_CROSSED: Final = 0.05  # written there; beside a sheet's edge 0.03, in text 0.07 and more
_SAME_LIGHT: Final = 14.0  # levels; text in slanting light 13, folds and edges 14 and more
_SAME_COLOUR: Final = 5.0  # Lab units
_DEEP: Final = 0.12  # share of the light that a stroke takes away
_NOISE: Final = 10.0  # levels; in the dark that share is less than the noise
_WRITTEN: Final = 0.02  # of a written part is strokes
_SEEN: Final = 0.4  # share of a side that must be inside the picture for the side to be seen


@dataclass(frozen=True, slots=True)
class View:
    """The picture made small, as the search needs it; each of its height and width.

    Attributes:
        lab: its colours, with writing filled by the paper around it.
        grey: its light, with the writing.
        strokes: 1 where something is dark and thin: writing is on the paper, not beside it.
        planes: light and two colours of every second pixel each way, enough for what is common.
        deep: of the same pixels, where what is thin takes away light, however pale it is.
        few: of the same pixels, light, two colours and what is deep, beside each other.
    """

    lab: Floats
    grey: Pixels
    strokes: Pixels
    planes: tuple[Pixels, ...]
    deep: Flags
    few: Floats


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet found.

    Attributes:
        corners: shape (4, 2), x and y in pixels of the picture, clockwise from the top left.
        open_sides: for top, right, bottom, left: whether the sheet goes on outside the picture.
        support: contrast across the sides that are seen, 0 to 1.
        filled: share of the outline that was found to be paper, 0 to 1.
        weakest: contrast across the side that is seen worst, 0 to 1.
        sheets: how many sheets are seen, this one included.
    """

    corners: Floats
    open_sides: tuple[bool, bool, bool, bool]
    support: float
    filled: float
    weakest: float
    sheets: int = 1


def look(small: Pixels) -> View:
    """Prepare a small picture for the search."""
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    bare = np.maximum(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, kernel), 1)
    thin = cv2.subtract(bare, grey)
    strokes = (thin > max(_NOISE, level(thin, 0.9) * 0.5)).astype(np.uint8)
    lab = _without_ink(small)
    few = (slice(None, None, _THINNED),) * 2
    planes = cv2.split(np.ascontiguousarray(lab[few]))
    deep = thin[few] > np.maximum(_DEEP * bare[few], _NOISE)
    beside = np.dstack((*planes, deep)).astype(np.float32)
    return View(lab.astype(np.float32), grey, strokes, tuple(planes), deep, beside)


def rate(view: View, corners: Floats, filled: float, edge: float) -> tuple[float, Page] | None:
    """Rate an outline: contrast across its visible sides, fullness, evenness, and size."""
    lab = view.lab
    height, width = lab.shape[:2]
    area = float(cv2.contourArea(corners)) / (height * width)
    if area < LEAST_SHARE or not cv2.isContourConvex(corners):
        return None
    corners = order(corners)
    supports, open_sides = [], []
    points, _, inward = sides_of(corners)
    step = _STEP * inward[:, None]
    steps = colours_at(lab, points + step) - colours_at(lab, points - step)
    known = np.isfinite(steps[:, :, 0])
    near = _near_frame(points, width, height)
    traced = _TRACED * float(np.clip((edge - 0.25) / 0.2, 0, 1))
    for side in range(4):
        seen = _side_seen(steps[side][known[side]])
        seen = seen if near[side] else max(seen, traced)
        open_sides.append(bool(near[side] and seen < _FAINT) or float(known[side].mean()) < _SEEN)
        if not open_sides[-1]:
            supports.append(seen)
    support, weakest = (float(np.mean(supports)), min(supports)) if supports else (0.0, 0.0)
    certain = (sum(supports) + _UNSEEN * sum(open_sides)) / 4
    page = Page(
        corners,
        (open_sides[0], open_sides[1], open_sides[2], open_sides[3]),
        support,
        filled,
        weakest,
    )
    inside = inside_of(corners, lab.shape)
    written = _share_inside(view.strokes, inside)
    part = np.ascontiguousarray(inside[::_THINNED, ::_THINNED])
    if not part.any():
        return None
    burnt = area < _REFLECTION and level(view.planes[0], 0.75, part) >= _BURNT
    doubted = written < _LEAST_WRITTEN and (support < _COLOURED or burnt)
    if doubted and _share_inside(_off_the_sides(view.strokes, corners), inside) < _LEAST_WRITTEN:
        return None  # a gap between words has edges too, and so has a reflection
    if sum(open_sides) > 1 and _goes_on(view, part):
        return None
    if _crosses_writing(view, corners, page.open_sides):
        return None
    score = (
        certain
        + 0.5 * weakest
        + 1.2 * min(filled, 1.0)
        + 0.5 * min(area, 0.7)
        + 0.7 * written
        - 0.35 * _motley(view, part)
        - _OPEN * sum(open_sides)
    )
    return score, page


def order(corners: Floats) -> Floats:
    """Return four corners clockwise, the one nearest to the top left first."""
    centre = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0).astype(np.float32)


def _side_seen(steps: Floats) -> float:
    """Return how clearly colours (n, 3) change across a side: by much, or everywhere alike.

    White paper on a white table differs by little, but on all of its length.
    """
    if not len(steps):
        return 0.0
    strong = np.clip(np.abs(steps) @ ALL / 24, 0, 1) * np.where(steps[:, 0] > _DARKER, 1.0, 0.4)
    common = _middle(steps)
    amount = float(np.abs(common).sum())
    strays = float((np.abs(steps - common) @ ALL).mean()) / max(amount, 1e-3)
    alike = min(max((amount - 3) / 5, 0.0), 1.0) * min(max(1.6 - strays, 0.0), 1.0)
    steady = _STEADY * alike if common[0] > _DARKER else 0.0
    return max(float(_middle(strong) + strong.mean()) / 2, steady)


def _middle(values: Floats) -> Floats:
    """Return the median of a few values, or of each column of a few rows."""
    ranked = np.sort(values, axis=0)
    middle: Floats = (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
    return middle


def _near_frame(points: Floats, width: int, height: int) -> Flags:
    """Return of each side whether it runs along the frame: the sheet goes on behind it."""
    x, y = points[:, :, 0], points[:, :, 1]
    gaps = np.stack([x, y, width - x, height - y])
    return np.asarray((gaps.max(axis=2) < _NEAR * max(width, height)).any(axis=0))


def _goes_on(view: View, part: Pixels) -> bool:
    """Whether the same paper goes on outside: as much written, in the same tint, only darker.

    So the shadow of a hand is not taken for the end of the sheet.
    """
    outside = 1 - part
    if outside.mean() < LEAST_SHARE:
        return False
    tints, amounts = [], []
    for where in (part, outside):
        light, *colour = (level(plane, 0.5, where) for plane in view.planes)
        tints.append((np.array(colour) - 128) / max(light, 20))
        amounts.append(_written(view, where))
    tint = float(np.abs(tints[0] - tints[1]).sum())
    return tint < _SAME_TINT and amounts[1] > max(_SAME_AMOUNT * amounts[0], _WRITTEN)


def _crosses_writing(view: View, corners: Floats, open_sides: tuple[bool, ...]) -> bool:
    """Whether a side runs through writing: as much of it on both sides, on the same bare paper.

    On one side of a sheet's edge is its margin, on the other a table or another sheet. Paper is
    what is brightest, so that dense writing does not make it darker.
    """
    points, _, inward = sides_of(corners / _THINNED)
    away = np.array([_BESIDE, -_BESIDE])[:, :, None, None]  # inwards, then outwards
    at = points[:, None, None, ::_THINNED] + away * inward[:, None, None, None]
    bands = colours_at(view.few, at)
    for side, is_open in enumerate(open_sides):
        both = [band[np.isfinite(band[..., 0])] for band in bands[side]]
        if is_open or min(map(len, both)) < _SEEN * bands[side, 0, ..., 0].size:
            continue
        least, most = sorted(float(band[:, 3].mean()) for band in both)
        if least < max(_SAME_AMOUNT * most, _LEAST_CROSSED):
            continue
        light = np.subtract(*(np.percentile(band[:, 0], 80) for band in both))
        colour = np.subtract(*(np.median(band[:, 1:3], axis=0) for band in both))
        if abs(light) < _SAME_LIGHT and np.abs(colour).sum() < _SAME_COLOUR:
            return True
    return False


def _written(view: View, part: Pixels) -> float:
    """Return the share of a part that is strokes."""
    return float(view.deep[part > 0].mean())


def _share_inside(strokes: Pixels, inside: Pixels) -> float:
    within = cv2.countNonZero(cv2.bitwise_and(strokes, inside))
    return within / max(1, cv2.countNonZero(strokes))


def _off_the_sides(strokes: Pixels, corners: Floats) -> Pixels:
    """Return strokes without those along an outline's sides: a sheet's edge is dark and thin."""
    off = strokes.copy()
    sides = np.rint(corners).astype(np.int32)
    cv2.polylines(off, [sides], isClosed=True, color=0, thickness=_EDGE)
    return off


def inside_of(corners: Floats, shape: tuple[int, ...]) -> Pixels:
    """Return 1 inside an outline and 0 outside."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 1)
    return mask


def _motley(view: View, part: Pixels) -> float:
    """Return the share of an outline's inside that is not of one colour, whatever the light."""
    light, *colour = (plane[part > 0].astype(np.float32) for plane in view.planes)
    common, *middle = (level(plane, 0.5, part) for plane in view.planes)
    strange = sum(np.abs(one - usual) for one, usual in zip(colour, middle, strict=True))
    return float(((strange > 14) | (light < 0.55 * common)).mean())  # noqa: PLR2004, Lab units


def sides_of(corners: Floats) -> tuple[Floats, Floats, Floats]:
    """Return points along the four sides (4, n, 2), and unit vectors along and inwards (4, 2)."""
    ways = np.roll(corners, -1, axis=0) - corners
    along = ways / np.maximum(np.hypot(ways[:, 0], ways[:, 1]), 1e-3)[:, None]
    inward = np.stack([-along[:, 1], along[:, 0]], axis=1)
    outwards = ((corners.mean(axis=0) - corners) * inward).sum(axis=1) < 0
    inward[outwards] *= -1
    share = np.linspace(0.04, 0.96, SAMPLES, dtype=np.float32)[None, :, None]
    return corners[:, None] + share * ways[:, None], along, inward


def colours_at(lab: Floats, points: Floats) -> Floats:
    """Return what a picture's planes have at points (..., 2), NaN outside the picture."""
    height, width = lab.shape[:2]
    x, y = np.rint(points[..., 0]).astype(int), np.rint(points[..., 1]).astype(int)
    unseen = (x < 0) | (y < 0) | (x >= width) | (y >= height)
    place = np.where(unseen, 0, y * width + x)
    found: Floats = lab.reshape(-1, lab.shape[2])[place]
    found[unseen] = np.nan
    return found


def _without_ink(small: Pixels) -> Pixels:
    """Return the picture in Lab with writing filled by the paper around it."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    lab = cv2.cvtColor(cv2.medianBlur(small, 3), cv2.COLOR_BGR2LAB)
    lightness = cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_CLOSE, kernel)
    filled = cv2.medianBlur(lab, 9)
    filled[:, :, 0] = cv2.medianBlur(lightness, 3)
    return filled
