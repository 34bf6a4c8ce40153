"""Find the sheet of paper in a photograph.

Several ways of parting paper from table each propose outlines, until one is beyond doubt; one
measure, the contrast of colour across the outline's sides, chooses among them. So a wooden table
is found by its colour, a dark one by its brightness, and a white one by the shadow at the
paper's edge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels
from vision.decode import fit
from vision.page_lines import quads_of_lines
from vision.page_masks import ALL, quads_of_masks
from vision.page_rating import SAMPLES, Page, colours_at, inside_of, look, rate, sides_of

SEARCH_SIDE: Final = 400  # pixels of the longer side in which the outline is looked for
_ALIKE: Final = 3.0  # pixels; an outline so near to one that was tried is not tried again
_LEAST_SUPPORT: Final = 0.5  # sheets have 0.59 and more; what fills the frame 0.1 to 0.4
_SURE_SUPPORT: Final = 0.65  # from which on one side may be lost in the dark
_LEAST_WEAKEST: Final = 0.16  # else; sheets have 0.19 and more
_EVEN: Final = 0.42  # from which on a side may be faint, if the others are no fainter
_PLAIN: Final = (0.9, 0.95, 0.69)  # weakest side, fullness, share: beside it no second fits
_SOLID: Final = 0.9  # how full the outline of a second sheet must be
_LEAST_SECOND: Final = 0.45  # of the first sheet's area
_SAME_PAPER: Final = 36.0  # Lab units between two sheets in one picture
_LINED: Final = 0.93  # how full an outline of lines is taken to be, which nobody counted

Outline = tuple[Floats, float, float]  # corners, how full it is, how much edge its worst side has


def find_page(pixels: Pixels) -> Page | None:
    """Find the largest sheet of paper; None if no edge of one is seen.

    Args:
        pixels: shape (height, width, 3), BGR.
    """
    small = fit(pixels, SEARCH_SIDE)
    scale = pixels.shape[1] / small.shape[1]
    view = look(small)
    lab = view.lab
    best: tuple[float, Page] | None = None
    clear: list[Page] = []
    refined: list[Floats] = []
    parted = ((*found, 0.0) for found in quads_of_masks(lab))
    lined = ((quad, _LINED, edge) for quad, edge in quads_of_lines(lab, view.grey, refined))
    for quad, filled, edge in chain(_distinct(parted), _distinct(lined)):
        refined.append(_refine(lab, quad))
        rated = rate(view, refined[-1], filled, edge)
        if rated is None:
            continue
        if rated[1].weakest > _SURE_SUPPORT and filled > _SOLID:
            clear.append(rated[1])
        if best is None or rated[0] > best[0]:
            best = rated
        if _is_plain(rated[1], small.shape):
            break
    if best is None or not _is_seen(best[1]):
        return None
    beside = any(_is_another(lab, best[1], other) for other in clear)
    within = any(_is_another(lab, *pair) for pair in combinations(clear, 2))
    sheets = 1 + (beside or within)
    return replace(best[1], corners=best[1].corners * scale, sheets=sheets)


def _distinct(outlines: Iterable[Outline]) -> Iterator[Outline]:
    tried: list[Floats] = []
    for outline in outlines:
        if all(float(np.abs(outline[0] - other).max()) >= _ALIKE for other in tried):
            tried.append(outline[0])
            yield outline


def _is_another(lab: Floats, page: Page, other: Page) -> bool:
    """Whether an outline is of a second sheet: beside the first, of its size and colour."""
    areas = [float(cv2.contourArea(one.corners)) for one in (page, other)]
    common, _ = cv2.intersectConvexConvex(page.corners, other.corners)
    if common > 0.1 * min(areas) or min(areas) < _LEAST_SECOND * max(areas):
        return False
    colours = [
        np.median(lab[inside_of(one.corners, lab.shape) > 0], axis=0) for one in (page, other)
    ]
    return float(np.abs(colours[0] - colours[1]).sum()) < _SAME_PAPER


def _is_plain(page: Page, shape: tuple[int, ...]) -> bool:
    """Whether an outline is so clear and large that no other has to be looked for."""
    weakest, filled, share = _PLAIN
    large = cv2.contourArea(page.corners) > share * shape[0] * shape[1]
    return large and page.weakest > weakest and page.filled > filled and not any(page.open_sides)


def _is_seen(page: Page) -> bool:
    if page.weakest < _LEAST_WEAKEST:
        return page.support > _SURE_SUPPORT
    faint = page.weakest > _EVEN and not any(page.open_sides)
    return faint or page.support > _LEAST_SUPPORT


def _refine(lab: Floats, corners: Floats) -> Floats:
    """Move each side to the strongest step of colour near it."""
    reach = np.arange(-9, 10, dtype=np.float32)
    sides, along, inward = sides_of(corners)
    across = np.arange(-11, 12, dtype=np.float32)[:, None, None] * inward[:, None, None]
    colours = colours_at(lab, sides[:, None] + across)
    steps = np.nan_to_num(np.abs(colours[:, 4:] - colours[:, :-4]) @ ALL, nan=0.0)
    steps *= (1 - 0.03 * np.abs(reach))[:, None]
    best = steps.argmax(axis=1)
    weight = steps.max(axis=1)
    found = sides + reach[best][:, :, None] * inward[:, None]
    keep = weight > np.maximum(6.0, 0.5 * np.median(weight, axis=1))[:, None]
    lines = []
    for side in range(4):
        if keep[side].sum() < SAMPLES // 4:
            lines.append((sides[side].mean(axis=0), along[side]))
            continue
        fitted = cv2.fitLine(found[side][keep[side]], cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((fitted[2:], fitted[:2]))
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
