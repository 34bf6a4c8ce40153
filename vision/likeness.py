"""Whether a picture shows a sheet of paper at all, and not a screen, a room or a face."""

from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import (
    LEAST_INK,
    LEAST_INK_DPI,
    LEAST_LETTERED,
    LOSSLESS,
    MILLIMETRES_AN_INCH,
    MOST_MOVED,
)
from vision.decode import Photo, fit
from vision.evidence import evidence, shape, skew, stroke_width, weigh
from vision.page_rating import Page
from vision.screen import is_drawn, is_photographed
from vision.straighten import Flat, dpi
from vision.writing import Writing

_SIDE: Final = 300
_COLOURED: Final = (38.0, 60.0)  # Lab units of the median: yellow lamps give 33, walls 40 to 100
_FEW: Final = 8  # every so many pixels are enough for a median
_BROAD: Final = 3.0  # millimetres: pens 1 to 2, twigs and people 2.6 to 5
_LARGE: Final = 4.6  # millimetres; the same where print fills the picture, seen from near
_CLEAN: Final = (0.95, 0.08)  # likeness of the paper and share of ink of such a picture
_TEXTURED: Final = (0.295, 0.28)  # share of pale ink: stone, cloth and screens; and its contrast
_DENSE: Final = (0.4, 0.12)  # share of dark ink no print has, and how far under it doubt begins
_TEXTURE: Final = 0.55  # what is left of the likeness where all is texture
_NEAR: Final = 0.2  # of the picture: a smaller outline needs even paper in it besides
_SOFT_PIXELS: Final = 1.8  # width of edges from which on evenness comes from blur
_LEFT: Final = 0.4  # of the likeness of what is no paper: too little even for the lenient
_SKEWED: Final = (34.0, 12.0)  # degrees off a right angle: no sheet has them; and down to sheets
_FRAMED: Final = 0.36  # how clearly the edges of a sheet are seen, from which on one sign will do


def looks_drawn(photo: Photo, page: Page | None, writing: Writing, blur: float) -> bool:
    """Whether a computer drew the picture; evenness that comes from blur does not tell.

    Args:
        photo: upright.
        page: the outline found.
        writing: what is written on the sheet.
        blur: width of its edges in the worst direction, millimetres.
    """
    shrunk = max(photo.width, photo.height) / max(photo.pixels.shape[:2])
    soft = blur / MILLIMETRES_AN_INCH * dpi(photo, page) > _SOFT_PIXELS * shrunk
    return (not soft or photo.quality == LOSSLESS) and is_drawn(photo, page, writing)


def page_likeness(
    photo: Photo, page: Page | None, flat: Flat, writing: Writing, blur: float, *, lettered: float
) -> float:
    """Return how much the picture looks like a photographed sheet, 0 to 1.

    Three things speak for one: straight edges, even paper, and that what is dark on it is thin.
    What has no clear edges must have the ground and the strokes of a sheet besides; where they
    are clear, one of both is enough, because a leaflet of many colours has no even paper.

    Args:
        photo: upright.
        page: the outline found.
        flat: the sheet alone.
        writing: what is written on it.
        blur: width of its edges in the worst direction, millimetres.
        lettered: how surely what is written there is letters, 0.25 to 1.
    """
    looks = _looks(photo, page, flat, writing, blur, lettered=lettered)
    weighed = weigh(evidence(photo, page, flat, writing, blur))
    framed = page is not None and _framed(photo, page) > _FRAMED
    found = max(looks, weighed) if framed else min(looks, weighed)
    found *= 1 - (1 - _LEFT) * _coloured(flat)
    still = blur < MOST_MOVED  # what moves is smeared into lines, which look like fringes
    if page is not None and still and is_photographed(flat):
        return found * _LEFT
    return found


def _looks(
    photo: Photo, page: Page | None, flat: Flat, writing: Writing, blur: float, *, lettered: float
) -> float:
    """Return how much edges, paper and strokes together look like a sheet's, 0 to 1."""
    paper = _paper_likeness(flat)
    fills = page is None or sum(page.open_sides) > 2  # noqa: PLR2004, one edge may be a shadow
    clean = fills and paper > _CLEAN[0] and writing.share < _CLEAN[1]
    printed = _print(writing)
    broadest = _LARGE if clean else _BROAD
    thin = float(np.clip((broadest - stroke_width(writing, blur)) / 0.8, 0, 1))
    if clean and lettered > LEAST_LETTERED:
        thin = 1.0  # what is broad was drawn beside letters
    thin *= printed
    empty = writing.share < LEAST_INK
    if page is None:
        return paper * (0.3 + 0.7 * thin) * (0.5 if empty else 1)
    area = _area(photo, page)
    outline = float(np.clip((page.support - 0.45) / 0.4, 0, 1))
    outline *= 1 - 0.1 * sum(page.open_sides)  # one edge may be a horizon
    if empty and (any(page.open_sides) or dpi(photo, page) < LEAST_INK_DPI):
        outline, paper = 0.5 * outline, 0.5 * paper  # a wall, a door, a shirt: nothing is written
    found = 0.5 * outline + 0.5 * paper
    if area > _NEAR:
        found = max(found, outline - 0.15)
    return found * (0.7 + 0.3 * thin if printed else _TEXTURE)


def _framed(photo: Photo, page: Page) -> float:
    """Return how clearly a rectangle of the shape of a sheet and not far away is seen, 0 to 1."""
    long, wedge = shape(page)
    shares = (
        (page.support - 0.45) / 0.4,
        (1.14 - page.filled) / 0.08,
        _area(photo, page) / 0.15,
        (wedge - 0.2) / 0.3,
        (1.9 - long) / 0.3,
        (long - 1) / 0.15,
        (_SKEWED[0] - skew(page)) / _SKEWED[1],
    )
    return float(np.prod(np.clip(shares, 0, 1))) * (1 - 0.25 * sum(page.open_sides))


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
    half = cv2.resize(flat.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)  # is fast
    small = cv2.cvtColor(fit(half, _SIDE), cv2.COLOR_BGR2LAB).astype(np.float32)
    light = cv2.resize(flat.paper, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)  # is smooth
    light = light.astype(np.float32)
    smooth = cv2.GaussianBlur(light, (0, 0), 24)
    uneven = float((np.abs(light - smooth) > 0.14 * np.maximum(smooth, 20)).mean())
    middle = np.median(small[:, :, 1:], axis=(0, 1))
    tint = np.hypot(*np.moveaxis(small[:, :, 1:] - middle, 2, 0))
    motley = float((tint > 16).mean())  # noqa: PLR2004, Lab units
    return float(np.clip(1.1 - 1.6 * uneven - 1.2 * motley, 0, 1))


def _coloured(flat: Flat) -> float:
    """Return how much stronger the ground is coloured than any paper in any light, 0 to 1."""
    few = np.ascontiguousarray(flat.pixels[::_FEW, ::_FEW])
    colour = np.median(cv2.cvtColor(few, cv2.COLOR_BGR2LAB)[:, :, 1:], axis=(0, 1)) - 128
    palest, strongest = _COLOURED
    return float(np.clip((np.hypot(*colour) - palest) / (strongest - palest), 0, 1))
