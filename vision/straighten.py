"""The sheet alone: rectangular, evenly lit, ink apart from paper."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import MILLIMETRES_AN_INCH
from vision.arrays import Floats, Pixels
from vision.decode import Photo
from vision.page_rating import Page

FLAT_SIDE: Final = 1754  # pixels of the sheet's longer side: 150 dpi on A4
MILLIMETRE: Final = FLAT_SIDE / 297  # pixels
_STROKE: Final = 60  # pixels at FLAT_SIDE: darker patches narrower than 10 mm are writing
_SHRINK: Final = 4
_PAPER: Final = 250  # the brightness of paper in an evenly lit sheet
# What takes away three quarters of the light is black, as ink in the shade is meant to be.
_CLEARER: Final = np.clip((np.arange(256) - _PAPER / 4) / 0.75, 0, 255).astype(np.uint8)
_A4_INCHES: Final = 297 / MILLIMETRES_AN_INCH


@dataclass(frozen=True, slots=True)
class Flat:
    """A sheet made rectangular.

    Attributes:
        pixels: shape (height, width, 3), BGR, the longer side FLAT_SIDE.
        grey: shape (height, width).
        paper: the same shape, the brightness of the paper as if nothing were written.
        depth: the same shape, how much darker than its paper, 0 to 1.
        back: shape (3, 3), takes a point of this picture to one of the photograph.
    """

    pixels: Pixels
    grey: Pixels
    paper: Pixels
    depth: Floats
    back: Floats


def flatten(pixels: Pixels, page: Page | None) -> Flat:
    """Make the sheet rectangular; without a page the whole picture is taken for one."""
    height, width = pixels.shape[:2]
    corners = frame(width, height) if page is None else page.corners
    target = _size(corners)
    turn = cv2.getPerspectiveTransform(corners, frame(*target))
    four = cv2.warpPerspective(
        cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA),  # four planes take half the time of three
        turn,
        target,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    flat = cv2.cvtColor(four, cv2.COLOR_BGRA2BGR)
    grey = cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY)
    paper = bare_paper(grey)
    depth = cv2.divide(cv2.subtract(paper, grey), paper, dtype=cv2.CV_32F)
    return Flat(flat, grey, paper, depth, np.linalg.inv(turn))


def frame(width: int, height: int) -> Floats:
    """Return the corners of a picture, clockwise from the top left."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def sides(corners: Floats) -> tuple[float, float, float, float]:
    """Return the lengths of the top, right, bottom and left side."""
    top, right, bottom, left = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return float(top), float(right), float(bottom), float(left)


def dpi(photo: Photo, page: Page | None) -> float:
    """Return the pixels of the photograph, as it was sent, to an inch of A4."""
    corners = frame(*photo.pixels.shape[1::-1]) if page is None else page.corners
    shrunk = max(photo.width, photo.height) / max(photo.pixels.shape[:2])
    return float(max(sides(corners)) * shrunk / _A4_INCHES)


def _size(corners: Floats) -> tuple[int, int]:
    top, right, bottom, left = sides(corners)
    width, height = max(top, bottom), max(left, right)
    scale = FLAT_SIDE / max(width, height, 1.0)
    return max(8, round(width * scale)), max(8, round(height * scale))


def bare_paper(pixels: Pixels) -> Pixels:
    """Estimate the paper's brightness under the writing, 1 to 255, in each of its colours.

    A grey closing fills everything darker and narrower than a thick line of writing.
    """
    small = cv2.resize(pixels, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_STROKE // _SHRINK,) * 2)
    filled = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (0, 0), 4)
    size = (pixels.shape[1], pixels.shape[0])
    return cv2.resize(np.maximum(filled, 1), size, interpolation=cv2.INTER_LINEAR)


def even_light(flat: Flat) -> Pixels:
    """Return the sheet freed of shadows and yellow light, for the examiner.

    Each colour is divided by its own paper, so that paper becomes white and ink keeps its hue.
    """
    share = cv2.divide(flat.pixels, bare_paper(flat.pixels), scale=_PAPER)
    return cv2.LUT(share, _CLEARER)
