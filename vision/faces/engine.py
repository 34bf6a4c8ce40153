"""What a way to compare faces must offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from exams.domain.likeness import Scale
from vision.arrays import Floats, Pixels

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, pixels."""


class EngineMissing(Exception):
    """The package which this way to compare needs is not installed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a face may be, upright or lying.

    Attributes:
        box: where it is, pixels.
        score: how much it looks like an upright face, 0 to 1.
    """

    box: Box
    score: float


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A face that was found, not yet described.

    Attributes:
        box: where it is, pixels.
        certainty: that this is an upright face, 0 to about 1.5; 1 is as good as certain.
    """

    box: Box
    certainty: float


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found and described.

    Attributes:
        points: shape (5, 2): eyes, nose tip, corners of the mouth, pixels.
        embedding: unit vector or a vector, as the engine compares it.
        eyes_open: 0 (both surely shut) to 1.
    """

    points: Floats
    embedding: Floats
    eyes_open: float


class FaceEngine(Protocol):
    """Finds faces and describes them; one instance for each process, models loaded.

    To spot is cheap and is done for each way a picture may lie, to find for the likely ones, to
    describe once.
    """

    name: str
    scale: Scale

    def spot(self, pixels: Pixels, *, closely: bool = False) -> list[Spot]:
        """Return where faces may be, the largest first.

        Args:
            pixels: BGR.
            closely: look for small ones too, which takes several times as long.
        """

    def find(self, pixels: Pixels, spots: Sequence[Spot]) -> tuple[int, Glimpse | None]:
        """Count the upright faces among spots and find the largest."""

    def describe(self, pixels: Pixels, box: Box) -> Face:
        """Describe the upright face in a box."""

    def likeness(self, one: Face, other: Face) -> float:
        """Return how alike two faces are, on `scale`."""
