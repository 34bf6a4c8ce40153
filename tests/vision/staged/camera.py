"""A phone's camera: a sheet on a table seen from somewhere, in some light, and its faults."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from cv2.typing import MatLike

from exams.domain.verdict import A4_RATIO
from tests.vision.staged.papers import A4, Sheet

SIDES = (1280, 1280, 1600, 2000, 2560)  # longer side of the picture; messengers send 1280
_AIR = 0.9  # sigma in pixels of the sharpest lens, on a picture of 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture taken.

    Attributes:
        pixels: BGR, float, shape (height, width, 3).
        corners: shape (4, 2), of the sheet, x and y in pixels, clockwise from its top left.
        quality: of the JPEG.
    """

    pixels: MatLike
    corners: MatLike
    quality: int


def frame(width: float, height: float) -> MatLike:
    """Return the corners of a rectangle, clockwise from the top left."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def size_of(chance: np.random.Generator, sheet: Sheet, side: int = 0) -> tuple[int, int]:
    """Return width and height of a picture, standing like the sheet."""
    longer = side or int(chance.choice(SIDES))
    shape = chance.choice([0.75, 0.75, 0.5625, 0.7])
    standing = sheet.pixels.shape[0] >= sheet.pixels.shape[1]
    return (round(longer * shape), longer) if standing else (longer, round(longer * shape))


def seen_whole(size: tuple[int, int], sheet: Sheet, chance: np.random.Generator) -> MatLike:
    """Return corners of a sheet that is whole in the picture, seen nearly from above."""
    width, height = size
    tall = sheet.pixels.shape[0] / sheet.pixels.shape[1]
    share = chance.uniform(0.7, 0.93)
    high = min(height * share, width * share * tall)
    corners = frame(high / tall, high) - np.array((high / tall, high), np.float32) / 2
    depth = chance.uniform(-0.1, 0.1, 2)  # tilt of the phone, both ways
    corners *= 1 + (corners / high) @ depth[:, None]
    angle = np.deg2rad(chance.choice([chance.uniform(-4, 4), chance.uniform(-14, 14)]))
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    corners = corners @ turn
    span = np.ptp(corners, axis=0)
    corners *= min(1.0, *(np.array(size) * 0.97 / span))
    low, high_xy = corners.min(axis=0), corners.max(axis=0)
    room = np.array(size) * 0.985 - (high_xy - low)
    place = np.array(size) * 0.0075 + np.maximum(room, 0) * chance.uniform(0.2, 0.8, 2)
    placed: MatLike = (corners - low + place).astype(np.float32)
    return placed


def seen_inside(size: tuple[int, int], chance: np.random.Generator) -> MatLike:
    """Return corners of a sheet that fills the picture: its edges are just outside."""
    width, height = size
    over = chance.uniform(0.015, 0.05, (4, 2)) * np.array(size)
    outward = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    corners: MatLike = (frame(width, height) + outward * over).astype(np.float32)
    return corners


def seen_close(size: tuple[int, int], chance: np.random.Generator) -> MatLike:
    """Return corners of a sheet of which only a part is in the picture, no larger than drawn."""
    width, height = size
    grow = min(chance.uniform(1.5, 2.2), A4[0] / width)
    wide, high = width * grow, width * grow * A4_RATIO
    place = np.array((width - wide, height - high)) * chance.uniform(0.1, 0.9, 2)
    return (frame(wide, high) + place).astype(np.float32)


def seen_slanted(size: tuple[int, int], chance: np.random.Generator) -> MatLike:
    """Return corners of a sheet seen from far too low."""
    top, narrow = chance.uniform(0.12, 0.35), chance.uniform(0.3, 0.47)
    middle, wide = chance.uniform(0.44, 0.56), chance.uniform(0.8, 0.94)
    corners = [(middle - wide * narrow / 2, top), (middle + wide * narrow / 2, top),
               (0.5 + wide / 2, 0.95), (0.5 - wide / 2, 0.95)]  # fmt: skip
    return np.array(corners, np.float32) * np.array(size, np.float32)


def seen_far(size: tuple[int, int], sheet: Sheet, chance: np.random.Generator) -> MatLike:
    """Return corners of a sheet that is but a small part of the picture."""
    corners = seen_whole(size, sheet, chance)
    corners = corners * chance.uniform(0.24, 0.34)
    room = np.array(size) - corners.max(axis=0)
    placed: MatLike = (corners + room * chance.uniform(0.1, 0.9, 2)).astype(np.float32)
    return placed


def seen_cut(size: tuple[int, int], sheet: Sheet, chance: np.random.Generator) -> MatLike:
    """Return corners of a sheet of which a sixth to a third lies outside the picture."""
    corners = seen_whole(size, sheet, chance)
    side, share = int(chance.integers(4)), chance.uniform(0.17, 0.34)
    span = np.ptp(corners, axis=0)
    low, high = corners.min(axis=0), corners.max(axis=0)
    move = np.zeros(2)
    if side % 2:
        move[0] = size[0] - high[0] + share * span[0] if side == 1 else -low[0] - share * span[0]
    else:
        move[1] = size[1] - high[1] + share * span[1] if side == 2 else -low[1] - share * span[1]
    return (corners + move).astype(np.float32)


def take(
    sheet: Sheet,
    table: MatLike,
    corners: MatLike,
    chance: np.random.Generator,
    *,
    curl: float = 0.0,
) -> Shot:
    """Photograph a sheet on a table.

    Args:
        sheet: what lies there.
        table: BGR, of the picture's size.
        corners: where the sheet's corners are seen.
        chance: of light, lens and noise.
        curl: by how much of its height the sheet bulges.
    """
    height, width = table.shape[:2]
    paper = _bulged(sheet.pixels, curl, chance) if curl else sheet.pixels
    high, wide = paper.shape[:2]
    shrunk = max(np.hypot(*(corners[3] - corners[0])), np.hypot(*(corners[1] - corners[0]))) / max(
        high, wide
    )
    if shrunk < 1:
        paper = cv2.GaussianBlur(paper, (0, 0), 0.45 / shrunk)
    turn = cv2.getPerspectiveTransform(frame(wide, high), corners)
    alpha = np.ones((high, wide), np.float32)
    if curl:
        alpha = (paper[:, :, 0] >= 0).astype(np.float32)
    cover = cv2.warpPerspective(alpha, turn, (width, height))
    seen = cv2.warpPerspective(paper, turn, (width, height))
    offset = chance.uniform(-10, 14, 2)
    shade = cv2.warpAffine(
        cover, np.array([(1, 0, offset[0]), (0, 1, offset[1])]), (width, height)
    )
    shade = cv2.GaussianBlur(shade, (0, 0), chance.uniform(4, 14))
    ground = table * (1 - chance.uniform(0.15, 0.5) * shade[:, :, None])
    picture = ground * (1 - cover[:, :, None]) + seen * cover[:, :, None]
    picture = picture * _light((width, height), chance)
    return Shot(pixels=picture, corners=corners, quality=int(chance.integers(72, 95)))


def develop(shot: Shot, chance: np.random.Generator) -> Shot:
    """Add what every lens and sensor adds: a little softness, noise, sharpening."""
    height, width = shot.pixels.shape[:2]
    sigma = max(0.45, _AIR * max(height, width) / 2000 * chance.uniform(0.7, 1.1))
    picture = cv2.GaussianBlur(shot.pixels, (0, 0), sigma)
    picture = picture + chance.normal(0, chance.uniform(0.8, 4), (height, width, 3))
    if chance.random() < 0.6:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = picture + chance.uniform(0.3, 0.9) * (picture - soft)
    return replace(shot, pixels=np.clip(picture, 0, 255).astype(np.float32))


def _bulged(paper: MatLike, curl: float, chance: np.random.Generator) -> MatLike:
    """Return the sheet with curved long sides, -1 where there is table in its place."""
    high, wide = paper.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    phase = chance.uniform(0.8, 1.2)
    lift = curl * high * np.sin(np.pi * phase * x / wide).astype(np.float32)
    return cv2.remap(
        paper, x, y + lift - curl * high * 0.5, cv2.INTER_LINEAR, borderValue=(-1, -1, -1)
    )


def _light(size: tuple[int, int], chance: np.random.Generator) -> MatLike:
    """Return how bright each place is in each colour: a window or lamp, shadows, white balance."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, least = chance.uniform(0, 2 * np.pi), chance.uniform(0.6, 0.97)
    slope = 0.5 + 0.5 * (
        np.cos(angle) * (2 * x / width - 1) + np.sin(angle) * (2 * y / height - 1)
    )
    light = least + (1 - least) * np.clip(slope, 0, 1)
    if chance.random() < 0.35:  # the shadow of a hand or phone
        corner = np.array([(chance.uniform(0.2, 1.1), 1.1), (chance.uniform(0.3, 0.7), 0.35),
                           (1.2, chance.uniform(0.1, 0.6)), (1.2, 1.2)]) * size  # fmt: skip
        shadow = np.zeros((height, width), np.float32)
        cv2.fillPoly(shadow, [np.rint(corner).astype(np.int32)], 1.0)
        soft = cv2.GaussianBlur(shadow, (0, 0), chance.uniform(0.01, 0.05) * max(size))
        light = light * (1 - chance.uniform(0.15, 0.42) * soft)
    cast = np.array((1.0, 1.0, 1.0)) + chance.choice(
        [np.array((-0.02, 0, 0.02)), np.array((-0.22, -0.08, 0)), np.array((0.02, -0.03, -0.1))]
    ) * chance.uniform(0, 1)
    light = light * chance.uniform(0.62, 1.0)
    light *= max(1.0, 0.52 / float(np.percentile(light, 30)))  # whoever takes it sees something
    tinted: MatLike = light[:, :, None] * cast
    return tinted
