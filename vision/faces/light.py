"""How much light there is in a picture, and how it is stretched from black to white."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vision.arrays import Pixels

_TAILS: Final = (0.5, 99.5)  # per cent of the pixels that may become black or white
_LEAST_RANGE: Final = 20.0  # of 255; less is no picture, only noise
_EYES_APART: Final = 28.0  # pixels; what is finer is gone in the face that the networks are shown
_TILE: Final = 8  # pixels
_SMOOTH: Final = 10  # per cent of the tiles; grain is everywhere, texture is not
# Answers to grain, but neither to an even light nor to a straight edge.
_GRAIN: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a whole picture.

    Attributes:
        level: its brightest, 0 to 255.
        stretched: what each of 256 values becomes, so that it runs from black to white; pale
            prints and dim rooms become comparable by it.
    """

    level: float
    stretched: Pixels


def light_of(pixels: Pixels) -> Light:
    """Measure the light of a picture."""
    dark, bright = np.percentile(pixels[::2, ::2], _TAILS)
    gain = 255 / max(bright - dark, _LEAST_RANGE)
    stretched: Pixels = np.clip((np.arange(256) - dark) * gain, 0, 255).astype(np.uint8)
    return Light(float(bright), stretched)


def grain_of(pixels: Pixels, eyes_apart: float) -> float:
    """Return how strong the grain of a picture is, its spread of 255, where it is smoothest.

    Source:
        Immerkær, "Fast Noise Variance Estimation", 1996, here tile by tile.

    Args:
        pixels: BGR.
        eyes_apart: of the face; grain finer than the networks are shown does no harm.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    share = min(1.0, _EYES_APART / max(eyes_apart, 1.0))
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    found = np.abs(cv2.filter2D(small.astype(np.float32), -1, _GRAIN))
    high, wide = (max(1, side // _TILE) for side in found.shape)
    tiles = cv2.resize(found, (wide, high), interpolation=cv2.INTER_AREA)
    return float(np.percentile(tiles, _SMOOTH) * np.sqrt(np.pi / 2))
