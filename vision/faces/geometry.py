"""What the landmarks of a face tell: where it looks, and how to lay it straight."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels

SIDE: Final = 112  # pixels of a face laid straight
# Where eyes, nose and corners of the mouth of a straight face lie, as networks of the ArcFace
# family are trained: Deng et al., "ArcFace", 2019.
_STRAIGHT: Final = np.array(
    [(38.29, 51.70), (73.53, 51.50), (56.03, 71.74), (41.55, 92.37), (70.73, 92.20)],
    dtype=np.float32,
)
# A nose stands out by 0.55 of the distance between the eyes: 35 mm of 63 mm.
_NOSE: Final = 0.55
_NOSE_HEIGHT: Final = 0.49  # from the eyes to the mouth, of a head held straight
_BLUR: Final = 1.0  # pixels; finer than this is detail


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a head looks, degrees; 0 is straight into the camera."""

    yaw: float
    pitch: float
    roll: float


def five_points(marks: Floats) -> Floats:
    """Return eyes, nose tip and corners of the mouth, of 68 landmarks.

    Args:
        marks: shape (68, 2), in the order of the iBUG 300-W annotation.
    """
    return np.array(
        [
            marks[[37, 38, 40, 41]].mean(axis=0),
            marks[[43, 44, 46, 47]].mean(axis=0),
            marks[30],
            marks[[48, 60]].mean(axis=0),
            marks[[54, 64]].mean(axis=0),
        ],
        dtype=np.float32,
    )


def straighten_face(pixels: Pixels, points: Floats) -> Pixels:
    """Return the face upright and centred, SIDE pixels wide and high."""
    found: Any = cv2.estimateAffinePartial2D(points, _STRAIGHT, method=cv2.LMEDS)[0]
    if found is None:  # all points in one place
        return np.zeros((SIDE, SIDE, 3), dtype=np.uint8)
    return cv2.warpAffine(pixels, found, (SIDE, SIDE))


def pose(points: Floats) -> Pose:
    """Estimate where the head looks from how far the nose tip stands out to the side."""
    left, right, nose, mouth_left, mouth_right = points.astype(np.float64)
    across = right - left
    apart = max(float(np.hypot(*across)), 1e-6)
    roll = float(np.degrees(np.arctan2(across[1], across[0])))
    along = across / apart
    down = np.array([-along[1], along[0]])
    eyes, mouth = (left + right) / 2, (mouth_left + mouth_right) / 2
    height = max(float((mouth - eyes) @ down), apart * 0.2)
    middle = eyes + (mouth - eyes) * _NOSE_HEIGHT
    yaw = float(np.degrees(np.arctan(float((nose - middle) @ along) / apart / _NOSE)))
    sunk = float((nose - eyes) @ down) / height - _NOSE_HEIGHT
    pitch = float(np.degrees(np.arctan(sunk / _NOSE)))
    return Pose(yaw, pitch, roll)


def eyes_apart(points: Floats) -> float:
    """Return the distance between the eyes, pixels."""
    return float(np.hypot(*(points[1] - points[0])))


def face_sharpness(face: Pixels) -> float:
    """Return how strong the finest detail is beside all there is, 0 to about 1."""
    grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY).astype(np.float32)
    middle = grey[SIDE // 5 : -SIDE // 8, SIDE // 6 : -SIDE // 6]
    detail = middle - cv2.GaussianBlur(middle, (0, 0), _BLUR)
    return float(detail.std() / max(float(middle.std()), 1.0))
