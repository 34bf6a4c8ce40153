"""Pages as an examiner is to see them: turned by one, or without their header."""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Pixels
from vision.decode import jpeg

_TURNS: Final = {
    1: cv2.ROTATE_90_CLOCKWISE,
    2: cv2.ROTATE_180,
    3: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_HEADER: Final = (0.55, 50 / 297)  # share of the width and of a sheet's longer side
_PAPER: Final = 245  # the brightness of a straightened page
_QUALITY: Final = 88  # above that of a straightened page, so that turning costs nothing one sees


def turned(page: bytes, quarters: int) -> bytes:
    """Return a JPEG page turned clockwise by 1, 2 or 3 quarters.

    Raises:
        ValueError: no JPEG of ours.
    """
    return jpeg(
        cv2.rotate(_unpacked(page), _TURNS[quarters]).astype(np.uint8, copy=False), _QUALITY
    )


def covered(page: bytes) -> bytes:
    """Return a JPEG page whose top left corner is blank: what stood there is not in it any more.

    There the student writes subject, name, date and signature (S22): four lines, five centimetres
    with the edge above them, on half of the width.

    Raises:
        ValueError: no JPEG of ours.
    """
    pixels = _unpacked(page)
    height, width = pixels.shape[:2]
    across, down = round(width * _HEADER[0]), round(max(height, width) * _HEADER[1])
    pixels[:down, :across] = _PAPER
    return jpeg(pixels, _QUALITY)


def _unpacked(page: bytes) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("no picture")
    return pixels.astype(np.uint8, copy=False)
