"""Whether a picture shows a sheet of paper at all, and not a screen, a room or a face."""

import math
from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import LEAST_INK, LEAST_INK_DPI
from vision.arrays import Flags
from vision.decode import Photo, fit
from vision.page_rating import Page, inside_of
from vision.straighten import Flat, dpi
from vision.writing import Writing

_SIDE: Final = 300
_COLOURED: Final = 38.0  # Lab units of the median: yellow lamps give 30, leaves and sand 40 to 60
_BROAD: Final = 3.0  # millimetres: pens 1 to 2, twigs and people 2.6 to 5
_SHARP: Final = 0.25  # millimetres, the width of a sharp edge; a wider one makes strokes broader
_WIDENS: Final = 2.2  # by so many times the blur's standard deviation a stroke looks broader
_LARGE: Final = 4.6  # millimetres; the same where print fills the picture, seen from near
_CLEAN: Final = (0.95, 0.08)  # likeness of the paper and share of ink of such a picture
_TEXTURED: Final = (0.295, 0.28)  # share of pale ink: stone, cloth and screens; and its contrast
_DENSE: Final = (0.4, 0.12)  # share of dark ink no print has, and how far under it doubt begins
_TEXTURE: Final = 0.55  # what is left of the likeness where all is texture
_ROUND: Final = 1.15  # of an outline's area: what is fuller bulges, so it is no quadrangle
_RIM: Final = 0.025  # by which, over the outline's side, a small one may be fuller
_FAR: Final = (
    0.15,
    3.9,
)  # of the picture, and millimetres: on sheets so far away strokes have 3.4
_MOST: Final = 0.5  # of the picture: what is larger is judged as if it filled it, too
_FILLING: Final = 0.8  # how much that counts
_NEAR: Final = 0.2  # of the picture: a smaller outline needs even paper in it besides
# Share of the picture that is even and of one of the three commonest shades: screens have 0.43 and
# more, sheets 0.21 at most. Compression makes paper even, too, but light falls off across it.
_DRAWN: Final = 0.32
_SHADES: Final = 3
_LOSSY: Final = 99  # JPEG quality; what came without loss is even only if it was drawn
_SPOT: Final = 32  # pixels, four blocks of a JPEG
_SPOTS: Final = 0.08  # share of them; screens sent as JPEG have 0.088 and more, sheets 0.067
_TINTS: Final = slice(5, 252)  # of 255: neither black nor white
_SCAN: Final = (1.2, 1.5)  # height to width of a page from a scanner, which is even white too
_CODED: Final = 25  # JPEG quality under which even spots come from the compression
_PALE: Final = 0.3  # contrast under which they come from overexposure
_BURNT: Final = (0.45, 0.015)  # contrast and evenness of what is not white: screens have more
_SOFT_PIXELS: Final = 1.8  # width of edges from which on evenness comes from blur


def page_likeness(
    photo: Photo, page: Page | None, flat: Flat, writing: Writing, blur: float
) -> float:
    """Return how much the picture looks like a photographed sheet, 0 to 1.

    Three things speak for one: straight edges, even paper, and that what is dark on it is thin.

    Args:
        photo: upright.
        page: the outline found.
        flat: the sheet alone.
        writing: what is written on it.
        blur: width of its edges in the worst direction, millimetres.
    """
    shrunk = max(photo.width, photo.height) / max(photo.pixels.shape[:2])
    soft = blur / 25.4 * dpi(photo, page) > _SOFT_PIXELS * shrunk
    if not soft and _is_drawn(photo, page, writing):
        return 0.0
    paper = _paper_likeness(flat)
    stroke = writing.stroke - _WIDENS * max(0.0, blur - _SHARP)
    area = 1.0 if page is None else _area(photo, page)
    fills = page is None or sum(page.open_sides) > 2  # noqa: PLR2004, one edge may be a shadow
    clean = fills and paper > _CLEAN[0] and writing.share < _CLEAN[1]
    printed = _print(writing)
    thin = float(np.clip(((_LARGE if clean else _BROAD) - stroke) / 0.8, 0, 1)) * printed
    filling = paper * (0.3 + 0.7 * thin)
    if page is None:
        return filling
    fullest = _ROUND + _RIM / math.sqrt(area)
    outline = float(np.clip((page.support - 0.45) / 0.4, 0, 1)) * (page.filled < fullest)
    outline *= 1 - 0.1 * sum(page.open_sides)  # one edge may be a horizon
    empty = writing.share < LEAST_INK
    if empty and (any(page.open_sides) or dpi(photo, page) < LEAST_INK_DPI):
        outline, paper = 0.5 * outline, 0.5 * paper  # a wall, a door, a shirt: nothing is written
    found = 0.5 * outline + 0.5 * paper
    if area > _NEAR:
        found = max(found, outline - 0.15)
    far = area < _FAR[0] and writing.stroke > _FAR[1]
    found *= _TEXTURE if far or not printed else 0.7 + 0.3 * thin
    if area > _MOST and not empty:
        found = max(found, _FILLING * filling)
    return float(found)


def _area(photo: Photo, page: Page) -> float:
    height, width = photo.pixels.shape[:2]
    share: float = cv2.contourArea(page.corners) / (height * width)
    return max(share, 1e-3)


def _print(writing: Writing) -> float:
    """Return how likely it is that so much ink is writing or print and not a texture, 0 to 1."""
    if writing.contrast < _TEXTURED[1]:
        return float(writing.share < _TEXTURED[0])
    return float(np.clip((_DENSE[0] - writing.share) / _DENSE[1], 0, 1))


def _paper_likeness(flat: Flat) -> float:
    """Paper is nearly of one colour, and what is on it is thin and covers little of it."""
    small = cv2.cvtColor(fit(flat.pixels, _SIDE), cv2.COLOR_BGR2LAB).astype(np.float32)
    light = cv2.resize(flat.paper, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(light, (0, 0), 24)
    uneven = float((np.abs(light - smooth) > 0.14 * np.maximum(smooth, 20)).mean())
    middle = np.median(small[:, :, 1:], axis=(0, 1))
    tint = np.hypot(*np.moveaxis(small[:, :, 1:] - middle, 2, 0))
    motley = float((tint > 16).mean())  # noqa: PLR2004, Lab units
    coloured = float(np.hypot(*(middle - 128))) > _COLOURED
    return float(np.clip(1.1 - 1.6 * uneven - 1.2 * motley - 0.6 * coloured, 0, 1))


def _is_drawn(photo: Photo, page: Page | None, writing: Writing) -> bool:
    """A screenshot has large parts in exactly one colour; no light is so even."""
    if photo.quality < _CODED:
        return False
    grey = cv2.cvtColor(photo.pixels, cv2.COLOR_BGR2GRAY)
    middle = grey[1:-1, 1:-1]
    even = (middle == grey[:-2, 1:-1]) & (middle == grey[2:, 1:-1])
    even &= (middle == grey[1:-1, :-2]) & (middle == grey[1:-1, 2:])
    pale = writing.contrast < _PALE
    if pale:  # where one colour is at its end, overexposure makes it even
        even &= photo.pixels[1:-1, 1:-1].max(axis=2) < _TINTS.stop
    size = middle.size
    if page is not None:
        inside = inside_of(page.corners, grey.shape)[1:-1, 1:-1] > 0
        even &= inside
        size = max(1, int(inside.sum()))
    shades = np.bincount(middle[even], minlength=256) / size
    tinted = shades[_TINTS]
    burnt = writing.contrast < _BURNT[0] and tinted.sum() < _BURNT[1]
    is_scan = _SCAN[0] < photo.height / photo.width < _SCAN[1]
    commonest = np.sort(tinted if is_scan or burnt or pale else shades)[-_SHADES:]
    if float(commonest.sum()) <= _DRAWN:
        return False
    return photo.quality > _LOSSY or _even_spots(even) > _SPOTS


def _even_spots(even: Flags) -> float:
    """Return the share of spots even all over; compression evens out smaller ones only."""
    rows, columns = (side // _SPOT for side in even.shape)
    spots = even[: rows * _SPOT, : columns * _SPOT].reshape(rows, _SPOT, columns, _SPOT)
    return float((spots.mean(axis=(1, 3)) > 0.995).mean())  # noqa: PLR2004, a speck in each
