"""Where faces may be, by YuNet in OpenCV.

Source:
    Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023; the network is OpenCV
    Zoo's, its weights kept in 8 bits by blocks.
"""

from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np

from vision.arrays import Pixels
from vision.faces.engine import Spot

_SIDE: Final = 320  # pixels of the longer side the detector sees
_LEAST_SCORE: Final = 0.5  # the detector's own
_OVERLAP: Final = 0.3  # of two boxes that mean one face
_MOST: Final = 50  # faces of a picture
_TILE: Final = 0.6  # of the picture's sides, when it is looked at closely


class YuNet:
    """Finds faces, upright ones and, less surely, lying ones."""

    def __init__(self, data: bytes) -> None:
        quiet = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        try:  # OpenCV warns that it takes the processor, which is what we want
            self._detector: Any = cv2.FaceDetectorYN.create(
                "onnx",
                np.frombuffer(data, np.uint8),
                np.empty(0, np.uint8),
                (_SIDE, _SIDE),
                _LEAST_SCORE,
                _OVERLAP,
                _MOST,
            )
        finally:
            cv2.utils.logging.setLogLevel(quiet)

    def spot(self, pixels: Pixels, *, closely: bool = False) -> list[Spot]:
        """Return where faces may be, the largest first.

        Args:
            pixels: BGR.
            closely: look for small ones too, in four overlapping parts.
        """
        found = self._closely(pixels) if closely else self._seen(pixels)
        return sorted(found, key=_area, reverse=True)

    def _seen(self, pixels: Pixels) -> list[Spot]:
        height, width = pixels.shape[:2]
        share = _SIDE / max(height, width)
        size = (max(1, round(width * share)), max(1, round(height * share)))
        way = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
        self._detector.setInputSize(size)
        _, faces = self._detector.detect(cv2.resize(pixels, size, interpolation=way))
        found = []
        for face in () if faces is None else faces:
            left, top, wide, high = (float(side) / share for side in face[:4])
            found.append(Spot((left, top, left + wide, top + high), float(face[-1])))
        return found

    def _closely(self, pixels: Pixels) -> list[Spot]:
        found = []
        for left, top, part in _tiles(pixels):
            for one in self._seen(part):
                a, b, c, d = one.box
                found.append(Spot((a + left, b + top, c + left, d + top), one.score))
        sides = [[a, b, c - a, d - b] for a, b, c, d in (one.box for one in found)]
        kept = cv2.dnn.NMSBoxes(sides, [one.score for one in found], 0.0, _OVERLAP)
        return [found[number] for number in np.array(kept, int).ravel()]


def _area(spot: Spot) -> float:
    left, top, right, bottom = spot.box
    return (right - left) * (bottom - top)


def _tiles(pixels: Pixels) -> Iterator[tuple[int, int, Pixels]]:
    height, width = pixels.shape[:2]
    high, wide = max(1, int(height * _TILE)), max(1, int(width * _TILE))
    for top in (0, height - high):
        for left in (0, width - wide):
            yield left, top, pixels[top : top + high, left : left + wide]
