"""Draw the figures that go with some messages: no words, so that they serve every language.

``python -m vision.drawn.figures templates/figures`` writes them anew.
"""

import sys
from collections.abc import Callable, Sequence
from math import sin
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from vision.drawn.canvas import SCALE, SIGHT_EDGE, Canvas, Point, Room, Space, hull

WIDTH, HEIGHT = 1280, 800

PAPER, GROUND, CARD = "#ffffff", "#dfe6f3", "#f6f8fd"
INK, LINE, SHADE = "#24324f", "#7d89a6", "#e6ebf6"
WOOD, WOOD_SIDE, WOOD_EDGE = "#f0d5ae", "#d9b583", "#c79f6a"
GOOD, BAD, LIGHT = "#1f9d63", "#d8453f", "#ffb020"
SCREEN, SCREEN_GLOW = "#2f4a86", "#5c7fd0"
CLOTH, SKIN, HAIR = "#4c8f8b", "#f3c9a5", "#3a2f2a"


def _badge(canvas: Canvas, centre: Point, *, good: bool, radius: float = 26) -> None:
    """Draw a tick or a cross in a disc with a white rim."""
    x, y = centre
    canvas.disc(centre, radius + 4, PAPER)
    canvas.disc(centre, radius, GOOD if good else BAD)
    r = radius * 0.42
    if good:
        tick = [(x - r, y + r * 0.05), (x - r * 0.25, y + r * 0.8), (x + r * 1.05, y - r * 0.75)]
        canvas.line(tick, PAPER, radius * 0.2)
    else:
        canvas.line([(x - r, y - r), (x + r, y + r)], PAPER, radius * 0.2)
        canvas.line([(x - r, y + r), (x + r, y - r)], PAPER, radius * 0.2)


# -- with what the student is on camera ---------------------------------------------


FLOOR: Final = -3.6


def _desk(room: Room) -> None:
    left, top = room.at(4.5, 3, FLOOR)
    room.canvas.disc((left, top), 7.0 * room.unit, SHADE, 0.5)
    for x, y in ((0.3, 5.4), (8.4, 5.4), (8.4, 0.3)):
        room.block((x, y, FLOOR), (x + 0.35, y + 0.35, 0), (WOOD_EDGE, WOOD_SIDE, WOOD_EDGE))
    room.block((0, 0, -0.35), (9, 6, 0), (WOOD, WOOD_SIDE, WOOD_EDGE))


def _sheet(room: Room, x: float, y: float) -> None:
    room.shape([(x, y, 0), (x + 1.7, y, 0), (x + 1.7, y + 2.3, 0), (x, y + 2.3, 0)], PAPER)
    for row in range(5):
        down = y + 0.45 + row * 0.36
        room.line([(x + 0.25, down, 0), (x + (0.9 if row == 0 else 1.45), down, 0)], LINE, 2)


def _student(room: Room, x: float, y: float) -> None:
    """Draw head and shoulders from behind, the face to the screen."""
    canvas, unit = room.canvas, room.unit
    left, top = room.at(x, y, 0)
    sides = (left - 1.7 * unit, left + 1.7 * unit)
    canvas.box((sides[0], top - 1.5 * unit, sides[1], top + 3.4 * unit), 1.3 * unit, CLOTH)
    canvas.box((left - 0.42 * unit, top - 2.2 * unit, left + 0.42 * unit, top - unit), 8, SKIN)
    canvas.disc((left + 0.12 * unit, top - 2.85 * unit), 1.08 * unit, SKIN, 1.08)
    canvas.disc((left - 0.1 * unit, top - 3.0 * unit), 1.1 * unit, HAIR, 1.08)


def _laptop(room: Room) -> Space:
    """Draw it open, and return where its camera is."""
    x, x2 = 2.9, 7.1
    room.block((x, 1.3, 0), (x2, 4.0, 0.16), ("#aab5cc", "#8f9bb6", "#7d89a6"))
    room.shape([(x + 0.4, 1.75, 0.16), (x2 - 0.4, 1.75, 0.16), (x2 - 0.4, 2.9, 0.16),
                (x + 0.4, 2.9, 0.16)], "#7d89a6")  # fmt: skip
    room.shape([(x, 1.3, 0.16), (x2, 1.3, 0.16), (x2, 0.75, 3.2), (x, 0.75, 3.2)], INK)
    room.shape([(x + 0.2, 1.26, 0.4), (x2 - 0.2, 1.26, 0.4), (x2 - 0.2, 0.83, 2.85),
                (x + 0.2, 0.83, 2.85)], SCREEN_GLOW)  # fmt: skip
    lens = ((x + x2) / 2, 0.78, 3.03)
    room.canvas.disc(room.at(*lens), 4.5, "#8df0bd")
    return lens


def _monitor(room: Room) -> None:
    room.block((4.1, 0.9, 0), (5.9, 1.8, 0.1), ("#8f9bb6", "#7d89a6", "#6c7896"))
    room.block((4.8, 1.1, 0.1), (5.2, 1.3, 1.2), ("#8f9bb6", "#7d89a6", "#6c7896"))
    room.block((2.2, 1.0, 0.9), (7.8, 1.2, 4.3), (INK, INK, "#17223a"))
    room.shape([(2.4, 1.2, 1.1), (7.6, 1.2, 1.1), (7.6, 1.2, 4.1), (2.4, 1.2, 4.1)], SCREEN)
    for row, length in enumerate((2.2, 4.0, 3.4, 3.8)):
        up = 3.6 - row * 0.6
        room.line([(2.9, 1.2, up), (2.9 + length, 1.2, up)], "#9db6ee", 3)
    room.block((3.2, 2.9, 0), (6.8, 4.0, 0.12), ("#aab5cc", "#8f9bb6", "#7d89a6"))


def _phone_on_stand(room: Room, x: float, y: float, z: float) -> None:
    """Draw a phone at the desk's end, on three legs, its back to us."""
    for dx, dy in ((0.1, -1.1), (-1.0, 0.8), (1.0, 0.6)):
        room.line([(x, y, z - 0.6), (x + dx, y + dy, FLOOR)], LINE, 6)
    left, top = room.at(x, y, z)
    for size, fill in ((1.0, INK), (0.82, "#41547f")):
        corners = [(-0.8, -1.2), (0.5, -1.6), (0.8, 0.9), (-0.5, 1.3)]
        shape = [(left + a * size * room.unit, top + b * size * room.unit) for a, b in corners]
        room.canvas.shape(shape, fill)


def equipment() -> Image.Image:
    """A laptop with its webcam, or a phone that has both monitor and desk in view (S1)."""
    canvas = Canvas(WIDTH, 640, CARD)
    room = Room(canvas, (322, 212), 35)
    _desk(room)
    _sheet(room, 7.2, 2.9)
    lens = _laptop(room)
    left, top = room.at(4.5, 7.9)
    seen = [(left + x * room.unit, top + y * room.unit)
            for x, y in ((-2.7, -5.0), (2.2, -4.6), (3.2, 1.2), (-2.3, 2.4))]  # fmt: skip
    canvas.sight([room.at(*lens), *seen])
    _student(room, 4.5, 7.9)

    room = Room(canvas, (930, 212), 35)
    _desk(room)
    _monitor(room)
    _sheet(room, 7.1, 2.9)
    desk = [(0, 6, 0), (0, 0, 0), (9, 0, 0), (9, 6, 0)]
    room.sight((10.5, 2.4, 4.1), [*desk, (2.2, 1.0, 4.3), (7.8, 1.0, 4.3)])
    _phone_on_stand(room, 10.7, 2.5, 3.9)
    _student(room, 4.5, 7.9)

    cards = [(left, 24.0, left + 604.0, 616.0) for left in (24.0, 652.0)]
    canvas.keep_inside(cards, 36, GROUND)
    for centre in ((574, 80), (1202, 80)):
        _badge(canvas, centre, good=True, radius=28)
    return canvas.finished()


# -- how to photograph a sheet --------------------------------------------------------


def _page(width: int, height: int) -> Image.Image:
    """Draw a written A4 sheet, header in the top left corner, in drawn pixels."""
    page = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(page)
    thick = max(2, width // 90)
    for row, length in enumerate((0.34, 0.40, 0.28)):
        y = height * (0.07 + row * 0.035)
        draw.line([(width * 0.08, y), (width * (0.08 + length), y)], fill=INK, width=thick)
    sign = [(width * (0.08 + t / 130), height * (0.185 + 0.012 * sin(t / 1.7))) for t in range(30)]
    draw.line(sign, fill=SCREEN_GLOW, width=thick)
    for row in range(15):
        y = height * (0.26 + row * 0.045)
        end = 0.55 if row in {6, 14} else 0.92
        points = [
            (width * x / 100, y + height * 0.006 * sin(x * 0.9 + row) * (1 + sin(x / 7 + row)))
            for x in range(8, round(end * 100))
        ]
        draw.line(points, fill="#4a5d8f", width=thick, joint="curve")
    return page


def _placed(page: Image.Image, corners: Sequence[Point], size: tuple[int, int]) -> Image.Image:
    """Return the page with its corners, from the top left one clockwise, laid where told."""
    picture = page.transform(
        size,
        Image.Transform.PERSPECTIVE,
        _perspective(corners, page.size),
        Image.Resampling.BICUBIC,
        fillcolor=PAPER,
    )
    inside = Image.new("L", size, 0)
    ImageDraw.Draw(inside).polygon(list(corners), fill=255)
    picture.putalpha(inside)
    return picture


def _perspective(corners: Sequence[Point], size: tuple[int, int]) -> tuple[float, ...]:
    """Solve for the eight numbers that map where a page is laid back to the page."""
    width, height = size
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(
        corners, [(0, 0), (width, 0), (width, height), (0, height)], strict=True
    ):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for step in range(8):
        best = max(range(step, 8), key=lambda row: abs(rows[row][step]))
        rows[step], rows[best] = rows[best], rows[step]
        rows[step] = [value / rows[step][step] for value in rows[step]]
        for other in range(8):
            if other != step:
                factor = rows[other][step]
                rows[other] = [
                    a - factor * b for a, b in zip(rows[other], rows[step], strict=True)
                ]
    return tuple(row[8] for row in rows)


def _example(
    canvas: Canvas,
    corner: Point,
    corners: Sequence[Point],
    spoil: Callable[[Image.Image], Image.Image],
) -> None:
    """Draw a phone whose screen shows a spoiled photograph; corners are shares of the screen."""
    left, top = corner
    width, height = 188, 292
    canvas.box((left, top, left + width, top + height), 24, INK)
    size = ((width - 20) * SCALE, (height - 36) * SCALE)
    photo = Image.new("RGB", size, WOOD)
    page = _page(480, 679)
    sheet = _placed(page, [(x * size[0], y * size[1]) for x, y in corners], size)
    photo.paste(sheet, (0, 0), sheet)
    whole = Image.new("L", size, 0)
    ImageDraw.Draw(whole).rounded_rectangle((0, 0, *size), 10 * SCALE, fill=255)
    canvas.paste(spoil(photo), (left + 10, top + 18), whole)
    _badge(canvas, (left + width - 10, top + 12), good=False, radius=22)


def _as_is(photo: Image.Image) -> Image.Image:
    return photo


def _shadowed(photo: Image.Image) -> Image.Image:
    """Lay the shadow of a hand and phone over the photograph."""
    width, height = photo.size
    shade = Image.new("L", photo.size, 255)
    draw = ImageDraw.Draw(shade)
    draw.polygon(
        [(width * 0.3, height), (width * 0.42, height * 0.35), (width, height * 0.2),
         (width, height)],
        fill=130,
    )  # fmt: skip
    soft = shade.filter(ImageFilter.GaussianBlur(9 * SCALE))
    return ImageChops.multiply(photo, Image.merge("RGB", (soft, soft, soft)))


def _blurred(photo: Image.Image) -> Image.Image:
    return photo.filter(ImageFilter.GaussianBlur(2.1 * SCALE))


def _lamp(room: Room) -> None:
    """Draw a desk lamp whose light falls from the side."""
    foot, joint, head = (-2.6, 3.2, 0.0), (-3.0, 2.4, 3.6), (-1.4, 2.8, 5.0)
    beam = [room.at(*head), *(room.at(*p) for p in ((0.2, 5.4, 0), (4.4, 5.4, 0), (4.4, 0.4, 0)))]
    room.canvas.shape(hull(beam), (255, 190, 60, 70))
    room.canvas.disc(room.at(*foot), 34, INK, 0.45)
    room.line([foot, joint, head], INK, 8)
    left, top = room.at(*head)
    room.canvas.shape(
        [
            (left - 10, top - 26),
            (left + 18, top - 12),
            (left + 34, top + 26),
            (left - 26, top + 22),
        ],
        LIGHT,
    )


def sheet_howto() -> Image.Image:
    """A sheet taken from above with light from the side, and four ways to spoil it (S25)."""
    canvas = Canvas(WIDTH, HEIGHT, CARD)
    room = Room(canvas, (384, 340), 58)
    room.block((-3.9, -1.2, -0.3), (5.6, 6.9, 0), (WOOD, WOOD_SIDE, WOOD_EDGE))
    _lamp(room)

    flat = [(0.1, 0.1, 0), (4.3, 0.1, 0), (4.3, 6.04, 0), (0.1, 6.04, 0)]
    corners = [(x * SCALE, y * SCALE) for x, y in (room.at(*p) for p in flat)]
    sheet = _placed(_page(900, 1273), corners, canvas.image.size)
    canvas.paste(sheet, (0, 0), sheet)
    header = [(0.25, 0.2, 0), (2.4, 0.2, 0), (2.4, 1.35, 0), (0.25, 1.35, 0), (0.25, 0.2, 0)]
    room.line(header, GOOD, 5)

    lens = (2.2, 3.0, 5.0)
    room.sight(lens, flat)
    for corner in flat:
        room.line([lens, corner], SIGHT_EDGE, 2)
        canvas.disc(room.at(*corner), 8, GOOD)
    room.block((1.45, 1.4, 5.0), (2.95, 4.6, 5.22), ("#41547f", INK, "#17223a"))
    room.shape([(1.6, 1.6, 5.23), (2.8, 1.6, 5.23), (2.8, 4.4, 5.23), (1.6, 4.4, 5.23)], SCREEN)
    room.shape([(1.8, 1.95, 5.24), (2.6, 1.95, 5.24), (2.6, 3.9, 5.24), (1.8, 3.9, 5.24)], PAPER)
    for row in range(5):
        along = 2.15 + row * 0.32
        room.line([(1.95, along, 5.25), (2.15 if row == 0 else 2.45, along, 5.25)], LINE, 2)
    canvas.keep_inside([(24, 24, 724, 776)], 36, GROUND)
    _badge(canvas, (664, 86), good=True, radius=34)

    whole = [(0.14, 0.1), (0.86, 0.1), (0.86, 0.9), (0.14, 0.9)]
    cut = [(-0.28, 0.16), (0.78, 0.10), (0.86, 1.28), (-0.2, 1.34)]
    slant = [(0.34, 0.3), (0.72, 0.24), (0.99, 0.84), (0.06, 0.94)]
    _example(canvas, (784, 72), cut, _as_is)
    _example(canvas, (1034, 72), slant, _as_is)
    _example(canvas, (784, 436), whole, _shadowed)
    _example(canvas, (1034, 436), whole, _blurred)
    return canvas.finished()


FIGURES: Final[dict[str, Callable[[], Image.Image]]] = {
    "equipment": equipment,
    "sheet_howto": sheet_howto,
}
"""Each figure by the name that notices use."""


def main(folder: Path) -> None:
    """Write every figure as PNG into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in FIGURES.items():
        draw().save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
