"""Drawn documents as a camera gives them: far, turned, blurred, shaken, dim, compressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from vision.arrays import Floats, Pixels
from vision.decode import jpeg
from vision.identity.drawn import DOTS, PITCH, Drawn
from vision.identity.training import motion

WEBCAM: Final = (1280, 720)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How a document is photographed.

    Attributes:
        frame: pixels of the photograph, across and down.
        fill: width of the document beside the longest that fits.
        turn: degrees clockwise.
        tilt: how far the corners are pulled, a share of the width.
        blur: spread, as a share of the distance of two characters.
        shake: length of motion blur, the same share.
        light: of full exposure.
        noise: spread, of 255.
        shadow: how much darker one side is.
        glare: radius of the reflection, a share of the document's width; 0 for none.
        quality: of the JPEG.
    """

    frame: tuple[int, int] = (2000, 1500)
    fill: float = 0.75
    turn: float = 0.0
    tilt: float = 0.02
    blur: float = 0.04
    shake: float = 0.0
    light: float = 0.95
    noise: float = 2.0
    shadow: float = 0.1
    glare: float = 0.0
    quality: int = 85


SHOTS: Final[Mapping[str, Callable[[Generator], Shot]]] = {
    "straight on": lambda draws: Shot(fill=draws.uniform(0.5, 0.95), turn=draws.normal(0, 2)),
    "perspective": lambda draws: Shot(tilt=draws.uniform(0.05, 0.12), turn=draws.normal(0, 6)),
    "any rotation": lambda draws: Shot(turn=draws.uniform(0, 360), fill=draws.uniform(0.5, 0.8)),
    "out of focus": lambda draws: Shot(blur=draws.uniform(0.1, 0.16), turn=draws.normal(0, 3)),
    "shaken": lambda draws: Shot(shake=draws.uniform(0.15, 0.35), turn=draws.normal(0, 3)),
    "shadow": lambda draws: Shot(shadow=draws.uniform(0.4, 0.7), turn=draws.normal(0, 3)),
    "glare": lambda draws: Shot(glare=draws.uniform(0.1, 0.2), turn=draws.normal(0, 3)),
    "compressed": lambda draws: Shot(
        quality=int(draws.integers(18, 35)), frame=(1280, 960), turn=draws.normal(0, 3)
    ),
    "webcam": lambda draws: Shot(
        frame=WEBCAM,
        fill=draws.uniform(0.6, 0.9),
        turn=draws.normal(0, 8),
        tilt=draws.uniform(0.02, 0.06),
        blur=draws.uniform(0.05, 0.12),
        noise=draws.uniform(3, 7),
        light=draws.uniform(0.6, 0.9),
        quality=75,
    ),
    "dim webcam": lambda draws: Shot(
        frame=WEBCAM,
        fill=draws.uniform(0.7, 0.95),
        turn=draws.normal(0, 5),
        blur=draws.uniform(0.05, 0.12),
        noise=draws.uniform(4, 8),
        light=draws.uniform(0.25, 0.45),
        shadow=0.3,
        quality=65,
    ),
    "webcam, any rotation": lambda draws: Shot(
        frame=WEBCAM,
        fill=draws.uniform(0.75, 0.95),
        turn=draws.uniform(0, 360),
        blur=0.06,
        noise=4,
        light=0.7,
        quality=75,
    ),
}
"""The ways in which `accuracy` photographs."""


def photograph(drawn: Drawn, shot: Shot, draws: Generator) -> bytes:
    """Return a JPEG of a document lying on a table or held before a camera."""
    width, height = shot.frame
    seen = _desk(shot.frame, draws)
    corners, pitch = _corners(drawn, shot, draws)
    rows, columns = drawn.pixels.shape[:2]
    own = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    way = cv2.getPerspectiveTransform(own, corners)
    share = pitch / (PITCH * DOTS)
    smooth = cv2.GaussianBlur(drawn.pixels, (0, 0), max(0.4 / share - 0.3, 0.1))
    laid = cv2.warpPerspective(smooth, way, shot.frame)
    inside = cv2.warpPerspective(np.full((rows, columns), 255, np.uint8), way, shot.frame)
    light: Floats = np.where(inside[:, :, None] > 127, laid, seen).astype(np.float32)  # noqa: PLR2004
    if shot.blur * pitch > 0.2:  # noqa: PLR2004, pixels
        light = cv2.GaussianBlur(light, (0, 0), shot.blur * pitch)
    if shot.shake:
        light = cv2.filter2D(light, -1, motion(shot.shake * pitch, draws))
    angle = draws.uniform(0, 2 * np.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    slope = (x * np.cos(angle) + y * np.sin(angle)) / np.sqrt(2)
    shade = 1 - shot.shadow * (0.5 + 0.5 * np.tanh(3 * slope))
    light = light * (shade * shot.light)[:, :, None]
    if shot.glare:
        light = light + _glare(corners, shot, draws)[:, :, None]
    light = light + draws.normal(0, shot.noise, light.shape)
    return jpeg(np.clip(light, 0, 255).astype(np.uint8), shot.quality)


def _desk(frame: tuple[int, int], draws: Generator) -> Pixels:
    base = draws.uniform(40, 220, 3)
    grain = cv2.resize(draws.normal(0, 1, (9, 30)), frame, interpolation=cv2.INTER_CUBIC)
    desk: Pixels = np.clip(base + grain[:, :, None] * 12, 0, 255).astype(np.uint8)
    for _ in range(3):
        ends = draws.uniform(0, 1, (2, 2)) * frame
        cv2.line(desk, *[tuple(map(int, end)) for end in ends], (90, 80, 70), 5, cv2.LINE_AA)  # type: ignore[call-overload]
    return desk


def _corners(drawn: Drawn, shot: Shot, draws: Generator) -> tuple[Floats, float]:
    """Return where the corners of the document fall, and how far characters are apart there."""
    rows, columns = drawn.pixels.shape[:2]
    angle = np.radians(shot.turn)
    wide = columns * abs(np.cos(angle)) + rows * abs(np.sin(angle))
    high = columns * abs(np.sin(angle)) + rows * abs(np.cos(angle))
    share = shot.fill * min(shot.frame[0] / wide, shot.frame[1] / high)
    half = np.array([(-columns, -rows), (columns, -rows), (columns, rows), (-columns, rows)]) / 2
    half = half * share * (1 + draws.uniform(-1, 1, (4, 2)) * shot.tilt)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    room = np.maximum(np.array(shot.frame) - np.array([wide, high]) * share, 0) / 2
    middle = np.array(shot.frame) / 2 + draws.uniform(-0.7, 0.7, 2) * room
    corners: Floats = (half @ turn + middle).astype(np.float32)
    return corners, share * PITCH * DOTS


def _glare(corners: Floats, shot: Shot, draws: Generator) -> Floats:
    """Return the reflection of a lamp somewhere on the upper half of the document."""
    width = float(np.hypot(*(corners[1] - corners[0])))
    where = draws.uniform(0.1, 0.9), draws.uniform(0.1, 0.62)
    top = corners[0] + (corners[1] - corners[0]) * where[0]
    place = top + (corners[3] - corners[0]) * where[1]
    y, x = np.mgrid[0 : shot.frame[1], 0 : shot.frame[0]]
    far = np.hypot(x - place[0], y - place[1]) / (shot.glare * width)
    lamp: Floats = (190 * np.exp(-(far**2))).astype(np.float32)
    return lamp
