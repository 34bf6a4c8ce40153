"""What a way to compare faces must offer."""

from dataclasses import dataclass, replace
from typing import Protocol

from exams.domain.likeness import Scale
from vision.arrays import Floats, Pixels


class EngineMissing(Exception):
    """The package which this way to compare needs is not installed."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found.

    Attributes:
        box: left, top, right, bottom, pixels.
        points: shape (5, 2): eyes, nose tip, corners of the mouth, pixels.
        embedding: unit vector or a vector, as the engine compares it.
        certainty: that this is an upright face, 0 to about 1.5; 1 is as good as certain.
        eyes_open: 0 (both surely shut) to 1.
    """

    box: tuple[float, float, float, float]
    points: Floats
    embedding: Floats
    certainty: float
    eyes_open: float

    def grown(self, times: int) -> "Face":
        """Return the same face in a picture so many times as large."""
        left, top, right, bottom = (side * times for side in self.box)
        return replace(self, box=(left, top, right, bottom), points=self.points * times)


class FaceEngine(Protocol):
    """Finds faces and describes them; one instance for each process, models loaded."""

    name: str
    scale: Scale

    def find(self, pixels: Pixels, *, closely: bool = False) -> tuple[int, Face | None]:
        """Count the upright faces and describe the largest.

        Args:
            pixels: BGR.
            closely: look for small ones too, which takes several times as long.
        """

    def likeness(self, one: Face, other: Face) -> float:
        """Return how alike two faces are, on `scale`."""
