"""Everything measured on one photograph, as the report that the rules judge."""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import (
    A4_RATIO,
    BLACK_AND_WHITE,
    ENLARGED_BLUR,
    LEAST_PAGE,
    MOST_BLUR,
    MOST_UNEVEN,
    UNEVEN_BLUR,
    Fault,
    Region,
    SheetReport,
)
from vision.arrays import Floats, Pixels
from vision.decode import Photo
from vision.doubled import echo
from vision.enlarging import enlargement
from vision.light import Light, measure_light
from vision.likeness import looks_drawn, page_likeness
from vision.melted import Letters, letters
from vision.page import find_page
from vision.page_rating import Page, inside_of
from vision.running_out import RunOut, run_out
from vision.sharpness import Focus, measure_focus
from vision.straighten import MILLIMETRE, Flat, dpi, flatten, sides
from vision.upright import which_way_up
from vision.writing import find_writing

_LEAST_SIDE: Final = 64  # pixels; nothing can be measured on less
_WORST: Final = 80  # percentile of the tiles: a fifth of the writing may be softer
_FILLED: Final = 0.85  # likeness of a sheet that fills the picture; of other things 0.74 at most
_MOST_WRITING: Final = 0.8  # of a picture; a patch of light or a drawing on a page holds less
_EVEN_EDGES: Final = 0.6  # of the worst of three sides; faint, but on all their length
_MISSING: Final = (0.15, 0.5)  # of A4 behind a fourth; less is a sheet of another shape, more none
_STRIP: Final = 2.0  # longer side to the shorter one; of cameras 1.78, of narrow pages 1.92
_EDGE: Final = 0.015  # of the longer side; how wide a sheet's edge is with its shadow
_SURE_EDGES: Final = 0.85  # support; cut sheets have 0.94 and more, neighbours and shadows 0.76
_BEST: Final = 20
_MIDDLE: Final = 50
_MOVED: Final = 35  # percentile: a moved camera blurs all tiles, printed lines only some
_LEAST_TILES: Final = 4  # with writing in them; fewer say nothing
_STRIPS: Final = (  # along the top, right, bottom and left side: left, top, right, bottom, 0 to 1
    np.array([0, 0, 1, 0.04]),
    np.array([0.96, 0, 1, 1]),
    np.array([0, 0.96, 1, 1]),
    np.array([0, 0, 0.04, 1]),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A report and what it was made from; `photo` is upright."""

    photo: Photo
    report: SheetReport
    flat: Flat
    page: Page | None


def measure(photo: Photo) -> Measured | None:
    """Measure an upright photograph; None if it is too small for anything."""
    if min(photo.pixels.shape[:2]) < _LEAST_SIDE:
        return None
    page = find_page(photo.pixels)
    found = _measured(photo, page)
    if page is None or found.report.page >= LEAST_PAGE or _holds_writing(photo, page):
        return found
    whole = _measured(photo, None)  # a picture on the page, or a reflection, has an outline, too
    return whole if whole.report.page > _FILLED else found


def _holds_writing(photo: Photo, page: Page) -> bool:
    """Whether nearly all that looks like writing in a picture is inside the outline found.

    The shadow along the sheet's edges looks like writing, too.
    """
    ink = find_writing(flatten(photo.pixels, None)).ink.astype(np.uint8)
    scale = np.divide(ink.shape[::-1], photo.pixels.shape[1::-1], dtype=np.float32)
    corners = page.corners * scale
    edges, width = np.rint(corners).astype(np.int32), round(_EDGE * max(ink.shape))
    cv2.polylines(ink, [edges], isClosed=True, color=0, thickness=width)
    inside = cv2.bitwise_and(ink, inside_of(corners, ink.shape))
    return cv2.countNonZero(inside) > _MOST_WRITING * cv2.countNonZero(ink)


def _measured(photo: Photo, page: Page | None) -> Measured:
    flat = flatten(photo.pixels, page)
    writing = find_writing(flat)
    way = which_way_up(flat.depth, writing)
    turned = way.degrees
    if turned:
        photo, page = _turn(photo, page, turned)
        flat = flatten(photo.pixels, page)
        writing = find_writing(flat)
    light = measure_light(flat, writing.black)
    focus = measure_focus(flat.depth, writing, noisy=False)
    edges = max(_widths(focus))
    likeness = page_likeness(photo, page, flat, writing, edges, lettered=way.lettered)
    drawn = looks_drawn(photo, page, writing, edges)
    is_sheet = likeness >= LEAST_PAGE and not drawn
    if is_sheet:
        focus = measure_focus(flat.depth, writing, noisy=True)
    blur, moved = _widths(focus)
    dots = dpi(photo, page)
    may_be_enlarged = is_sheet and _percentile(focus.widths, _MIDDLE) > ENLARGED_BLUR
    black_and_white = writing.contrast > BLACK_AND_WHITE
    shapes = letters(flat.depth) if black_and_white else Letters()
    cut_off = run_out(flat.depth, writing.rules, _open_sides(page)) if is_sheet else RunOut()
    report = SheetReport(
        width=photo.width,
        height=photo.height,
        turned=turned,
        drawn=drawn,
        page=round(likeness, 3),
        outline=_outline(photo, page),
        pages=1 if page is None else page.sheets,
        cut=round(_strip(photo, cut_off) if page is None else _cut(page), 3),
        cut_lines=cut_off.lines,
        cut_sides=sum(cut_off.sides),
        dpi=round(dots, 1),
        slant=round(_slant(page), 3),
        level=round(light.level, 1),
        contrast=round(writing.contrast, 3),
        black=round(writing.black, 3),
        clipped=round(light.clipped, 3),
        glare=round(float(light.glare.mean()), 4),
        shade=round(light.shade, 3),
        blur=round(blur, 3),
        moved=round(moved, 3),
        sharpest=round(_percentile(focus.widths, _BEST), 3),
        enlarged=round(enlargement(photo, page, dots), 2) if may_be_enlarged else 0.0,
        doubled=round(echo(flat.depth), 1) if is_sheet else 0.0,
        thick=round(shapes.thick, 3),
        one_way=round(shapes.one_way, 3),
        quality=photo.quality,
        lettered=round(way.lettered, 2),
        ink=round(writing.share, 5),
        header=round(writing.header, 4),
        regions=tuple(_regions(photo, flat, light, focus, cut_off)),
    )
    return Measured(photo, report, flat, page)


def _turn(photo: Photo, page: Page | None, degrees: int) -> tuple[Photo, Page | None]:
    """Turn a photograph and the outline in it clockwise."""
    quarters = degrees // 90
    pixels = np.ascontiguousarray(np.rot90(photo.pixels, -quarters))
    lying = quarters % 2 == 1
    size = (photo.height, photo.width) if lying else (photo.width, photo.height)
    turned = replace(photo, pixels=pixels, width=size[0], height=size[1])
    if page is None:
        return turned, None
    height, width = photo.pixels.shape[:2]
    corners, open_sides = page.corners, page.open_sides
    for _ in range(quarters):
        corners = np.stack([height - corners[:, 1], corners[:, 0]], axis=1)
        height, width = width, height
        open_sides = (open_sides[3], open_sides[0], open_sides[1], open_sides[2])
    corners = np.roll(corners, quarters, axis=0)
    return turned, replace(page, corners=corners.astype(np.float32), open_sides=open_sides)


def unmeasurable(photo: Photo) -> SheetReport:
    """Return the report of a picture of a few pixels."""
    return SheetReport(width=photo.width, height=photo.height, page=0.0, dpi=0.0)


def _outline(photo: Photo, page: Page | None) -> tuple[tuple[float, float], ...] | None:
    if page is None:
        return None
    height, width = photo.pixels.shape[:2]
    return tuple(
        (round(float(x) / width, 4), round(float(y) / height, 4)) for x, y in page.corners
    )


def _open_sides(page: Page | None) -> tuple[bool, ...]:
    return (True,) * 4 if page is None else tuple(page.open_sides)


def _slant(page: Page | None) -> float:
    """Return the shorter to the longer of two opposite sides; of a pair cut off none is known."""
    if page is None:
        return 1.0
    lengths = sides(page.corners)
    pairs = (lengths[::2], lengths[1::2])  # top and bottom, right and left
    cut = (any(page.open_sides[1::2]), any(page.open_sides[::2]))
    whole = (pair for pair, is_cut in zip(pairs, cut, strict=True) if not is_cut)
    return min((min(pair) / max(*pair, 1.0) for pair in whole), default=1.0)


def _strip(photo: Photo, cut_off: RunOut) -> float:
    """Return the share of A4 that is missing, where a sheet fills a picture narrower than a sheet.

    Where writing runs out on more sides, a part was taken from near, and meant to be one.
    """
    long = max(photo.width, photo.height) / min(photo.width, photo.height)
    return 1 - A4_RATIO / long if long > _STRIP and sum(cut_off.sides) <= 1 else 0.0


def _cut(page: Page) -> float:
    """Return the share of A4 that is missing, where one end of the sheet is not seen."""
    if sum(page.open_sides) in {0, 4}:
        return 0.0
    faint = page.support < _SURE_EDGES
    if faint and (sum(page.open_sides) > 1 or page.weakest < _EVEN_EDGES):
        return 0.0
    top, right, bottom, left = page.open_sides
    lengths = sides(page.corners)  # those that end at the frame of a turned sheet are not alike:
    width, height = (0.25 * sum(pair) + 0.5 * max(pair) for pair in (lengths[::2], lengths[1::2]))
    missing = 0.0
    if top or bottom:
        missing = max(missing, 1 - height / (max(lengths[0], lengths[2]) * A4_RATIO))
    if left or right:
        missing = max(missing, 1 - width / (max(lengths[1], lengths[3]) / A4_RATIO))
    least, most = _MISSING if faint else (0.0, 1.0)
    return missing if least < missing < most else 0.0


def _widths(focus: Focus) -> tuple[float, float]:
    """Return the width of the edges in the softest fifth, and in the direction of a movement."""
    return _percentile(focus.widths, _WORST), _percentile(focus.moved, _MOVED)


def _percentile(widths: Floats, share: int) -> float:
    """Return a percentile of the widths in millimetres; 0 if there are hardly any."""
    known = widths[np.isfinite(widths)]
    return float(np.percentile(known, share)) / MILLIMETRE if known.size >= _LEAST_TILES else 0.0


def _regions(
    photo: Photo, flat: Flat, light: Light, focus: Focus, cut_off: RunOut
) -> list[Region]:
    best, worst = (_percentile(focus.widths, share) for share in (_BEST, _WORST))
    limit = UNEVEN_BLUR if worst > MOST_UNEVEN * best else MOST_BLUR  # as it is judged
    bad = np.nan_to_num(focus.widths, nan=0.0) > limit * MILLIMETRE
    found = [(Fault.BLUR, box) for box in _boxes(bad.astype(np.uint8))]
    found += [(Fault.GLARE, box) for box in _boxes(light.glare.astype(np.uint8))]
    fault = Fault.CUT_OFF if cut_off.lines else Fault.PART_ONLY
    found += [(fault, box) for box, cut in zip(_STRIPS, cut_off.sides, strict=True) if cut]
    return [_region(photo, flat, fault, box) for fault, box in found]


def _boxes(mask: Pixels) -> list[Floats]:
    """Return the boxes (left, top, right, bottom) of a mask's three largest parts, 0 to 1."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    height, width = mask.shape
    largest = sorted(range(1, count), key=lambda part: -int(stats[part, cv2.CC_STAT_AREA]))[:3]
    return [
        np.array([x / width, y / height, (x + w) / width, (y + h) / height])
        for x, y, w, h, area in (stats[part] for part in largest)
        if area > mask.size * 0.002
    ]


def _region(photo: Photo, flat: Flat, fault: Fault, box: Floats) -> Region:
    height, width = flat.grey.shape
    left, top, right, bottom = box * (width, height, width, height)
    corners = np.array([[(left, top), (right, top), (right, bottom), (left, bottom)]], np.float32)
    seen = cv2.perspectiveTransform(corners, flat.back)[0] / photo.pixels.shape[1::-1]
    (low_x, low_y), (high_x, high_y) = (
        np.clip(seen, 0, 1).min(axis=0),
        np.clip(seen, 0, 1).max(axis=0),
    )
    return Region(
        fault=fault,
        left=round(float(low_x), 3),
        top=round(float(low_y), 3),
        right=round(float(high_x), 3),
        bottom=round(float(high_y), 3),
    )
