"""Find the sheet of paper in a photograph.

Several ways of parting paper from table each propose outlines; one measure, the contrast
of colour across the outline's sides, chooses among them. So a wooden table is found by its
colour, a dark one by its brightness, and a white one by the shadow at the paper's edge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels
from vision.decode import fit

SEARCH_SIDE: Final = 400  # pixels of the longer side in which the outline is looked for
_LEAST_SHARE: Final = 0.015  # of the picture; a smaller thing is no sheet
_SAMPLES: Final = 48  # points measured along a side
_STEP: Final = 5.0  # pixels inwards and outwards at which colours are compared
_AT_BORDER: Final = 0.012  # of the longer side: a side so near to the frame lies on it


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet found.

    Attributes:
        corners: shape (4, 2), x and y in pixels of the picture, clockwise from the top left.
        open_sides: for top, right, bottom, left: whether the sheet goes on outside the picture.
        support: contrast across the sides that are seen, 0 to 1.
    """

    corners: Floats
    open_sides: tuple[bool, bool, bool, bool]
    support: float


def find_page(pixels: Pixels) -> Page | None:
    """Find the largest sheet of paper; None if nothing looks like one.

    Args:
        pixels: shape (height, width, 3), BGR.
    """
    small = fit(pixels, SEARCH_SIDE)
    scale = pixels.shape[1] / small.shape[1]
    lab = _without_ink(small)
    best: tuple[float, Floats, float] | None = None
    for mask in _masks(lab):
        for quad, filled in _quads(mask):
            refined = _refine(lab, quad)
            score, support = _score(lab, refined, filled)
            if best is None or score > best[0]:
                best = (score, refined, support)
    if best is None:
        return None
    height, width = lab.shape[:2]
    corners = order(best[1])
    return Page(corners * scale, _open_sides(corners, width, height), best[2])


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
    light = lab[:, :, 0]
    tint = np.hypot(lab[:, :, 1] - 128, lab[:, :, 2] - 128)
    for plane in (light, np.clip(light - 2 * tint, 0, 255), 255 - np.clip(4 * tint, 0, 255)):
        grey = plane.astype(np.uint8)
        level, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield mask.astype(np.uint8)
        above = grey[grey > level]
        if above.size > grey.size * _LEAST_SHARE:
            yield ((grey > np.percentile(above, 30)) * 255).astype(np.uint8)
    points = lab.reshape(-1, 3)
    rules = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    cv2.setRNGSeed(1)
    for count in (3, 5):
        sample = points[:: max(1, len(points) // 6000)]
        _, _, centres = cv2.kmeans(sample, count, np.empty(0), rules, 1, cv2.KMEANS_PP_CENTERS)
        nearest = np.argmin(((points[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)
        labels = nearest.reshape(light.shape)
        ranked = np.argsort(-(centres[:, 0] - np.hypot(centres[:, 1] - 128, centres[:, 2] - 128)))
        for taken in range(1, count):
            yield (np.isin(labels, ranked[:taken]) * 255).astype(np.uint8)
        yield from (((labels == one) * 255).astype(np.uint8) for one in ranked[1:3])


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


def _score(lab: Floats, corners: Floats, filled: float) -> tuple[float, float]:
    """Rate an outline: contrast across its visible sides, fullness, and size."""
    height, width = lab.shape[:2]
    area = float(cv2.contourArea(corners)) / (height * width)
    if area < _LEAST_SHARE or not cv2.isContourConvex(corners):
        return -1.0, 0.0
    supports, seen = [], 0.0
    for points, _, inward in _sides(corners):
        inside, outside = (
            _colours(lab, points + _STEP * inward),
            _colours(lab, points - _STEP * inward),
        )
        step = np.abs(inside - outside).sum(axis=1)
        brighter = np.nan_to_num(inside[:, 0] - outside[:, 0]) > -4  # noqa: PLR2004, grey levels
        known = np.isfinite(step)
        share = float(known.mean())
        if share > 0.25:  # noqa: PLR2004, a quarter of the side
            strong = np.clip(step[known] / 24, 0, 1) * np.where(brighter[known], 1.0, 0.4)
            supports.append(float(np.median(strong)) * 0.5 + float(strong.mean()) * 0.5)
            seen += 1
    support = float(np.mean(supports)) if supports else 0.0
    weakest = min(supports, default=0.0)
    return support + 0.5 * weakest + 0.6 * min(filled, 1.0) + 0.35 * min(
        area, 0.8
    ) + 0.05 * seen, support


def _open_sides(corners: Floats, width: int, height: int) -> tuple[bool, bool, bool, bool]:
    near = _AT_BORDER * max(width, height)
    frame = ((1, 0.0), (0, width - 1.0), (1, height - 1.0), (0, 0.0))
    pairs = ((0, 1), (1, 2), (2, 3), (3, 0))
    return tuple(  # type: ignore[return-value]
        all(
            abs(float(corners[corner, axis]) - edge) < near
            or _beyond(float(corners[corner, axis]), edge)
            for corner in pair
        )
        for pair, (axis, edge) in zip(pairs, frame, strict=True)
    )


def _beyond(value: float, edge: float) -> bool:
    return value < 0 if edge == 0 else value > edge
