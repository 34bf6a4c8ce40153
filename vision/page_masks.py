"""Outlines of what differs from its surroundings: twenty ways of parting paper from table.

A wooden table is told from paper by its colour, a dark one by its brightness; what has none
of the colours along the picture's frame is paper even if it has many of its own.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels

LEAST_SHARE: Final = 0.02  # of the picture; a smaller thing is no sheet


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
    light = lab[:, :, 0]
    tint = np.hypot(lab[:, :, 1] - 128, lab[:, :, 2] - 128)
    for plane in (light, np.clip(light - 2 * tint, 0, 255), 255 - np.clip(4 * tint, 0, 255)):
        grey = plane.astype(np.uint8)
        level, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield mask.astype(np.uint8)
        above = grey[grey > level]
        if above.size > grey.size * LEAST_SHARE:
            yield ((grey > np.percentile(above, 30)) * 255).astype(np.uint8)
    yield from _unlike_table(lab)
    points = lab.reshape(-1, 3)
    rules = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    for count in (3, 5):
        sample = points[:: max(1, len(points) // 6000)]
        _, _, centres = cv2.kmeans(sample, count, np.empty(0), rules, 1, cv2.KMEANS_PP_CENTERS)
        nearest = np.argmin(_squared_gaps(points, centres), axis=0)
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
    weights = np.array((0.7, 1.3, 1.3), np.float32)
    gaps = _squared_gaps(lab.reshape(-1, 3) * weights, common * weights).min(axis=0)
    far = np.clip(np.sqrt(gaps).reshape(lab.shape[:2]) * 3, 0, 255).astype(np.uint8)
    level, mask = cv2.threshold(far, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield mask
    yield (far > 0.6 * level).astype(np.uint8) * 255


def _squared_gaps(points: Floats, centres: Floats) -> Floats:
    """Return how far colours (n, 3) are from each of the centres (k, 3), squared, shape (k, n)."""
    apart = (points - centre for centre in centres)
    gaps: Floats = np.stack([np.einsum("nc,nc->n", one, one) for one in apart])
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
