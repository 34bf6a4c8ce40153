"""Whether a picture shows a sheet of paper at all, and not a screen, a room or a face."""

from typing import Final

import cv2
import numpy as np

from vision.decode import Photo, fit
from vision.page import Page
from vision.straighten import Flat
from vision.writing import Writing

_SIDE: Final = 300
_COLOURED: Final = 38.0  # Lab units of the median: yellow lamps give 30, leaves and sand 40 to 60
_BROAD: Final = 3.0  # millimetres: pens 1 to 2, twigs and people 2.6 to 5
_ROUND: Final = 1.15  # of an outline's area: what is fuller bulges, so it is no quadrangle
_DRAWN: Final = (
    0.55  # share of exactly even spots; sheets have 0.43 at most, screens 0.62 and more
)
_SCAN: Final = (1.2, 1.5)  # height to width of a page from a scanner, which is even white too
_CODED: Final = 25  # JPEG quality under which even spots come from the compression
_PALE: Final = 0.3  # contrast under which they come from overexposure


def page_likeness(photo: Photo, page: Page | None, flat: Flat, writing: Writing) -> float:
    """Return how much the picture looks like a photographed sheet, 0 to 1.

    Three things speak for one: straight edges, even paper, and that what is dark on it is thin.
    """
    if writing.contrast > _PALE and _is_drawn(photo, page):
        return 0.0
    paper = _paper_likeness(flat)
    thin = float(np.clip((_BROAD - writing.stroke) / 0.8, 0, 1))
    if page is None:
        return paper * (0.3 + 0.7 * thin)
    outline = float(np.clip((page.support - 0.45) / 0.4, 0, 1)) * (page.filled < _ROUND)
    return max(outline - 0.15, 0.5 * outline + 0.5 * paper) * (0.8 + 0.2 * thin)


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


def _is_drawn(photo: Photo, page: Page | None) -> bool:
    """A screenshot has large parts in exactly one colour; a camera leaves noise everywhere."""
    if photo.quality < _CODED:
        return False
    grey = cv2.cvtColor(photo.pixels, cv2.COLOR_BGR2GRAY)
    if page is not None:
        x, y, width, height = cv2.boundingRect(page.corners)
        grey = grey[max(y, 0) : y + height, max(x, 0) : x + width]
    middle = grey[1:-1, 1:-1]
    even = (middle == grey[:-2, 1:-1]) & (middle == grey[2:, 1:-1])
    even &= (middle == grey[1:-1, :-2]) & (middle == grey[1:-1, 2:])
    between = (middle > 4) & (middle < 252)  # noqa: PLR2004, black and white are even in cameras
    is_scan = _SCAN[0] < photo.height / photo.width < _SCAN[1]
    return float((even & between if is_scan else even).mean()) > _DRAWN
