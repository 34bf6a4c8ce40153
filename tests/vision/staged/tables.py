"""What lies under and around a sheet: tables of many kinds, and things on them."""

from collections.abc import Callable

import cv2
import numpy as np
from cv2.typing import MatLike

Size = tuple[int, int]  # width, height
_WOODS = ((60, 100, 160), (40, 65, 110), (110, 155, 200), (30, 42, 70), (140, 180, 215))
_THINGS = ((30, 30, 32), (200, 60, 40), (40, 60, 190), (60, 160, 70), (240, 240, 242))


def wood(size: Size, chance: np.random.Generator) -> MatLike:
    """Boards with a grain along one side."""
    width, height = size
    base = np.array(_WOODS[int(chance.integers(len(_WOODS)))], np.float32)
    rows = np.linspace(0, chance.uniform(8, 30), height)[:, None]
    bend = cv2.resize(chance.normal(0, 1, (6, 5)).astype(np.float32), size)
    rings = np.sin(2 * np.pi * (rows + chance.uniform(0.5, 2) * bend))
    fine = _noise(size, (3, 60), chance)
    grain = 1 + chance.uniform(0.04, 0.14) * rings + 0.06 * fine
    board: MatLike = base * grain[:, :, None].astype(np.float32)
    if chance.random() < 0.4:
        for x in range(int(chance.integers(80, 500)), width, max(90, width // 4)):
            board[:, x : x + 3] = board[:, x : x + 3] * 0.55
    return board


def white(size: Size, chance: np.random.Generator) -> MatLike:
    """A white table, nearly as bright as paper."""
    level = np.array((1.0, 1.0, 1.0)) * chance.uniform(205, 248) + chance.uniform(-6, 6, 3)
    table: MatLike = level + 1.5 * _noise(size, (40, 40), chance)[:, :, None]
    return table.astype(np.float32)


def painted(size: Size, chance: np.random.Generator) -> MatLike:
    """One colour, any."""
    colour = chance.uniform(15, 235, 3)
    table: MatLike = colour * (1 + 0.03 * _noise(size, (5, 5), chance)[:, :, None])
    return table.astype(np.float32)


def dark(size: Size, chance: np.random.Generator) -> MatLike:
    """Black or nearly so, a little shiny."""
    level = chance.uniform(12, 45)
    table: MatLike = level * (1 + 0.25 * _noise(size, (200, 120), chance))[:, :, None]
    return np.repeat(table, 3, axis=2).astype(np.float32)


def cloth(size: Size, chance: np.random.Generator) -> MatLike:
    """A chequered or striped cloth with folds."""
    width, height = size
    first, second = chance.uniform(30, 240, 3), chance.uniform(30, 240, 3)
    cell = int(chance.integers(30, 160))
    y, x = np.mgrid[0:height, 0:width] // cell
    pattern = ((x + y) % 2 if chance.random() < 0.5 else x % 2)[:, :, None]
    folds = 1 + 0.1 * _noise(size, (height // 5, width // 4), chance)
    table: MatLike = (first * pattern + second * (1 - pattern)) * folds[:, :, None]
    return table.astype(np.float32)


def granite(size: Size, chance: np.random.Generator) -> MatLike:
    """Speckled stone."""
    base = chance.uniform(70, 190)
    speckles = 34 * _noise(size, (3, 3), chance) + 20 * _noise(size, (9, 9), chance)
    tint = np.array((1.0, 1.0, 1.0)) + chance.uniform(-0.06, 0.06, 3)
    table: MatLike = (base + speckles)[:, :, None] * tint
    return table.astype(np.float32)


def desk(size: Size, chance: np.random.Generator) -> MatLike:
    """Any of the other tables with a notebook, a phone, pens and a mug on it."""
    table = TABLES[list(TABLES)[int(chance.integers(len(TABLES) - 1))]](size, chance)
    width, height = size
    for _ in range(int(chance.integers(2, 6))):
        colour = np.array(_THINGS[int(chance.integers(len(_THINGS)))], np.float64)
        edge = int(chance.integers(4))
        along = chance.uniform(0.05, 0.95)
        centre = [(along, 0.02), (0.98, along), (along, 0.98), (0.02, along)][edge]
        place = (centre[0] * width, centre[1] * height)
        unit = max(size)
        kind = int(chance.integers(3))
        shape = [(0.02, 0.3), (0.13, 0.24), (0.16, 0.16)][kind]
        box = cv2.boxPoints(
            (place, (shape[0] * unit, shape[1] * unit), float(chance.uniform(0, 180)))
        )
        shade = np.rint(box + 8).astype(np.int32)
        cv2.fillConvexPoly(table, shade, tuple(colour * 0.2), cv2.LINE_AA)
        if kind == 2:
            middle = (round(place[0]), round(place[1]))
            cv2.circle(table, middle, round(0.08 * unit), tuple(colour), -1, cv2.LINE_AA)
        else:
            cv2.fillConvexPoly(table, np.rint(box).astype(np.int32), tuple(colour), cv2.LINE_AA)
    return table


def _noise(size: Size, cell: tuple[int, int], chance: np.random.Generator) -> MatLike:
    """Return smooth noise, of about one unit; a cell has so many rows and columns."""
    width, height = size
    rows, columns = max(2, height // cell[0]), max(2, width // cell[1])
    return cv2.resize(
        chance.normal(0, 1, (rows, columns)).astype(np.float32),
        size,
        interpolation=cv2.INTER_CUBIC,
    )


TABLES: dict[str, Callable[[Size, np.random.Generator], MatLike]] = {
    "wood": wood,
    "white": white,
    "painted": painted,
    "dark": dark,
    "cloth": cloth,
    "granite": granite,
    "desk": desk,
}
"""Each kind of table by its name; `desk` stays the last."""
