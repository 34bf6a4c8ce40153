"""How much an outline looks like a sheet's: what changes across its sides, what is inside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats, Pixels
from vision.page_masks import LEAST_SHARE

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
_BURNT: Final = 250.0  # brightness of a reflection
_REFLECTION: Final = 0.3  # of the picture; what is larger and white is an overexposed sheet
_SAME_TINT: Final = 0.04  # of the brightness, between a sheet and its part in the shade
_SAME_AMOUNT: Final = 0.5  # of strokes there
_THINNED: Final = 3  # every third pixel each way is enough for that
_AROUND: Final = 9  # of these pixels across, twice how far around an outline is looked
_SAME_LIGHT: Final = (
    12.0  # levels; a sheet is brighter than its table by 19 and more, or unwritten
)
_SAME_COLOUR: Final = 5.0  # Lab units
_DEEP: Final = 0.12  # share of the light that a stroke takes away
_WRITTEN: Final = 0.02  # of a written part is strokes
_SEEN: Final = 0.4  # share of a side that must be inside the picture for the side to be seen


@dataclass(frozen=True, slots=True)
class View:
    """The picture made small, as the search needs it; each of its height and width.

    Attributes:
        lab: its colours, with writing filled by the paper around it.
        depth: how much darker than its surroundings what is thin is, 0 to 1, in any light.
        strokes: where something is dark and thin: writing is on the paper, not beside it.
    """

    lab: Floats
    depth: Floats
    strokes: Flags


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
    thin = bare - np.minimum(grey, bare)
    strokes = thin > max(10.0, float(np.percentile(thin, 90)) * 0.5)
    return View(_without_ink(small), (thin / bare).astype(np.float32), strokes)


def rate(view: View, corners: Floats, filled: float, edge: float) -> tuple[float, Page] | None:
    """Rate an outline: contrast across its visible sides, fullness, evenness, and size."""
    lab = view.lab
    height, width = lab.shape[:2]
    area = float(cv2.contourArea(corners)) / (height * width)
    if area < LEAST_SHARE or not cv2.isContourConvex(corners):
        return None
    corners = order(corners)
    supports, open_sides = [], []
    for points, _, inward in sides_of(corners):
        inner, outer = (
            colours_at(lab, points + _STEP * inward),
            colours_at(lab, points - _STEP * inward),
        )
        step = np.abs(inner - outer).sum(axis=1)
        known = np.isfinite(step)
        seen = _side_seen(inner[known] - outer[known]) if known.any() else 0.0
        seen = max(seen, _TRACED * float(np.clip((edge - 0.25) / 0.2, 0, 1)))
        at_frame = seen < _FAINT and _near_frame(points, width, height)
        open_sides.append(at_frame or float(known.mean()) < _SEEN)
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
    written = float((view.strokes & (inside > 0)).sum()) / max(1, int(view.strokes.sum()))
    burnt = area < _REFLECTION and _is_burnt(lab, inside)
    if written < _LEAST_WRITTEN and (support < _COLOURED or burnt):
        return None  # a gap between words has edges too, and so has a reflection
    if sum(open_sides) > 1 and _goes_on(view, inside):
        return None
    if _is_part_of_writing(view, inside):
        return None
    score = (
        certain
        + 0.5 * weakest
        + 1.2 * min(filled, 1.0)
        + 0.5 * min(area, 0.7)
        + 0.7 * written
        - 0.35 * _motley(lab, inside)
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
    size = np.abs(steps).sum(axis=1)
    strong = np.clip(size / 24, 0, 1) * np.where(steps[:, 0] > _DARKER, 1.0, 0.4)
    common = np.median(steps, axis=0)
    amount = float(np.abs(common).sum())
    strays = float(np.abs(steps - common).sum(axis=1).mean()) / max(amount, 1e-3)
    alike = np.clip((amount - 3) / 5, 0, 1) * np.clip(1.6 - strays, 0, 1)
    steady = _STEADY * float(alike) if common[0] > _DARKER else 0.0
    return max(float(np.median(strong) + strong.mean()) / 2, steady)


def _near_frame(points: Floats, width: int, height: int) -> bool:
    """Whether a side runs along the frame: the sheet goes on behind it."""
    near = _NEAR * max(width, height)
    gaps = np.stack([points[:, 0], points[:, 1], width - points[:, 0], height - points[:, 1]])
    return bool((gaps.max(axis=1) < near).any())


def _goes_on(view: View, inside: Pixels) -> bool:
    """Whether the same paper goes on outside: as much written, in the same tint, only darker.

    So the shadow of a hand is not taken for the end of the sheet.
    """
    outside = inside == 0
    if outside.mean() < LEAST_SHARE:
        return False
    colours = [np.median(view.lab[part][::5], axis=0) for part in (inside > 0, outside)]
    tints = [(colour[1:] - 128) / max(float(colour[0]), 20.0) for colour in colours]
    amounts = [float((view.depth[part] > _DEEP).mean()) for part in (inside > 0, outside)]
    tint = float(np.abs(tints[0] - tints[1]).sum())
    return tint < _SAME_TINT and amounts[1] > max(_SAME_AMOUNT * amounts[0], _WRITTEN)


def _is_part_of_writing(view: View, inside: Pixels) -> bool:
    """Whether the same bare paper and as much writing lie all around, so some words were outlined.

    Paper is what is brightest inside, so that dense writing does not make it darker.
    """
    thinned = (slice(None, None, _THINNED),) * 2
    lab, deep, part = view.lab[thinned], view.depth[thinned] > _DEEP, inside[thinned]
    around = (cv2.dilate(part, np.ones((_AROUND, _AROUND), np.uint8)) > 0) & (part == 0)
    if not around.any() or not part.any():
        return False
    within = part > 0
    paper = np.percentile(lab[within], 80, axis=0)
    apart = np.abs(paper - np.median(lab[around], axis=0))
    amounts = [float(deep[where].mean()) for where in (within, around)]
    alike = apart[0] < _SAME_LIGHT and float(apart[1:].sum()) < _SAME_COLOUR
    return bool(alike) and amounts[1] > max(_SAME_AMOUNT * amounts[0], _WRITTEN)


def _is_burnt(lab: Floats, inside: Pixels) -> bool:
    """Whether a quarter of what is inside is pure white; a reflection fades towards its edge."""
    return float(np.percentile(lab[:, :, 0][inside > 0], 75)) >= _BURNT


def inside_of(corners: Floats, shape: tuple[int, ...]) -> Pixels:
    """Return 1 inside an outline and 0 outside."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 1)
    return mask


def _motley(lab: Floats, inside: Pixels) -> float:
    """Return the share of an outline's inside that is not of one colour, whatever the light."""
    colours = lab.reshape(-1, 3)[np.flatnonzero(inside)[::7]]
    middle = np.median(colours, axis=0)
    coloured = np.abs(colours[:, 1:] - middle[1:]).sum(axis=1) > 14  # noqa: PLR2004, Lab units
    return float((coloured | (colours[:, 0] < 0.55 * middle[0])).mean())


def sides_of(corners: Floats) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Return for each side its points (n, 2), and the unit vectors along and inwards."""
    centre = corners.mean(axis=0)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1e-3, float(np.hypot(*(end - start))))
        inward = np.array((-along[1], along[0]), np.float32)
        if np.dot(centre - start, inward) < 0:
            inward = -inward
        share = np.linspace(0.04, 0.96, SAMPLES, dtype=np.float32)[:, None]
        yield start + share * (end - start), along, inward


def colours_at(lab: Floats, points: Floats) -> Floats:
    """Return the colours (n, 3) at points, NaN outside the picture."""
    height, width = lab.shape[:2]
    x, y = np.rint(points[:, 0]).astype(int), np.rint(points[:, 1]).astype(int)
    seen = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    found = np.full((len(points), 3), np.nan, np.float32)
    found[seen] = lab[y[seen], x[seen]]
    return found


def _without_ink(small: Pixels) -> Floats:
    """Return the picture in Lab with writing filled by the paper around it."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    lab = cv2.cvtColor(cv2.medianBlur(small, 3), cv2.COLOR_BGR2LAB)
    lightness = cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_CLOSE, kernel)
    colour = [cv2.medianBlur(plane, 9) for plane in cv2.split(lab)[1:]]
    return cv2.merge([cv2.medianBlur(lightness, 3), *colour]).astype(np.float32)
