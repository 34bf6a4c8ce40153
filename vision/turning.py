"""A page turned by an examiner, who sees better than any detector how it is read."""

from typing import Final

import cv2
import numpy as np

from vision.decode import jpeg

_TURNS: Final = {
    1: cv2.ROTATE_90_CLOCKWISE,
    2: cv2.ROTATE_180,
    3: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_QUALITY: Final = 88  # above that of a straightened page, so that turning costs nothing one sees


def turned(page: bytes, quarters: int) -> bytes:
    """Return a JPEG page turned clockwise by 1, 2 or 3 quarters.

    Raises:
        ValueError: no JPEG of ours.
    """
    pixels = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("no picture")
    return jpeg(cv2.rotate(pixels, _TURNS[quarters]).astype(np.uint8, copy=False), _QUALITY)
