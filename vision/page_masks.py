"""Outlines of what differs from its surroundings: eighteen ways of parting paper from table.

A wooden table is told from paper by its colour, a dark one by its brightness; what has none
of the colours along the picture's frame is paper even if it has many of its own.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from vision.arrays import Flags, Floats, Pixels

LEAST_SHARE: Final = 0.02  # of the picture; a smaller thing is no sheet
ALL: Final = np.ones(3, np.float32)  # planes of a colour, added faster than by a sum


def quads_of_masks(lab: Floats) -> Iterator[tuple[Floats, float]]:
    """Return outlines, shape (4, 2), and how full each is of what was taken for paper.

    Args:
        lab: the picture without its writing, shape (height, width, 3).
    """
    for mask in _masks(lab):
        yield from _quads(mask)


def _masks(lab: Floats) -> Iterator[Pixels]:
    """Part the picture into paper and the rest in several ways."""
    cv2.setRNGSeed(1)
    light, *colour = cv2.split(lab)
    tint = cv2.magnitude(*(plane - 128 for plane in colour))
    for plane in (light, np.clip(light - 2 * tint, 0, 255), 255 - np.clip(4 * tint, 0, 255)):
        grey = plane.astype(np.uint8)
        _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield mask
        if cv2.countNonZero(mask) > grey.size * LEAST_SHARE:
            yield _flags(grey > level(grey, 0.3, mask))
    yield from _unlike_table(lab)
    points = lab.reshape(-1, 3)
    rules = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    for count in (3, 5):
        sample = points[:: max(1, len(points) // 6000)]
        _, _, centres = cv2.kmeans(sample, count, np.empty(0), rules, 1, cv2.KMEANS_PP_CENTERS)
        ranked = np.argsort(-(centres[:, 0] - np.hypot(centres[:, 1] - 128, centres[:, 2] - 128)))
        gaps = _gaps(points, centres[ranked])
        nearest = gaps.min(axis=0)
        for taken in range(1, count):
            yield _flags(gaps[:taken].min(axis=0) == nearest).reshape(light.shape)
        yield from (_flags(gap == nearest).reshape(light.shape) for gap in gaps[1:3])


def _flags(where: Flags) -> Pixels:
    return where.astype(np.uint8) * 255


def level(plane: Pixels, share: float, part: Pixels | None = None) -> int:
    """Return the value that this share of a plane's pixels, or of a part's, does not exceed."""
    amounts = np.cumsum(cv2.calcHist([plane], [0], part, [256], [0, 256]))
    return int(np.searchsorted(amounts, share * amounts[-1]))


def _unlike_table(lab: Floats) -> Iterator[Pixels]:
    """Take for paper what has none of the colours along the picture's frame.

    So a sheet is found whole that is itself of many colours, or folded.
    """
    ring = np.concatenate([lab[:4].reshape(-1, 3), lab[-4:].reshape(-1, 3)])
    ring = np.concatenate([ring, lab[:, :4].reshape(-1, 3), lab[:, -4:].reshape(-1, 3)])
    rules = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 10, 1.0)
    _, labels, centres = cv2.kmeans(ring, 4, np.empty(0), rules, 1, cv2.KMEANS_PP_CENTERS)
    common = centres[np.bincount(labels.ravel(), minlength=4) > 0.1 * len(ring)]
    weights = np.array((0.7, 1.3, 1.3), np.float32)
    points = (lab.reshape(-1, 3) - common[0]) * weights  # small numbers have exact squares
    gaps = 2 * _gaps(points, (common - common[0]) * weights).min(axis=0) + (points**2) @ ALL
    far = np.clip(np.sqrt(np.maximum(gaps, 0)).reshape(lab.shape[:2]) * 3, 0, 255).astype(np.uint8)
    limit, mask = cv2.threshold(far, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield mask
    yield _flags(far > 0.6 * limit)


def _gaps(points: Floats, centres: Floats) -> Floats:
    """Return how far colours (n, 3) are from centres (k, 3), shape (k, n).

    It is half the squared distance, but for what is the same for all centres.
    """
    gaps: Floats = (centres**2) @ (ALL / 2)[:, None] - centres @ points.T
    return gaps


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
        if area < mask.size * LEAST_SHARE:
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
