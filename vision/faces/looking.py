"""How the largest face of a picture is found, whichever way the picture lies, and measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from exams.domain.likeness import Portrait
from vision.arrays import Pixels
from vision.decode import fit
from vision.faces.engine import Box, Face, FaceEngine, Glimpse, Spot
from vision.faces.geometry import eyes_apart, face_sharpness, pose, straighten_face
from vision.faces.light import grain_of, light_of

SIDE: Final = 1000  # pixels of the longer side; more finds no more faces
_NEAR: Final = 448  # pixels of a face with as much around it; networks see less
_LYING: Final = (90, 270, 180)  # degrees, the likelier before
_RIVAL: Final = 0.1  # by which a spot may score less than another and still be the upright face
_MARGIN: Final = 0.1  # by which a turned face must be seen better: most pictures lie upright
_SURE: Final = 1.0  # certainty from which no other rotation is tried


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
    """

    turned: int
    faces: int
    found: Glimpse


def look(faces: FaceEngine, pixels: Pixels) -> Seen:
    """Find the faces of a picture, whichever way it lies, and measure the largest.

    Args:
        faces: by which way.
        pixels: BGR; a small face is described from all of them.
    """
    small = fit(pixels, SIDE)
    light = light_of(small)
    best = _best(faces, cv2.LUT(small, light.stretched))
    if best is None:
        return Seen(Portrait(faces=0), None)
    times = pixels.shape[0] / small.shape[0]
    laid = np.rot90(pixels, -best.turned // 90)
    near, box, share = _near(laid, _scaled(best.found.box, times))
    lit = cv2.LUT(near, light.stretched)
    face = faces.describe(lit, box)
    straight = straighten_face(lit, face.points)
    where = pose(face.points)
    apart = eyes_apart(face.points) / share
    portrait = Portrait(
        faces=best.faces,
        eyes_apart=round(apart, 1),
        level=round(light.level),
        grain=round(grain_of(small, apart / times), 1),
        sharpness=round(face_sharpness(straight), 3),
        yaw=round(where.yaw, 1),
        pitch=round(where.pitch, 1),
        roll=round(where.roll, 1),
        eyes_open=round(face.eyes_open, 2),
        turned=best.turned,
    )
    return Seen(portrait, face)


def _best(faces: FaceEngine, pixels: Pixels, *, closely: bool = False) -> _Sight | None:
    """Return the way in which the faces come upright; None if none are seen, closely neither."""
    spots = faces.spot(pixels, closely=closely)
    upright = _sight(faces, pixels, 0, spots)
    if upright is not None and upright.found.certainty >= _SURE:
        return upright
    lying = {turned: _turned(pixels, turned) for turned in _LYING}
    seen = {turned: faces.spot(laid, closely=closely) for turned, laid in lying.items()}
    best = max((_likeliest(some) for some in (spots, *seen.values())), default=0.0)
    sights = [upright]
    for turned, some in seen.items():
        if some and _likeliest(some) >= best - _RIVAL:
            sights.append(_sight(faces, lying[turned], turned, some))
    found = [sight for sight in sights if sight is not None]
    if not found and not closely:
        return _best(faces, pixels, closely=True)
    return max(
        found, key=lambda one: one.found.certainty - _MARGIN * (one.turned != 0), default=None
    )


def _likeliest(spots: Sequence[Spot]) -> float:
    """Return the best score of the spots, which come the largest first; 0 of none."""
    return max((spot.score for spot in spots), default=0.0)


def _sight(faces: FaceEngine, pixels: Pixels, turned: int, spots: Sequence[Spot]) -> _Sight | None:
    count, found = faces.find(pixels, spots)
    return None if found is None else _Sight(turned, count, found)


def _near(pixels: Pixels, box: Box) -> tuple[Pixels, Box, float]:
    """Return a face with as much around it, square, the box in it and to what share it shrank."""
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
    share = min(1.0, _NEAR / side)
    if share < 1:
        size = max(1, round(side * share))
        near = cv2.resize(near, (size, size), interpolation=cv2.INTER_AREA)
        share = size / side
    return near, _scaled((left - x, top - y, right - x, bottom - y), share), share


def _scaled(box: Box, times: float) -> Box:
    left, top, right, bottom = box
    return left * times, top * times, right * times, bottom * times


def _turned(pixels: Pixels, degrees: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))
