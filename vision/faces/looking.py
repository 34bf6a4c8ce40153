"""How the largest face of a picture is found, whichever way the picture lies, and measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from exams.domain.likeness import Portrait
from vision.arrays import Pixels
from vision.decode import fit
from vision.faces.engine import Box, Face, FaceEngine, Glimpse
from vision.faces.geometry import eyes_apart, face_sharpness, pose, straighten_face

SIDE: Final = 1000  # pixels of the longer side; more finds no more faces
_NEAR: Final = 448  # pixels of a face with as much around it; networks see less
_TURNS: Final = (0, 90, 270, 180)  # degrees, the likelier before
_MARGIN: Final = 0.1  # by which a turned face must be seen better: most pictures lie upright
_TAILS: Final = (0.5, 99.5)  # per cent of the pixels that may become black or white
_LEAST_RANGE: Final = 20.0  # of 255; less is no picture, only noise
_SURE: Final = 1.0  # certainty from which no other rotation or size is tried
_LEAST_HALVED: Final = (
    40.0  # pixels of a face at half the size; a smaller one loses more than grain
)
_SURER: Final = 0.05  # by which a face must be seen better at half the size


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture with its largest face, None if there is none."""

    portrait: Portrait
    face: Face | None


@dataclass(frozen=True, slots=True)
class _Sight:
    """The way in which a picture shows a face best.

    Attributes:
        turned: degrees clockwise by which the picture was turned.
        faces: how many there are.
        found: the largest face in the turned picture.
        share: at what size of the picture.
    """

    turned: int
    faces: int
    found: Glimpse
    share: float = 1.0


def look(faces: FaceEngine, pixels: Pixels) -> Seen:
    """Find the faces of a picture, whichever way it lies, and measure the largest.

    Args:
        faces: by which way.
        pixels: BGR; a small face is described from all of them.
    """
    small = fit(pixels, SIDE)
    light = _full_range(small)
    best = _best(faces, cv2.LUT(small, light))
    if best is None:
        return Seen(Portrait(faces=0), None)
    times = pixels.shape[0] / small.shape[0]
    laid = np.rot90(pixels, -best.turned // 90)
    place = _scaled(best.found.box, times)
    near, box, share = _near(laid, place, 1.0 if best.share == 1 else best.share / times)
    face = faces.describe(cv2.LUT(near, light), box)
    sharp, _, all_share = (near, box, share) if best.share == 1 else _near(laid, place)
    straight = straighten_face(cv2.LUT(sharp, light), face.points * (all_share / share))
    where = pose(face.points)
    portrait = Portrait(
        faces=best.faces,
        eyes_apart=round(eyes_apart(face.points) / share, 1),
        sharpness=round(face_sharpness(straight), 3),
        yaw=round(where.yaw, 1),
        pitch=round(where.pitch, 1),
        roll=round(where.roll, 1),
        eyes_open=round(face.eyes_open, 2),
        turned=best.turned,
    )
    return Seen(portrait, face)


def _best(faces: FaceEngine, pixels: Pixels) -> _Sight | None:
    """Look at a picture, and at half its size where the grain of a dim room hides the face."""
    whole = _upright(faces, pixels, _TURNS)
    if whole is not None and whole.found.certainty >= _SURE:
        return whole
    likely = _TURNS if whole is None else tuple(dict.fromkeys((whole.turned, 0)))
    half = _upright(faces, _halved(pixels), likely)
    if half is None:
        return whole or _upright(faces, pixels, _TURNS, closely=True)
    if whole is None or half.found.certainty > whole.found.certainty + _SURER:
        left, _, right, _ = half.found.box
        found = Glimpse(_scaled(half.found.box, 2), half.found.certainty)
        share = 0.5 if right - left >= _LEAST_HALVED else 1.0
        return _Sight(half.turned, max(half.faces, whole.faces if whole else 0), found, share)
    return whole


def _upright(
    faces: FaceEngine, pixels: Pixels, turns: Sequence[int], *, closely: bool = False
) -> _Sight | None:
    """Return the way of those given in which the faces come upright; None if none are seen."""
    sights = []
    for turned in turns:
        count, found = faces.find(_turned(pixels, turned), closely=closely)
        if found is not None:
            sights.append(_Sight(turned, count, found))
            if found.certainty >= _SURE:
                break
    return max(
        sights, key=lambda one: one.found.certainty - _MARGIN * (one.turned != 0), default=None
    )


def _near(pixels: Pixels, box: Box, most: float = 1.0) -> tuple[Pixels, Box, float]:
    """Return a face with as much around it, square, the box in it and to what share it shrank.

    Args:
        pixels: BGR.
        box: of the face.
        most: the largest share.
    """
    left, top, right, bottom = box
    reach = max(right - left, bottom - top, 1.0)
    x, y = round((left + right) / 2 - reach), round((top + bottom) / 2 - reach)
    side = round(2 * reach)
    near: Pixels = np.zeros((side, side, 3), np.uint8)
    height, width = pixels.shape[:2]
    rows = slice(max(y, 0), max(min(y + side, height), 0))
    columns = slice(max(x, 0), max(min(x + side, width), 0))
    part = pixels[rows, columns]
    down, across = rows.start - y, columns.start - x
    near[down : down + part.shape[0], across : across + part.shape[1]] = part
    share = min(most, _NEAR / side)
    if share < 1:
        size = max(1, round(side * share))
        near = cv2.resize(near, (size, size), interpolation=cv2.INTER_AREA)
        share = size / side
    return near, _scaled((left - x, top - y, right - x, bottom - y), share), share


def _scaled(box: Box, times: float) -> Box:
    left, top, right, bottom = box
    return left * times, top * times, right * times, bottom * times


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    size = (max(1, width // 2), max(1, height // 2))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _turned(pixels: Pixels, degrees: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))


def _full_range(pixels: Pixels) -> Pixels:
    """Return what makes a picture run from black to white: what each of 256 values becomes.

    Pale prints and dim rooms become comparable by it.
    """
    dark, bright = np.percentile(pixels[::2, ::2], _TAILS)
    gain = 255 / max(bright - dark, _LEAST_RANGE)
    light: Pixels = np.clip((np.arange(256) - dark) * gain, 0, 255).astype(np.uint8)
    return light
