"""Find the sheet of paper in a photograph.

Several ways of parting paper from table each propose outlines; one measure, the contrast
of colour across the outline's sides, chooses among them. So a wooden table is found by its
colour, a dark one by its brightness, and a white one by the shadow at the paper's edge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels
from vision.decode import fit

SEARCH_SIDE: Final = 400  # pixels of the longer side in which the outline is looked for
_LEAST_SHARE: Final = 0.03  # of the picture; a smaller thing is no sheet
_ALIKE: Final = 3.0  # pixels; an outline so near to one that was tried is not tried again
_SAMPLES: Final = 48  # points measured along a side
_STEP: Final = 5.0  # pixels inwards and outwards at which colours are compared
_LEAST_SUPPORT: Final = 0.5  # sheets have 0.59 and more; what fills the frame 0.1 to 0.4
_SURE_SUPPORT: Final = 0.65  # from which on one side may be lost in the dark
_LEAST_WEAKEST: Final = 0.16  # else; sheets have 0.19 and more
_UNSEEN: Final = 0.55  # what a side outside the picture counts for, a clear one being 1
_FAINT: Final = 0.45  # contrast of a side that may be a printed rule
_NEAR: Final = 0.035  # of the longer side, from the frame
_SEEN: Final = 0.4  # share of a side that must be inside the picture for the side to be seen


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet found.

    Attributes:
        corners: shape (4, 2), x and y in pixels of the picture, clockwise from the top left.
        open_sides: for top, right, bottom, left: whether the sheet goes on outside the picture.
        support: contrast across the sides that are seen, 0 to 1.
        filled: share of the outline that was found to be paper, 0 to 1.
        weakest: contrast across the side that is seen worst, 0 to 1.
    """

    corners: Floats
    open_sides: tuple[bool, bool, bool, bool]
    support: float
    filled: float
    weakest: float


def find_page(pixels: Pixels) -> Page | None:
    """Find the largest sheet of paper; None if no edge of one is seen.

    Args:
        pixels: shape (height, width, 3), BGR.
    """
    small = fit(pixels, SEARCH_SIDE)
    scale = pixels.shape[1] / small.shape[1]
    lab, strokes = _without_ink(small), _strokes(small)
    best: tuple[float, Page] | None = None
    tried: list[Floats] = []
    for mask in _masks(lab):
        for quad, filled in _quads(mask):
            if any(float(np.abs(quad - other).max()) < _ALIKE for other in tried):
                continue
            tried.append(quad)
            refined = _refine(lab, quad)
            rated = _rate(lab, strokes, refined, filled)
            if rated is not None and (best is None or rated[0] > best[0]):
                best = rated
    if best is None or not _is_seen(best[1]):
        return None
    return replace(best[1], corners=best[1].corners * scale)


def _is_seen(page: Page) -> bool:
    if page.weakest < _LEAST_WEAKEST:
        return page.support > _SURE_SUPPORT
    return page.support > _LEAST_SUPPORT


def order(corners: Floats) -> Floats:
    """Return four corners clockwise, the one nearest to the top left first."""
    centre = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0).astype(np.float32)


def _without_ink(small: Pixels) -> Floats:
    """Return the picture in Lab with writing filled by the paper around it."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    lab = cv2.cvtColor(cv2.medianBlur(small, 3), cv2.COLOR_BGR2LAB)
    lightness = cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_CLOSE, kernel)
    colour = [cv2.medianBlur(plane, 9) for plane in cv2.split(lab)[1:]]
    return cv2.merge([cv2.medianBlur(lightness, 3), *colour]).astype(np.float32)


def _masks(lab: Floats) -> Iterator[Pixels]:
    """Part the picture into paper and the rest in several ways."""
    cv2.setRNGSeed(1)
    light = lab[:, :, 0]
    tint = np.hypot(lab[:, :, 1] - 128, lab[:, :, 2] - 128)
    for plane in (light, np.clip(light - 2 * tint, 0, 255), 255 - np.clip(4 * tint, 0, 255)):
        grey = plane.astype(np.uint8)
        level, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield mask.astype(np.uint8)
        above = grey[grey > level]
        if above.size > grey.size * _LEAST_SHARE:
            yield ((grey > np.percentile(above, 30)) * 255).astype(np.uint8)
    yield from _unlike_table(lab)
    points = lab.reshape(-1, 3)
    rules = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    for count in (3, 5):
        sample = points[:: max(1, len(points) // 6000)]
        _, _, centres = cv2.kmeans(sample, count, np.empty(0), rules, 1, cv2.KMEANS_PP_CENTERS)
        nearest = np.argmin(((points[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)
        labels = nearest.reshape(light.shape)
        ranked = np.argsort(-(centres[:, 0] - np.hypot(centres[:, 1] - 128, centres[:, 2] - 128)))
        for taken in range(1, count):
            yield (np.isin(labels, ranked[:taken]) * 255).astype(np.uint8)
        yield from (((labels == one) * 255).astype(np.uint8) for one in ranked[1:3])


def _unlike_table(lab: Floats) -> Iterator[Pixels]:
    """Take for paper what has none of the colours along the picture's frame.

    So a sheet is found whole that is itself of many colours, or folded.
    """
    ring = np.concatenate([lab[:4].reshape(-1, 3), lab[-4:].reshape(-1, 3)])
    ring = np.concatenate([ring, lab[:, :4].reshape(-1, 3), lab[:, -4:].reshape(-1, 3)])
    rules = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 10, 1.0)
    _, labels, centres = cv2.kmeans(ring, 4, np.empty(0), rules, 1, cv2.KMEANS_PP_CENTERS)
    common = centres[np.bincount(labels.ravel(), minlength=4) > 0.1 * len(ring)]
    weighted = lab * np.array((0.7, 1.3, 1.3), np.float32)
    gaps = ((weighted[:, :, None] - common[None, None] * (0.7, 1.3, 1.3)) ** 2).sum(axis=3)
    far = np.clip(np.sqrt(gaps.min(axis=2)) * 3, 0, 255).astype(np.uint8)
    level, mask = cv2.threshold(far, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield mask
    yield (far > 0.6 * level).astype(np.uint8) * 255


def _quads(mask: Pixels) -> Iterator[tuple[Floats, float]]:
    """Return four-cornered outlines of a mask's large parts, and how full each is."""
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))
    framed = cv2.copyMakeBorder(mask, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=0)
    clean = cv2.morphologyEx(
        cv2.morphologyEx(framed, cv2.MORPH_CLOSE, kernel), cv2.MORPH_OPEN, kernel
    )
    outlines, _ = cv2.findContours(clean, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:2]:
        area = cv2.contourArea(outline)
        if area < mask.size * _LEAST_SHARE:
            continue
        hull = cv2.convexHull(outline)
        quad = _four_corners(hull)
        if quad is not None:
            yield quad - 8, area / max(1.0, cv2.contourArea(quad))


def _four_corners(hull: Floats) -> Floats | None:
    around = cv2.arcLength(hull, closed=True)
    for share in (0.02, 0.03, 0.045, 0.06, 0.08, 0.1):
        corners = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(corners) == 4:  # noqa: PLR2004, a sheet
            return corners[:, 0].astype(np.float32)
        if len(corners) < 4:  # noqa: PLR2004, a sheet
            break
    return cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float32)


def _sides(corners: Floats) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Return for each side its points (n, 2), and the unit vectors along and inwards."""
    centre = corners.mean(axis=0)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1e-3, float(np.hypot(*(end - start))))
        inward = np.array((-along[1], along[0]), np.float32)
        if np.dot(centre - start, inward) < 0:
            inward = -inward
        share = np.linspace(0.04, 0.96, _SAMPLES, dtype=np.float32)[:, None]
        yield start + share * (end - start), along, inward


def _colours(lab: Floats, points: Floats) -> Floats:
    """Return the colours (n, 3) at points, NaN outside the picture."""
    height, width = lab.shape[:2]
    x, y = np.rint(points[:, 0]).astype(int), np.rint(points[:, 1]).astype(int)
    seen = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    found = np.full((len(points), 3), np.nan, np.float32)
    found[seen] = lab[y[seen], x[seen]]
    return found


def _refine(lab: Floats, corners: Floats) -> Floats:
    """Move each side to the strongest step of colour near it."""
    reach = np.arange(-9, 10, dtype=np.float32)
    lines = []
    for points, along, inward in _sides(corners):
        steps = np.stack(
            [
                np.abs(
                    _colours(lab, points + (r + 2) * inward)
                    - _colours(lab, points + (r - 2) * inward)
                ).sum(axis=1)
                for r in reach
            ]
        )
        steps = np.nan_to_num(steps, nan=0.0) * (1 - 0.03 * np.abs(reach))[:, None]
        best = np.argmax(steps, axis=0)
        weight = steps[best, np.arange(_SAMPLES)]
        found = points + reach[best][:, None] * inward
        keep = weight > max(6.0, 0.5 * float(np.median(weight)))
        if keep.sum() < _SAMPLES // 4:
            lines.append((points.mean(axis=0), along))
            continue
        vx, vy, x, y = cv2.fitLine(found[keep], cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((np.array((x, y), np.float32), np.array((vx, vy), np.float32)))
    crossed = [_cross(lines[i - 1], lines[i]) for i in range(4)]
    moved = np.array(crossed, np.float32)
    if not np.isfinite(moved).all() or np.abs(moved - corners).max() > 0.12 * SEARCH_SIDE:
        return corners
    return moved


def _cross(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    (point, along), (other, across) = first, second
    area = along[0] * across[1] - along[1] * across[0]
    if abs(float(area)) < 1e-3:  # noqa: PLR2004, parallel lines
        return np.full(2, np.nan, np.float32)
    gap = other - point
    crossing: Floats = point + along * (gap[0] * across[1] - gap[1] * across[0]) / area
    return crossing


def _rate(
    lab: Floats, strokes: Pixels, corners: Floats, filled: float
) -> tuple[float, Page] | None:
    """Rate an outline: contrast across its visible sides, fullness, evenness, and size."""
    height, width = lab.shape[:2]
    area = float(cv2.contourArea(corners)) / (height * width)
    if area < _LEAST_SHARE or not cv2.isContourConvex(corners):
        return None
    corners = order(corners)
    supports, open_sides = [], []
    for points, _, inward in _sides(corners):
        inner, outer = (
            _colours(lab, points + _STEP * inward),
            _colours(lab, points - _STEP * inward),
        )
        step = np.abs(inner - outer).sum(axis=1)
        known = np.isfinite(step)
        strong = np.zeros(1)
        if known.any():
            brighter = inner[known, 0] - outer[known, 0] > -4  # noqa: PLR2004, grey levels
            strong = np.clip(step[known] / 24, 0, 1) * np.where(brighter, 1.0, 0.4)
        seen = float(np.median(strong) + strong.mean()) / 2
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
    inside = _inside(corners, lab.shape)
    written = float(cv2.bitwise_and(strokes, inside).sum()) / max(1, int(strokes.sum()))
    score = (
        certain
        + 0.5 * weakest
        + 1.2 * min(filled, 1.0)
        + 0.5 * min(area, 0.7)
        + 0.7 * written
        - 0.35 * _motley(lab, inside)
        - 0.06 * sum(open_sides)
    )
    return score, page


def _near_frame(points: Floats, width: int, height: int) -> bool:
    """Whether a side runs along the frame: the sheet goes on behind it."""
    near = _NEAR * max(width, height)
    gaps = np.stack([points[:, 0], points[:, 1], width - points[:, 0], height - points[:, 1]])
    return bool((gaps.max(axis=1) < near).any())


def _inside(corners: Floats, shape: tuple[int, ...]) -> Pixels:
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 1)
    return mask


def _motley(lab: Floats, inside: Pixels) -> float:
    """Return the share of an outline's inside that is not of one colour, whatever the light."""
    colours = lab[inside > 0][::7]
    middle = np.median(colours, axis=0)
    coloured = np.abs(colours[:, 1:] - middle[1:]).sum(axis=1) > 14  # noqa: PLR2004, Lab units
    return float((coloured | (colours[:, 0] < 0.55 * middle[0])).mean())


def _strokes(small: Pixels) -> Pixels:
    """Return 1 where something dark and thin is: writing is on the paper, not beside it."""
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    thin = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel)
    return (thin > max(10.0, float(np.percentile(thin, 90)) * 0.5)).astype(np.uint8)
