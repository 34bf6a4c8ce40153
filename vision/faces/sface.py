"""Faces found as `vision.faces.mobile` does, and described by SFace.

Source:
    Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition", 2021;
    the network is OpenCV Zoo's, 128 numbers, its weights kept in 8 bits by blocks.
"""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from exams.domain.likeness import SFACE_COSINE
from vision.arrays import Floats, Pixels
from vision.faces import weights
from vision.faces.engine import EngineMissing
from vision.faces.mobile import SOFT, MobileFaces, read_network

_SIDE: Final = (112, 112)  # pixels of a face laid straight
_INPUT: Final = "data"  # OpenCV takes the network's weights for inputs too, so it is named


class SFaces(MobileFaces):
    """Finds, describes and compares faces in OpenCV, on one core.

    Raises:
        EngineMissing: the weights are not installed.
    """

    name = "sface"
    scale = SFACE_COSINE

    def __init__(self, folder: Path = weights.FOLDER) -> None:
        super().__init__(folder)
        try:
            self._recognition = read_network(weights.load(weights.RECOGNITION, folder))
        except (weights.WeightsMissing, cv2.error) as reason:
            raise EngineMissing(self.name) from reason

    def _described(self, face: Pixels) -> Floats:
        """Describe a face, and once more in the mirror and slightly softened.

        A softened sharp picture is comparable to a small or dim one.
        """
        soft = cv2.GaussianBlur(face, (0, 0), SOFT)
        return self._numbers(face) + self._numbers(soft[:, ::-1])

    def _numbers(self, face: Pixels) -> Floats:
        blob = cv2.dnn.blobFromImage(np.ascontiguousarray(face), 1.0, _SIDE, swapRB=True)
        self._recognition.setInput(blob, _INPUT)
        numbers: Floats = self._recognition.forward()[0]
        return numbers
