"""Faces by the package face_recognition, which is dlib's detector and network.

Imported only when it is asked for: it takes a second, 126 MB of models, and it ends the
interpreter if its models cannot be read.
"""

import warnings
from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from PIL import ImageFile

from exams.domain.likeness import DISTANCE
from vision.arrays import Floats, Pixels
from vision.decode import fit
from vision.faces.engine import Box, EngineMissing, Face, Glimpse, Spot
from vision.faces.geometry import five_points

_SIDE: Final = 640  # the detector takes a second for 1000 pixels
_SHUT: Final = 0.12  # height of an eye to its width
_OPEN: Final = 0.26
_EYES: Final = (36, 42)  # first of the six landmarks of each


class DlibFaces:
    """Finds, describes and compares faces with face_recognition.

    Raises:
        EngineMissing: the package or its models are not installed.
    """

    name = "dlib"
    scale = DISTANCE

    def __init__(self) -> None:
        self._library = _library()

    def spot(self, pixels: Pixels, *, closely: bool = False) -> list[Spot]:
        """Return where faces are, the largest first."""
        small = fit(pixels, _SIDE * (2 if closely else 1))
        colours = cv2.cvtColor(small, cv2.COLOR_BGR2RGB)
        places = self._library.face_locations(colours)
        places.sort(key=lambda one: (one[2] - one[0]) * (one[1] - one[3]), reverse=True)
        share = pixels.shape[1] / small.shape[1]
        # The detector sees upright faces only, so one that is found is upright.
        return [
            Spot((left * share, top * share, right * share, bottom * share), 1.0)
            for top, right, bottom, left in places
        ]

    def find(self, pixels: Pixels, spots: Sequence[Spot]) -> tuple[int, Glimpse | None]:  # noqa: ARG002, the engine's
        """Count the faces and find the largest."""
        return len(spots), Glimpse(spots[0].box, 1.0) if spots else None

    def describe(self, pixels: Pixels, box: Box) -> Face:
        """Describe a face by dlib's network."""
        left, top, right, bottom = (round(side) for side in box)
        colours = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
        place = (top, right, bottom, left)
        marks = _ordered(self._library.face_landmarks(colours, [place])[0])
        (embedding,) = self._library.face_encodings(colours, [place])
        return Face(five_points(marks), embedding, _eyes_open(marks))

    def likeness(self, one: Face, other: Face) -> float:
        """Return the distance of two faces, negated."""
        return -float(np.linalg.norm(one.embedding - other.embedding))


def _library() -> Any:
    tolerance = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pkg_resources, by which it finds its models, is old
            import face_recognition  # noqa: PLC0415, takes a second
    except (ImportError, SystemExit) as reason:
        raise EngineMissing("dlib") from reason
    finally:
        # The package makes Pillow take half a picture for a whole one, everywhere.
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerance
    return face_recognition


def _ordered(parts: dict[str, list[tuple[int, int]]]) -> Floats:
    """Return the 68 landmarks in their common order, from the package's named parts."""
    lips = parts["top_lip"][:7] + parts["bottom_lip"][1:6]
    inner = parts["top_lip"][11:6:-1] + parts["bottom_lip"][10:7:-1]
    order = (
        parts["chin"]
        + parts["left_eyebrow"]
        + parts["right_eyebrow"]
        + parts["nose_bridge"]
        + parts["nose_tip"]
        + parts["left_eye"]
        + parts["right_eye"]
        + lips
        + inner
    )
    return np.array(order, np.float32)


def _eyes_open(marks: Floats) -> float:
    """Return the height of the more open eye, 0 (shut) to 1."""
    heights = []
    for first in _EYES:
        eye = marks[first : first + 6].astype(np.float64)
        lids = np.hypot(*(eye[1] - eye[5])) + np.hypot(*(eye[2] - eye[4]))
        heights.append(lids / 2 / max(float(np.hypot(*(eye[3] - eye[0]))), 1e-6))
    return float(np.clip((max(heights) - _SHUT) / (_OPEN - _SHUT), 0, 1))
