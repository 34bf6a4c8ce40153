"""A canvas for the drawn figures, flat and in space."""

from collections.abc import Iterable, Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SCALE: Final = 3  # drawn this much larger, then reduced: smooth edges
SIGHT: Final = (31, 157, 99, 44)  # what a camera sees
SIGHT_EDGE: Final = (31, 157, 99, 200)

Point = tuple[float, float]
Space = tuple[float, float, float]
Box = tuple[float, float, float, float]


class Canvas:
    """A picture in figure coordinates, drawn larger than it is shown.

    Args:
        width, height: of the finished figure, pixels.
    """

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def shape(self, points: Iterable[Point], fill: str | tuple[int, ...]) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: Iterable[Point], fill: str | tuple[int, ...], width: float = 3) -> None:
        """Draw a line with round joints and ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        thick = round(width * SCALE)
        self._draw.line(scaled, fill=fill, width=thick, joint="curve")
        if len(fill) != 4:  # noqa: PLR2004 - a see-through end would show twice
            for x, y in (scaled[0], scaled[-1]):
                r = thick / 2
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def disc(self, centre: Point, radius: float, fill: str, flat: float = 1.0) -> None:
        """Fill a circle, or an ellipse `flat` times as high."""
        x, y = centre[0] * SCALE, centre[1] * SCALE
        across, down = radius * SCALE, radius * flat * SCALE
        self._draw.ellipse((x - across, y - down, x + across, y + down), fill=fill)

    def box(self, box: Box, radius: float, fill: str | None, edge: str | None = None) -> None:
        """Draw a rounded rectangle; `edge` is the colour of its outline."""
        scaled = [value * SCALE for value in box]
        self._draw.rounded_rectangle(
            scaled, radius * SCALE, fill=fill, outline=edge, width=3 * SCALE
        )

    def text(
        self,
        point: Point,
        words: str,
        fill: str,
        font: ImageFont.FreeTypeFont,
        anchor: str = "la",
    ) -> None:
        """Write words; the font is `SCALE` times as large as they are shown."""
        self._draw.text(
            (point[0] * SCALE, point[1] * SCALE), words, fill=fill, font=font, anchor=anchor
        )

    def paste(self, picture: Image.Image, corner: Point, mask: Image.Image) -> None:
        """Lay another drawing, in drawn pixels, at a corner given in figure coordinates."""
        self.image.paste(picture, (round(corner[0] * SCALE), round(corner[1] * SCALE)), mask)

    def keep_inside(self, boxes: Iterable[Box], radius: float, ground: str) -> None:
        """Paint over all that runs out of the rounded boxes."""
        outside = Image.new("L", self.image.size, 255)
        draw = ImageDraw.Draw(outside)
        for box in boxes:
            draw.rounded_rectangle([value * SCALE for value in box], radius * SCALE, fill=0)
        self.image.paste(ground, (0, 0), outside)

    def sight(self, points: Sequence[Point]) -> None:
        """Draw what a camera sees: see-through, around the lens and all that is seen."""
        around = hull(points)
        self.shape(around, SIGHT)
        self.line([*around, around[0]], SIGHT_EDGE, 2)

    def finished(self) -> Image.Image:
        """Return the figure in its own size, in few colours."""
        size = (self.image.width // SCALE, self.image.height // SCALE)
        return self.image.resize(size, Image.Resampling.LANCZOS).quantize(256)


class Room:
    """A place on the canvas: x runs to the right and down, y to the left and down, z up.

    Args:
        origin: where (0, 0, 0) is drawn.
        unit: length of one unit, pixels.
    """

    def __init__(self, canvas: Canvas, origin: Point, unit: float) -> None:
        self.canvas, self.origin, self.unit = canvas, origin, unit

    def at(self, x: float, y: float, z: float = 0) -> Point:
        """Return where a point in space is drawn."""
        left, top = self.origin
        return left + (x - y) * 0.87 * self.unit, top + ((x + y) * 0.5 - z) * self.unit

    def shape(self, points: Iterable[Space], fill: str | tuple[int, ...]) -> None:
        """Fill a polygon in space."""
        self.canvas.shape([self.at(*point) for point in points], fill)

    def line(self, points: Iterable[Space], fill: str | tuple[int, ...], width: float = 3) -> None:
        """Draw a line in space."""
        self.canvas.line([self.at(*point) for point in points], fill, width)

    def block(self, near: Space, far: Space, fills: Sequence[str]) -> None:
        """Draw a box by two opposite corners; fills: top, side to the left, side to the right."""
        (x, y, z), (x2, y2, z2) = near, far
        self.shape([(x, y, z2), (x2, y, z2), (x2, y2, z2), (x, y2, z2)], fills[0])
        self.shape([(x, y2, z), (x2, y2, z), (x2, y2, z2), (x, y2, z2)], fills[1])
        self.shape([(x2, y, z), (x2, y2, z), (x2, y2, z2), (x2, y, z2)], fills[2])

    def sight(self, lens: Space, seen: Iterable[Space]) -> None:
        """Draw what a camera sees, see `Canvas.sight`."""
        self.canvas.sight([self.at(*lens), *(self.at(*point) for point in seen)])


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the convex hull, by Andrew's monotone chain."""

    def half(ordered: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    ordered = sorted(points)
    return half(ordered) + half(reversed(ordered))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
