"""Pictures without a sheet: screenshots, photographed screens, rooms, faces, bare tables."""

from collections.abc import Callable

import cv2
import numpy as np
from cv2.typing import MatLike
from PIL import Image, ImageDraw, ImageFont

from tests.vision.staged.camera import frame
from tests.vision.staged.tables import TABLES

Colour = tuple[float, float, float]


def screenshot(chance: np.random.Generator) -> MatLike:
    """Draw a page or a chat as a screen shows it, on a phone or a computer."""
    size = [(1080, 2280), (1280, 720), (1366, 768), (720, 1520)][int(chance.integers(4))]
    ground = (255, 255, 255) if chance.random() < 0.6 else (24, 26, 32)
    words = (30, 30, 30) if ground[0] > 100 else (225, 225, 225)
    screen = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, size[0], size[1] // 16), fill=_rgb(chance))
    font = ImageFont.load_default(size=float(chance.integers(18, 38)))
    y = size[1] // 12
    while y < size[1] - 80:
        left = int(chance.choice([40, 40, size[0] // 3]))
        wide = int(chance.integers(size[0] // 4, size[0] - left - 20))
        if chance.random() < 0.3:
            draw.rounded_rectangle((left - 20, y - 8, left + wide, y + 60), 14, fill=_rgb(chance))
        said = " ".join(["exam", "settings", "course"][int(k)] for k in chance.integers(0, 3, 12))
        draw.text((left, y), said[: wide // 12], words, font)
        y += int(chance.integers(50, 120))
    return np.asarray(screen)[:, :, ::-1].astype(np.float32)


def screen_photo(chance: np.random.Generator) -> MatLike:
    """Photograph a monitor with a page on it: grid of its pixels, dark bezel, glow."""
    shown = screenshot(chance)
    height, width = shown.shape[:2]
    size = (1600, 1200) if width > height else (1200, 1600)
    around = TABLES["dark"](size, chance) + chance.uniform(0, 40)
    inner = frame(*size) + np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * np.array(size) * 0.1
    corners = (inner + chance.uniform(-0.06, 0.06, (4, 2)) * np.array(size)).astype(np.float32)
    grid = np.ones((height * 2, width * 2, 1), np.float32)
    grid[::2] = 0.72
    grid[:, ::2] *= 0.8
    shown = cv2.resize(shown, (width * 2, height * 2), interpolation=cv2.INTER_NEAREST) * grid
    turn = cv2.getPerspectiveTransform(frame(width * 2, height * 2), corners)
    bezel = np.rint((corners - corners.mean(axis=0)) * 1.06 + corners.mean(axis=0))
    cv2.fillConvexPoly(around, bezel.astype(np.int32), (14, 14, 15), cv2.LINE_AA)
    seen = cv2.warpPerspective(shown, turn, size)
    cover = cv2.warpPerspective(np.ones(grid.shape[:2], np.float32), turn, size)[:, :, None]
    return around * (1 - cover) + seen * cover


def room(chance: np.random.Generator) -> MatLike:
    """Draw a wall, a floor, a window, furniture."""
    size = [(1280, 960), (960, 1280), (1600, 1200)][int(chance.integers(3))]
    width, height = size
    scene = TABLES["painted"](size, chance)
    floor = int(height * chance.uniform(0.55, 0.8))
    scene[floor:] = TABLES["wood"](size, chance)[floor:]
    for _ in range(int(chance.integers(4, 10))):
        x, y = int(chance.integers(width)), int(chance.integers(height * 3 // 4))
        w, h = int(chance.integers(60, width // 2)), int(chance.integers(60, height // 2))
        cv2.rectangle(scene, (x, y), (x + w, y + h), _colour(chance), -1)
        for _ in range(int(chance.integers(0, 4))):
            middle = (int(chance.integers(x, x + w)), int(chance.integers(y, y + h)))
            cv2.circle(
                scene, middle, int(chance.integers(10, 70)), _colour(chance), -1, cv2.LINE_AA
            )
    return cv2.GaussianBlur(scene, (0, 0), 1.5)


def face(chance: np.random.Generator) -> MatLike:
    """Draw somebody in front of a camera."""
    size = (960, 1280) if chance.random() < 0.5 else (1280, 960)
    width, height = size
    scene = TABLES["painted"](size, chance)
    skin = np.array((140, 170, 215)) * chance.uniform(0.4, 1.1)
    middle = (int(width * chance.uniform(0.4, 0.6)), int(height * 0.45))
    unit = int(min(size) * chance.uniform(0.18, 0.3))
    hair = tuple(float(v) for v in np.array((20, 30, 40)) * chance.uniform(0.5, 3))
    body = (middle[0], middle[1] + 2 * unit)
    cv2.ellipse(scene, body, (int(1.7 * unit), int(1.3 * unit)), 0, 180, 360, _colour(chance), -1)
    cv2.rectangle(scene, (body[0] - int(1.7 * unit), body[1]), (body[0] + int(1.7 * unit), height),
                  _colour(chance), -1)  # fmt: skip
    cv2.ellipse(scene, (middle[0], middle[1] - unit // 5), (unit, int(1.25 * unit)), 0, 0, 360,
                hair, -1, cv2.LINE_AA)  # fmt: skip
    tone = tuple(float(v) for v in skin)
    cv2.ellipse(
        scene, middle, (int(0.8 * unit), int(1.1 * unit)), 0, 0, 360, tone, -1, cv2.LINE_AA
    )
    for side in (-1, 1):
        eye = (middle[0] + side * unit // 3, middle[1] - unit // 5)
        cv2.ellipse(scene, eye, (unit // 7, unit // 12), 0, 0, 360, (245, 245, 245), -1)
        cv2.circle(scene, eye, unit // 14, (30, 40, 60), -1, cv2.LINE_AA)
    mouth = (middle[0], middle[1] + unit // 2)
    cv2.ellipse(scene, mouth, (unit // 3, unit // 10), 0, 0, 180, (90, 80, 170), -1, cv2.LINE_AA)
    return cv2.GaussianBlur(scene, (0, 0), 2.0)


def bare_table(chance: np.random.Generator) -> MatLike:
    """A table with no sheet on it."""
    kinds = [kind for kind in TABLES if kind != "white"]
    return TABLES[kinds[int(chance.integers(len(kinds)))]]((1200, 1600), chance)


def _colour(chance: np.random.Generator) -> Colour:
    blue, green, red = (float(value) for value in chance.uniform(10, 245, 3))
    return blue, green, red


def _rgb(chance: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in chance.integers(10, 245, 3))
    return red, green, blue


SCENES: dict[str, Callable[[np.random.Generator], MatLike]] = {
    "screenshot": screenshot,
    "screenphoto": screen_photo,
    "room": room,
    "face": face,
    "table": bare_table,
}
"""Each kind of picture without a sheet, by its name."""
