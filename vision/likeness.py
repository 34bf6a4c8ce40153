"""Whether a picture shows a sheet of paper at all, and not a screen, a room or a face."""

from typing import Final

import cv2
import numpy as np

from vision.decode import Photo, fit
from vision.page import Page
from vision.straighten import Flat

_SIDE: Final = 640
_DRAWN: Final = 0.35  # share of exactly even spots; cameras leave noise, screenshots do not


def page_likeness(photo: Photo, page: Page | None, flat: Flat) -> float:
    """Return how much the picture looks like a photographed sheet, 0 to 1."""
    return min(_paper_likeness(page, flat), _camera_likeness(photo))


def _paper_likeness(page: Page | None, flat: Flat) -> float:
    """Paper is nearly of one colour, and what is on it covers little of it."""
    small = cv2.cvtColor(fit(flat.pixels, 300), cv2.COLOR_BGR2LAB).astype(np.float32)
    light = cv2.resize(flat.paper, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(light, (0, 0), 24)
    uneven = float((np.abs(light - smooth) > 0.14 * np.maximum(smooth, 20)).mean())
    tint = np.hypot(
        small[:, :, 1] - np.median(small[:, :, 1]), small[:, :, 2] - np.median(small[:, :, 2])
    )
    motley = float((tint > 16).mean())  # noqa: PLR2004, Lab units
    support = 0.55 if page is None else page.support
    return float(np.clip(1.1 - 1.6 * uneven - 1.2 * motley, 0, 1)) * (0.6 + 0.4 * support)


def _camera_likeness(photo: Photo) -> float:
    """A screenshot or a drawing has large parts in exactly one colour."""
    grey = cv2.cvtColor(photo.pixels, cv2.COLOR_BGR2GRAY)
    grey = grey[: _SIDE * 2, : _SIDE * 2].astype(np.int16)
    flat = np.zeros(grey.shape, dtype=bool)[1:-1, 1:-1]
    middle = grey[1:-1, 1:-1]
    flat |= (middle == grey[:-2, 1:-1]) & (middle == grey[2:, 1:-1])
    flat &= (middle == grey[1:-1, :-2]) & (middle == grey[1:-1, 2:])
    known = (middle > 4) & (middle < 252)  # noqa: PLR2004, black and white clip in cameras too
    share = float((flat & known).sum()) / max(1, int(known.sum()))
    return float(np.clip(1 - (share - _DRAWN) / 0.3, 0, 1)) if known.any() else 0.0
