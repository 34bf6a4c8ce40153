"""How well the sheet's corners are found, on pictures whose true corners are known."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats
from vision.straighten import frame

GOOD: Final = 0.9  # of the area that outline and sheet cover together

Corners = Sequence[tuple[float, float]]  # as shares of the picture's width and height


def read_corners(text: str) -> Corners:
    """Read "x y x y x y x y"; nothing if the text is empty."""
    numbers = [float(number) for number in text.split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def as_sent(outline: Corners, turned: int) -> Corners:
    """Return an outline's corners in the picture as it was sent, before it was turned upright.

    Args:
        outline: in the upright picture.
        turned: degrees clockwise by which the picture was turned.
    """
    for _ in range(turned // 90):
        outline = [(y, 1 - x) for x, y in outline]
    return outline


def overlap(found: Corners, true: Corners, size: tuple[int, int]) -> float:
    """Return the area in common over the area covered (intersection over union), 0 to 1.

    What of either is outside the picture does not count.

    Args:
        found: the outline.
        true: the sheet's corners, in order around.
        size: width and height of the picture, pixels.
    """
    first, second = (_inside(corners, size) for corners in (found, true))
    common, _ = cv2.intersectConvexConvex(first, second)
    whole = cv2.contourArea(first) + cv2.contourArea(second) - common
    return float(common / whole) if whole > 0 else 0.0


def _inside(corners: Corners, size: tuple[int, int]) -> Floats:
    placed = (np.array(corners) * size).astype(np.float32)
    _, inside = cv2.intersectConvexConvex(placed, frame(*size))
    known = np.asarray(inside if np.size(inside) > 2 else placed)  # noqa: PLR2004, one point
    return known.astype(np.float32)
