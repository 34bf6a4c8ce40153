"""What tells a sheet from a wall, a shirt, a window: its ground, its strokes, its outline.

Writing lies dark and thin on a light ground whose light changes slowly, in an outline that could
be a sheet's. No one of these holds for every sheet, so they are weighed against each other. The
weights are found by `python -m vision.evidence_fit FOLDER...` from labelled photographs.
"""

from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import LEAST_INK
from vision.arrays import Floats
from vision.decode import Photo
from vision.page_rating import Page
from vision.straighten import Flat, sides
from vision.writing import Writing

_MARGIN: Final = 0.025  # of each side, where the table may show
_COARSE: Final = 8  # every so many pixels are enough for the ground
_THINNED: Final = 2  # every second pixel of half the sheet is enough for shares of it
_STEP: Final = 0.1  # of the light, by which the ground is off the smooth light that fits it best
_HELD: Final = 1e-6  # how strongly the smooth light is kept small
_BARE: Final = 0.25  # of the depth of ink, up to which paper is bare
_BETWEEN: Final = (0.2, 0.6)  # of it: neither paper nor ink; the edges of strokes, or a texture
_SOFT: Final = (0.5, 0.1)  # millimetres, a blur that makes edges of everything, and the way there
_TILE: Final = 44  # pixels of half the sheet, 15 mm
_WRITTEN: Final = 0.01  # of a tile
_LEAST_DEPTH: Final = 0.12  # of ink
_THIN: Final = 9  # pixels of half the sheet, 3 mm: what is narrower is a stroke, dark or light
_SHARP: Final = 0.25  # millimetres, the width of a sharp edge; a wider one makes strokes broader
_WIDENS: Final = 2.2  # by so many times the blur's standard deviation a stroke looks broader
_SMALL: Final = 0.12  # of the picture; a smaller outline is a thing far away
_SKEWED: Final = (20.0, 10.0)  # degrees off a right angle: sheets 15, at a slant 25; and a step
_MOST_SKEWED: Final = 3.0  # of these steps
_CONSTANT: Final = -7.13  # such that what is a sheet with a likelihood of 0.3 comes to the limit
_WEIGHTS: Final = {
    "uneven": -2.76,
    "bare": 5.09,
    "texture": -1.94,
    "dark": 4.96,
    "broad": -0.58,
    "open": -0.19,
    "bulging": -3.79,
    "long": -0.99,
    "wedge": -5.34,
    "skewed": -1.0,
    "small": -3.81,
    "seen": 5.05,
}


def weigh(found: dict[str, float]) -> float:
    """Return how likely it is that this was found on a sheet, 0 to 1."""
    logit = _CONSTANT + sum(_WEIGHTS[name] * value for name, value in found.items())
    return float(1 / (1 + np.exp(-logit)))


def stroke_width(writing: Writing, blur: float) -> float:
    """Return how broad strokes are, in millimetres, were they not blurred."""
    return writing.stroke - _WIDENS * max(0.0, blur - _SHARP)


def evidence(
    photo: Photo, page: Page | None, flat: Flat, writing: Writing, blur: float
) -> dict[str, float]:
    """Measure what speaks for a sheet and against it, each within the bounds in which it tells.

    Args:
        photo: upright.
        page: the outline found.
        flat: what is inside it.
        writing: what is written there.
        blur: width of its edges in the worst direction, millimetres.
    """
    inked = writing.share > LEAST_INK
    bare, between = _bare_and_between(flat.depth)
    sharp = float(np.clip((_SOFT[0] - blur) / _SOFT[1], 0, 1))
    return {
        "uneven": _uneven(flat.paper),
        "bare": float(np.clip(bare, 0.3, 0.95)),
        "texture": min(between, 0.6) * _spread(writing) * sharp,
        "dark": float(np.clip(_dark(flat), 0.4, 0.9)) if inked else 0.6,
        "broad": float(np.clip(stroke_width(writing, blur), 1.5, 5)) if inked else 1.5,
    } | _outline(photo, page)


def shape(page: Page) -> tuple[float, float]:
    """Return longer to shorter side, and of two opposite ones the shorter to the longer."""
    top, right, bottom, left = sides(page.corners)
    shorter, longer = sorted((max(top, bottom), max(left, right)))
    pairs = ((top, bottom), (left, right))
    return longer / max(shorter, 1.0), min(min(pair) / max(*pair, 1.0) for pair in pairs)


def skew(page: Page) -> float:
    """Return by how many degrees the most skewed corner is off a right angle.

    Where a side is outside the picture, its corners are the frame's and tell nothing; nor does
    the last one where two are outside: it may be where the edge of a shadow meets a sheet's.
    """
    if sum(page.open_sides) > 1:
        return 0.0
    along = np.roll(page.corners, -1, axis=0) - page.corners
    back = -np.roll(along, 1, axis=0)
    long = np.maximum(np.hypot(*along.T) * np.hypot(*back.T), 1e-6)
    off = np.abs(np.arcsin(np.clip((along * back).sum(axis=1) / long, -1, 1)))
    unseen = np.array(page.open_sides)
    return float(np.degrees(np.where(unseen | np.roll(unseen, 1), 0, off)).max())


def _outline(photo: Photo, page: Page | None) -> dict[str, float]:
    """Measure whether an outline could be a sheet's; one that fills the picture is none."""
    if page is None:
        unseen = ("open", "bulging", "long", "wedge", "skewed", "small")
        return dict.fromkeys(unseen, 0.0) | {"seen": 0.9}
    long, wedge = shape(page)
    height, width = photo.pixels.shape[:2]
    area = float(cv2.contourArea(page.corners)) / (height * width)
    return {
        "open": float(sum(page.open_sides)),
        "bulging": float(np.clip(page.filled - 1.04, 0, 0.3)),
        "long": float(np.clip(long - 1.55, 0, 1.5)),
        "wedge": float(np.clip(0.8 - wedge, 0, 0.5)),
        "skewed": float(np.clip((skew(page) - _SKEWED[0]) / _SKEWED[1], 0, _MOST_SKEWED)),
        "small": float(np.clip((_SMALL - area) / 0.1, 0, 1)),
        "seen": float(np.clip(page.support, 0.4, 1)),
    }


def _inner(plane: Floats) -> Floats:
    """Return a plane without its margins; a strip has none."""
    height, width = (int(side * _MARGIN) + 1 for side in plane.shape[:2])
    inner: Floats = plane[height:-height, width:-width]
    return inner if inner.size else plane


def _uneven(paper: Floats) -> float:
    """Return the share of the ground off the light, which changes smoothly over a sheet."""
    small = paper[::_COARSE, ::_COARSE]
    light = np.log(np.maximum(_inner(small), 8, dtype=np.float32))
    light = cv2.GaussianBlur(light, (0, 0), 2)
    y, x = np.mgrid[: light.shape[0], : light.shape[1]]
    y, x = y / light.shape[0] - 0.5, x / light.shape[1] - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * y, x**2, y**2], axis=2).reshape(-1, 6)
    level = light.ravel().astype(np.float64)
    held = _HELD * np.eye(terms.shape[1])  # on a strip the terms are alike
    smooth = terms @ np.linalg.solve(terms.T @ terms + held, terms.T @ level)
    return float((np.abs(level - smooth) > _STEP).mean())


def _bare_and_between(depth: Floats) -> tuple[float, float]:
    """Return the shares of a sheet that are bare, and neither bare nor ink.

    On cloth, stone and leaves less is bare, and more lies between.
    """
    half = _inner(cv2.resize(depth, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    half = half[::_THINNED, ::_THINNED]
    deep = max(float(np.percentile(half, 97)), _LEAST_DEPTH)
    between = (half > _BETWEEN[0] * deep) & (half < _BETWEEN[1] * deep)
    return float((half < _BARE * deep).mean()), float(between.mean())


def _spread(writing: Writing) -> float:
    """Return over how much of the sheet the ink is spread."""
    rows, columns = (side // _TILE for side in writing.ink.shape)
    if not rows or not columns:
        return 0.0
    tiles = writing.ink[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    return float((tiles.mean(axis=(1, 3)) > _WRITTEN).mean())


def _dark(flat: Flat) -> float:
    """Return how much of what is thin is darker than its surroundings and not lighter."""
    half = _inner(cv2.resize(flat.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    half = cv2.GaussianBlur(half, (0, 0), 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THIN, _THIN))
    dark, light = (
        float((cv2.morphologyEx(half, kind, kernel).astype(np.float32) ** 2).sum())
        for kind in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT)
    )
    return dark / max(dark + light, 1.0)
