"""What goes wrong with a photograph after the sheet was framed well."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from tests.vision.staged.camera import Shot


def defocus(shot: Shot, chance: np.random.Generator) -> Shot:
    """Everything out of focus, by as much as makes writing a strain to read."""
    return replace(shot, pixels=cv2.GaussianBlur(shot.pixels, (0, 0), _sigma(shot, chance)))


def half_blur(shot: Shot, chance: np.random.Generator) -> Shot:
    """One half, on any side, out of focus."""
    height, width = shot.pixels.shape[:2]
    middle = shot.corners.mean(axis=0)
    angle = float(chance.choice([0, 90, 180, 270])) + chance.uniform(-20, 20)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    way = np.cos(np.deg2rad(angle)) * (x - middle[0]) + np.sin(np.deg2rad(angle)) * (y - middle[1])
    share = np.clip(way / (0.12 * max(height, width)) + 0.5, 0, 1)[:, :, None]
    soft = cv2.GaussianBlur(shot.pixels, (0, 0), _sigma(shot, chance) * 1.15)
    return replace(shot, pixels=shot.pixels * (1 - share) + soft * share)


def motion(shot: Shot, chance: np.random.Generator) -> Shot:
    """The phone moved, in any direction."""
    length = round(_tall(shot) / 297 * chance.uniform(2.6, 4.6))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    angle = chance.uniform(0, np.pi)
    half = np.array((np.cos(angle), np.sin(angle))) * length / 2
    start, end = np.rint((length - half, length + half)).astype(int)
    cv2.line(kernel, tuple(map(int, start)), tuple(map(int, end)), 1.0, 1, cv2.LINE_AA)
    return replace(shot, pixels=cv2.filter2D(shot.pixels, -1, kernel / kernel.sum()))


def dark(shot: Shot, chance: np.random.Generator) -> Shot:
    """Hardly any light, and the noise that goes with it."""
    grain = chance.normal(0, chance.uniform(1.5, 4), shot.pixels.shape)
    return replace(shot, pixels=shot.pixels * chance.uniform(0.05, 0.2) + grain)


def overexposed(shot: Shot, chance: np.random.Generator) -> Shot:
    """So much light that pen strokes are eaten."""
    inside = cv2.fillConvexPoly(
        np.zeros(shot.pixels.shape[:2], np.uint8), np.rint(shot.corners).astype(np.int32), 1
    )
    paper = np.percentile(shot.pixels[inside > 0], 75)
    bright = shot.pixels * float(255 / paper * chance.uniform(1.5, 2.0)) + chance.uniform(55, 90)
    return replace(shot, pixels=bright)


def glare(shot: Shot, chance: np.random.Generator) -> Shot:
    """The reflection of a lamp on the sheet."""
    height, width = shot.pixels.shape[:2]
    spot = np.zeros((height, width), np.float32)
    weights = chance.dirichlet(np.full(4, 4.0))
    centre = weights @ shot.corners
    unit = _tall(shot)
    axes = chance.uniform(0.09, 0.2, 2) * unit
    box = ((float(centre[0]), float(centre[1])), (float(axes[0]), float(axes[1])),
           float(chance.uniform(0, 180)))  # fmt: skip
    cv2.ellipse(spot, box, 1.0, -1)
    soft = cv2.GaussianBlur(spot, (0, 0), unit * chance.uniform(0.008, 0.025))
    return replace(shot, pixels=shot.pixels + 300 * soft[:, :, None])


def compressed(shot: Shot, chance: np.random.Generator) -> Shot:
    """Squeezed until blocks show."""
    return replace(shot, quality=int(chance.integers(3, 10)))


def tiny(shot: Shot, chance: np.random.Generator) -> Shot:
    """A thumbnail."""
    share = chance.uniform(360, 560) / max(shot.pixels.shape[:2])
    small = cv2.resize(shot.pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return replace(shot, pixels=small, corners=shot.corners * share)


def upscaled(shot: Shot, chance: np.random.Generator) -> Shot:
    """A thumbnail enlarged: many pixels, little to see."""
    small = tiny(shot, chance).pixels
    height, width = shot.pixels.shape[:2]
    return replace(shot, pixels=cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def _tall(shot: Shot) -> float:
    return float(np.ptp(shot.corners[:, 1]))


def _sigma(shot: Shot, chance: np.random.Generator) -> float:
    """Return a blur between 0.65 and 1.3 mm on the sheet, in pixels."""
    return _tall(shot) / 297 * chance.uniform(0.65, 1.3)


Spoil = Callable[[Shot, np.random.Generator], Shot]

FAULTS: dict[str, tuple[str, Spoil]] = {
    "defocus": ("blur", defocus),
    "halfblur": ("blur", half_blur),
    "motion": ("blur", motion),
    "dark": ("dark", dark),
    "over": ("overexposed", overexposed),
    "glare": ("glare", glare),
    "jpeg": ("compression", compressed),
    "tiny": ("too_small", tiny),
    "upscaled": ("blur", upscaled),
}
"""What each fault is called in a verdict, and how it comes about."""
