"""The 68 landmarks of a face and how open its eyes are, by two small networks in OpenCV."""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels
from vision.faces.engine import Box
from vision.faces.geometry import five_points, pose
from vision.faces.networks import read_network

_MARKS: Final = 64  # pixels of a face the landmarks are read from
# Where else landmarks are read, as shares of the box: shifts aside and down, and growth.
_SHIFTS: Final = (
    (0.0, 0.0, 0.0),
    (0.05, 0.0, 0.0),
    (-0.05, 0.0, 0.0),
    (0.0, 0.05, 0.0),
    (0.0, -0.05, 0.0),
    (0.0, 0.0, 0.06),
    (0.0, 0.0, -0.06),
)
_LEANS: Final = 20.0  # degrees from which a leaning head is laid upright first
_EYE: Final = 24  # pixels of an eye
_EYE_SPREAD: Final = 1.6  # how much wider than the eye its picture is
_EYES: Final = (36, 42)  # first of the six landmarks of each


class Landmarks:
    """Reads landmarks from a box around a face."""

    def __init__(self, landmarks: bytes, eye: bytes) -> None:
        self._landmarks = read_network(landmarks)
        self._eye = read_network(eye)

    def read(self, pixels: Pixels, box: Box) -> Floats:
        """Return the 68 landmarks, the mean of what the box and its neighbours give."""
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        found = []
        for x, y, grown in _SHIFTS:
            corner = (left + wide * (x - grown), top + high * (y - grown))
            size = (wide * (1 + 2 * grown), high * (1 + 2 * grown))
            near = (*corner, corner[0] + size[0], corner[1] + size[1])
            grey = cv2.cvtColor(_cut(pixels, near, _MARKS), cv2.COLOR_BGR2GRAY)
            self._landmarks.setInput((grey / 256).astype(np.float32)[None, None])
            found.append(self._landmarks.forward().reshape(-1, 2) * size + corner)
        marks: Floats = np.mean(found, axis=0)
        return marks

    def read_leaning(self, pixels: Pixels, box: Box) -> Floats:
        """Return the 68 landmarks; those of a leaning head are read once it is laid upright."""
        marks = self.read(pixels, box)
        roll = pose(five_points(marks)).roll
        if abs(roll) < _LEANS:
            return marks
        left, top, right, bottom = box
        reach = max(right - left, bottom - top, 1.0)
        corner = np.array([(left + right) / 2 - reach, (top + bottom) / 2 - reach], np.float32)
        side = max(1, round(2 * reach))
        lean = cv2.getRotationMatrix2D((reach, reach), roll, 1.0)
        around = lean.copy()
        around[:, 2] = lean[:, 2] - lean[:, :2] @ corner
        laid = cv2.warpAffine(pixels, around, (side, side))
        near = (left - corner[0], top - corner[1], right - corner[0], bottom - corner[1])
        found = self.read(laid, near)
        back = cv2.invertAffineTransform(lean)
        upright: Floats = (found @ back[:, :2].T + back[:, 2] + corner).astype(np.float32)
        return upright

    def eyes_open(self, pixels: Pixels, marks: Floats) -> float:
        """Return how surely the more open eye is open, 0 to 1."""
        return max(self._eye_open(pixels, marks[first : first + 6]) for first in _EYES)

    def _eye_open(self, pixels: Pixels, marks: Floats) -> float:
        middle = marks[[1, 2, 4, 5]].mean(axis=0)
        half = max(float(np.hypot(*(marks[3] - marks[0]))), 2.0) * _EYE_SPREAD / 2
        box = (middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)
        grey = cv2.cvtColor(_cut(pixels, box, _EYE), cv2.COLOR_BGR2GRAY)
        self._eye.setInput((grey / 255).astype(np.float32)[None, None])
        shut, opened = self._eye.forward()[0]
        return float(1 / (1 + np.exp(np.clip(shut - opened, -50, 50))))


def _cut(pixels: Pixels, box: Box, side: int) -> Pixels:
    """Return the part of the picture in a box, `side` pixels wide and high; outside is black."""
    left, top, right, bottom = box
    wide, high = side / max(right - left, 1.0), side / max(bottom - top, 1.0)
    way = np.array([[wide, 0, -left * wide], [0, high, -top * high]], np.float32)
    return cv2.warpAffine(pixels, way, (side, side))
