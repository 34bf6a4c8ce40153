"""Whether a computer drew a picture: a screenshot has large parts in exactly one colour."""

from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import LOSSLESS
from vision.arrays import Flags
from vision.decode import Photo
from vision.page_rating import Page, inside_of
from vision.writing import Writing

# Share of the picture that is even and of one of the three commonest shades: screens have 0.43 and
# more, sheets 0.21 at most. Compression makes paper even, too, but light falls off across it.
_DRAWN: Final = 0.32
_DRAWN_LOSSLESS: Final = 0.2  # nothing made these even: screens have 0.24 and more
_SHADES: Final = 3
_SPOT: Final = 32  # pixels, four blocks of a JPEG
_SPOTS: Final = 0.08  # share of them; screens sent as JPEG have 0.088 and more, sheets 0.067
_TINTS: Final = slice(5, 252)  # of 255: neither black nor white
_SCAN: Final = (1.2, 1.5)  # height to width of a page from a scanner, which is even white too
_CODED: Final = 25  # JPEG quality under which even spots come from the compression
_PALE: Final = 0.3  # contrast under which they come from overexposure
_BURNT: Final = (0.45, 0.015)  # contrast and evenness of what is not white: screens have more


def is_drawn(photo: Photo, page: Page | None, writing: Writing) -> bool:
    """Whether the picture is even where no light is: exactly, in large parts.

    Args:
        photo: upright.
        page: the outline found; around it a compressed photograph may be even.
        writing: what is written in it.
    """
    if photo.quality < _CODED:
        return False
    lossless = photo.quality == LOSSLESS  # what came without loss is even only if it was drawn
    grey = cv2.cvtColor(photo.pixels, cv2.COLOR_BGR2GRAY)
    middle = grey[1:-1, 1:-1]
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    even = (cv2.dilate(grey, cross) == cv2.erode(grey, cross))[1:-1, 1:-1]
    pale = writing.contrast < _PALE
    if pale:  # where one colour is at its end, overexposure makes it even
        darker = cv2.inRange(photo.pixels, (0, 0, 0), (_TINTS.stop - 1,) * 3)
        even &= darker[1:-1, 1:-1] > 0
    size = middle.size
    if page is not None and not lossless:
        inside = inside_of(page.corners, grey.shape)[1:-1, 1:-1] > 0
        even &= inside
        size = max(1, int(inside.sum()))
    shades = np.bincount(middle[even], minlength=256) / size
    tinted = shades[_TINTS]
    burnt = writing.contrast < _BURNT[0] and tinted.sum() < _BURNT[1]
    is_scan = _SCAN[0] < photo.height / photo.width < _SCAN[1]
    commonest = np.sort(tinted if is_scan or burnt or pale else shades)[-_SHADES:]
    if lossless:
        return float(commonest.sum()) > _DRAWN_LOSSLESS
    return float(commonest.sum()) > _DRAWN and _even_spots(even) > _SPOTS


def _even_spots(even: Flags) -> float:
    """Return the share of spots even all over; compression evens out smaller ones only."""
    rows, columns = (side // _SPOT for side in even.shape)
    spots = even[: rows * _SPOT, : columns * _SPOT].reshape(rows, _SPOT, columns, _SPOT)
    return float((spots.mean(axis=(1, 3)) > 0.995).mean())  # noqa: PLR2004, a speck in each
