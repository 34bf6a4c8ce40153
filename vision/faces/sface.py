"""Faces found by YuNet, laid straight by landmarks, made sure of by MobileFaceNet, told by SFace.

Sources:
    Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition", 2021;
    the network is OpenCV Zoo's, 128 numbers, its weights kept in 8 bits by blocks.
    Chen et al., "MobileFaceNets", 2018.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from exams.domain.likeness import COSINE
from vision.arrays import Floats, Pixels
from vision.faces import weights
from vision.faces.engine import Box, EngineMissing, Face, Glimpse, Spot
from vision.faces.geometry import SIDE, five_points, straighten_face
from vision.faces.landmarks import Landmarks
from vision.faces.networks import read_network
from vision.faces.yunet import YuNet

_SIDES: Final = (SIDE, SIDE)
_INPUT: Final = "data"  # OpenCV takes the network's weights for inputs too, so it is named
_SOFT: Final = 0.8  # spread by which a face is softened, pixels of one laid straight
# MobileFaceNet's embedding is longer the better a face is seen. Times YuNet's score, upright
# faces had 2.0 and more, two of a hundred lying ones 2.4.
_SURE: Final = 2.7
_LEAST_CERTAINTY: Final = 0.55  # what is no face had less, see docs/faces.md
_CANDIDATES: Final = 3  # spots looked at, the largest first, until one holds a face


class SFaces:
    """Finds, describes and compares faces in OpenCV, on one core.

    Raises:
        EngineMissing: the weights are not installed.
    """

    name = "sface"
    scale = COSINE

    def __init__(self, folder: Path = weights.FOLDER) -> None:
        try:
            data = {name: weights.load(name, folder) for name in weights.NAMES}
            self._detector = YuNet(data[weights.DETECTOR])
            self._landmarks = Landmarks(data[weights.LANDMARKS], data[weights.EYE])
            self._certainty = read_network(data[weights.CERTAINTY])
            self._recognition = read_network(data[weights.RECOGNITION])
        except (weights.WeightsMissing, cv2.error) as reason:
            raise EngineMissing(self.name) from reason

    def spot(self, pixels: Pixels, *, closely: bool = False) -> list[Spot]:
        """Return where faces may be, the largest first."""
        return self._detector.spot(pixels, closely=closely)

    def find(self, pixels: Pixels, spots: Sequence[Spot]) -> tuple[int, Glimpse | None]:
        """Count the upright faces among spots and find the largest."""
        for rejected, spot in enumerate(spots[:_CANDIDATES]):
            found = self._glimpse(pixels, spot)
            if found.certainty >= _LEAST_CERTAINTY:
                return len(spots) - rejected, found
        return 0, None

    def _glimpse(self, pixels: Pixels, spot: Spot) -> Glimpse:
        points = five_points(self._landmarks.read(pixels, spot.box))
        face = np.ascontiguousarray(straighten_face(pixels, points))
        self._certainty.setInput(cv2.dnn.blobFromImage(face, 1 / 128, _SIDES, (127, 127, 127)))
        length = float(np.linalg.norm(self._certainty.forward()[0]))
        return Glimpse(spot.box, length * spot.score / _SURE)

    def describe(self, pixels: Pixels, box: Box) -> Face:
        """Describe the upright face in a box."""
        marks = self._landmarks.read_leaning(pixels, box)
        points = five_points(marks)
        together = self._described(straighten_face(pixels, points))
        length = max(float(np.linalg.norm(together)), 1e-6)
        opened = self._landmarks.eyes_open(pixels, marks)
        return Face(points, (together / length).astype(np.float32), opened)

    def likeness(self, one: Face, other: Face) -> float:
        """Return the cosine of the angle between two faces."""
        return float(one.embedding @ other.embedding)

    def _described(self, face: Pixels) -> Floats:
        """Describe a face, and once more in the mirror and slightly softened.

        A softened sharp picture is comparable to a small or dim one.
        """
        soft = cv2.GaussianBlur(face, (0, 0), _SOFT)
        return self._numbers(face) + self._numbers(soft[:, ::-1])

    def _numbers(self, face: Pixels) -> Floats:
        blob = cv2.dnn.blobFromImage(np.ascontiguousarray(face), 1.0, _SIDES, swapRB=True)
        self._recognition.setInput(blob, _INPUT)
        numbers: Floats = self._recognition.forward()[0]
        return numbers
