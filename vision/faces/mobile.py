"""Faces by four small networks in OpenCV: detector, landmarks, MobileFaceNet, eyes.

Sources:
    Detector: the RFB-320 of Linzaer's Ultra-Light-Fast-Generic-Face-Detector (2019).
    Embedding: Chen et al., "MobileFaceNets", 2018, 512 numbers.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from exams.domain.likeness import COSINE
from vision.arrays import Floats, Pixels
from vision.faces import weights
from vision.faces.engine import Box, EngineMissing, Face, Glimpse
from vision.faces.geometry import five_points, pose, straighten_face

_WIDTH: Final = 320  # pixels the detector sees
_HEIGHT: Final = 240
_LEAST_SCORE: Final = 0.7  # the detector's own; strangers' things stay below, see docs/faces.md
_OVERLAP: Final = 0.4  # of two boxes that mean one face
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
SOFT: Final = 0.8  # spread by which a face is softened, pixels of one laid straight
_EYE: Final = 24  # and of an eye
_EYE_SPREAD: Final = 1.6  # how much wider than the eye its picture is
# The embedding is longer the better a face is seen: upright ones have 2.5 and more, those lying
# on their side or upside down at most 3.0 and always less than the same face upright.
_SURE_LENGTH: Final = 3.05
_LEAST_CERTAINTY: Final = 0.7  # a dog, a flower and patterns had 0.64 and less, faces 0.77
_CANDIDATES: Final = 3  # boxes looked at, the largest first, until one holds a face
_EYES: Final = (36, 42)  # first of the six landmarks of each
_TILE: Final = 0.6  # of the picture's sides, when it is looked at closely


class MobileFaces:
    """Finds, describes and compares faces in OpenCV, on one core.

    Raises:
        EngineMissing: the weights are not installed.
    """

    name = "mobile"
    scale = COSINE

    def __init__(self, folder: Path = weights.FOLDER) -> None:
        try:
            nets = [read_network(weights.load(name, folder)) for name in weights.SUMS]
        except (weights.WeightsMissing, cv2.error) as reason:
            raise EngineMissing(self.name) from reason
        self._detector, self._landmarks, self._feature, self._eye = nets

    def find(self, pixels: Pixels, *, closely: bool = False) -> tuple[int, Glimpse | None]:
        """Count the upright faces and find the largest."""
        boxes = self._closely(pixels) if closely else self._boxes(pixels)
        for rejected, box in enumerate(sorted(boxes, key=_area, reverse=True)[:_CANDIDATES]):
            found = self._glimpse(pixels, box)
            if found.certainty >= _LEAST_CERTAINTY:
                return len(boxes) - rejected, found
        return 0, None

    def _glimpse(self, pixels: Pixels, box: Box) -> Glimpse:
        """Tell by the length of the embedding how surely an upright face fills a box."""
        points = five_points(self._marks(pixels, box))
        length = np.linalg.norm(self._feature_of(straighten_face(pixels, points)))
        return Glimpse(box, float(length) / _SURE_LENGTH)

    def describe(self, pixels: Pixels, box: Box) -> Face:
        """Describe the upright face in a box."""
        marks = self._upright_marks(pixels, box)
        points = five_points(marks)
        together = self._described(straighten_face(pixels, points))
        length = max(float(np.linalg.norm(together)), 1e-6)
        opened = max(self._eye_open(pixels, marks[first : first + 6]) for first in _EYES)
        return Face(points, (together / length).astype(np.float32), opened)

    def _described(self, face: Pixels) -> Floats:
        """Describe a face as it is and slightly softened, and each once more in the mirror.

        A softened sharp picture is comparable to a small or dim one.
        """
        soft = cv2.GaussianBlur(face, (0, 0), SOFT)
        seen = (face, face[:, ::-1], soft, soft[:, ::-1])
        together: Floats = np.sum([self._feature_of(one) for one in seen], axis=0)
        return together

    def likeness(self, one: Face, other: Face) -> float:
        """Return the cosine of the angle between two faces."""
        return float(one.embedding @ other.embedding)

    def _boxes(self, pixels: Pixels) -> list[Box]:
        height, width = pixels.shape[:2]
        share = min(_WIDTH / width, _HEIGHT / height)
        size = (max(1, round(width * share)), max(1, round(height * share)))
        way = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
        seen = np.full((_HEIGHT, _WIDTH, 3), 127, dtype=np.uint8)
        seen[: size[1], : size[0]] = cv2.resize(pixels, size, interpolation=way)
        self._detector.setInput(_blob(seen))
        scores, places = self._detector.forward(["scores", "boxes"])
        scores = scores[0, :, 1]
        likely = scores > _LEAST_SCORE
        corners = places[0, likely] * (np.array([_WIDTH, _HEIGHT] * 2, np.float32) / share)
        return _without_doubles(corners, scores[likely])

    def _closely(self, pixels: Pixels) -> list[Box]:
        found = []
        for left, top, part in _tiles(pixels):
            found += [(a + left, b + top, c + left, d + top) for a, b, c, d in self._boxes(part)]
        corners = np.array(found, np.float32).reshape(-1, 4)
        return _without_doubles(corners, np.ones(len(found), np.float32))

    def _upright_marks(self, pixels: Pixels, box: Box) -> Floats:
        """Return the 68 landmarks; those of a leaning head are read once it is laid upright."""
        marks = self._marks(pixels, box)
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
        found = self._marks(laid, near)
        back = cv2.invertAffineTransform(lean)
        upright: Floats = (found @ back[:, :2].T + back[:, 2] + corner).astype(np.float32)
        return upright

    def _marks(self, pixels: Pixels, box: Box) -> Floats:
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

    def _feature_of(self, face: Pixels) -> Floats:
        """Return the embedding of a face laid straight; the better seen, the longer."""
        self._feature.setInput(_blob(np.ascontiguousarray(face)))
        feature: Floats = self._feature.forward()[0]
        return feature

    def _eye_open(self, pixels: Pixels, marks: Floats) -> float:
        middle = marks[[1, 2, 4, 5]].mean(axis=0)
        half = max(float(np.hypot(*(marks[3] - marks[0]))), 2.0) * _EYE_SPREAD / 2
        box = (middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)
        grey = cv2.cvtColor(_cut(pixels, box, _EYE), cv2.COLOR_BGR2GRAY)
        self._eye.setInput((grey / 255).astype(np.float32)[None, None])
        shut, opened = self._eye.forward()[0]
        return float(1 / (1 + np.exp(np.clip(shut - opened, -50, 50))))


def read_network(data: bytes) -> cv2.dnn.Net:
    """Read a network from an ONNX file."""
    return cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))


def _blob(pixels: Pixels) -> Floats:
    return cv2.dnn.blobFromImage(pixels, 1 / 128, pixels.shape[1::-1], (127, 127, 127))


def _cut(pixels: Pixels, box: Box, side: int) -> Pixels:
    """Return the part of the picture in a box, `side` pixels wide and high; outside is black."""
    left, top, right, bottom = box
    wide, high = side / max(right - left, 1.0), side / max(bottom - top, 1.0)
    way = np.array([[wide, 0, -left * wide], [0, high, -top * high]], np.float32)
    return cv2.warpAffine(pixels, way, (side, side))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _without_doubles(corners: Floats, scores: Floats) -> list[Box]:
    sides = np.hstack([corners[:, :2], corners[:, 2:] - corners[:, :2]])
    kept = cv2.dnn.NMSBoxes(sides.tolist(), scores.tolist(), 0.0, _OVERLAP)
    return [tuple(map(float, corners[i])) for i in np.array(kept, int).ravel()]  # type: ignore[misc]


def _tiles(pixels: Pixels) -> Iterator[tuple[int, int, Pixels]]:
    height, width = pixels.shape[:2]
    high, wide = max(1, int(height * _TILE)), max(1, int(width * _TILE))
    for top in (0, height - high):
        for left in (0, width - wide):
            yield left, top, pixels[top : top + high, left : left + wide]
