"""Whether a computer drew a picture, or a screen was photographed.

A screenshot has large parts in exactly one colour. Across a photographed screen run fringes, where
its grid of pixels meets the camera's.
"""

from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import LOSSLESS
from vision.arrays import Flags, Floats, Pixels
from vision.decode import Photo
from vision.page_rating import Page, inside_of
from vision.straighten import Flat
from vision.writing import Writing

# Share of the picture that is even and of one of the three commonest shades: screens have 0.43 and
# more, sheets 0.21 at most. Compression makes paper even, too, but light falls off across it.
_DRAWN: Final = 0.32
_DRAWN_LOSSLESS: Final = 0.2  # nothing made these even: screens have 0.24 and more
_TINTED_LOSSLESS: Final = 0.08  # in tints, of a scan's shape: scans have none, screens 0.1
_SHADES: Final = 3
_SPOT: Final = 32  # pixels, four blocks of a JPEG
_SPOTS: Final = 0.08  # share of them; screens sent as JPEG have 0.088 and more, sheets 0.067
_TINTS: Final = slice(5, 252)  # of 255: neither black nor white
_SCAN: Final = (1.1, 1.7)  # height to width of a page from a scanner, which is even white too
_WHITE: Final = 245  # of the ground of a scan of any shape
_BROADEST: Final = 25  # pixels of a stroke; what is broader is ground
_OTHER: Final = 0.1  # share of the ground of another shade; scans have 0.08 at most, screens 0.11
_TINTED: Final = 0.02  # share that is even and tinted; scans have 0.015 at most, screens 0.029
_CODED: Final = 25  # JPEG quality under which even spots come from the compression
_PALE: Final = 0.3  # contrast under which they come from overexposure

# Share of the spots without writing that are fringed: photographed screens have 0.15 and more,
# sheets 0.054 at most, squared ones and old print among them.
_FRINGED: Final = 0.12
_FRINGE_SPOT: Final = 64  # pixels of the sheet alone
_FRINGES: Final = (0.04, 0.45)  # cycles a pixel
_ONE_WAVE: Final = 0.5  # of all power in these, in the strongest wave and beside it
_FAINTEST: Final = 0.008  # of the brightness; grain has less in one wave
_ASLANT: Final = 0.12  # sine of the angle to the sheet's sides, along which printed rules run
_WRITTEN: Final = 0.45  # depth of ink; dark fringes have less
_SPECK: Final = 0.003  # of a spot, which is still bare
_ENOUGH: Final = 100  # spots; the others would say the same
_LEAST_FRINGE_SPOTS: Final = 4


def is_drawn(photo: Photo, page: Page | None, writing: Writing) -> bool:
    """Whether the picture is even where no light is: exactly, in large parts.

    Args:
        photo: upright.
        page: the outline found; around it a compressed photograph may be even.
        writing: what is written in it.
    """
    if photo.quality < _CODED:
        return False
    lossless = photo.quality == LOSSLESS  # what came without loss is even only if it was drawn
    grey = cv2.cvtColor(photo.pixels, cv2.COLOR_BGR2GRAY)
    middle = grey[1:-1, 1:-1]
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    even = (cv2.dilate(grey, cross) == cv2.erode(grey, cross))[1:-1, 1:-1]
    pale = writing.contrast < _PALE
    if pale:  # where one colour is at its end, overexposure makes it even
        darker = cv2.inRange(photo.pixels, (0, 0, 0), (_TINTS.stop - 1,) * 3)
        even &= darker[1:-1, 1:-1] > 0
    is_scan = _SCAN[0] < photo.height / photo.width < _SCAN[1] or _white_alone(middle, even)
    size = middle.size
    if page is not None and not lossless:
        inside = inside_of(page.corners, grey.shape)[1:-1, 1:-1] > 0
        even &= inside
        size = max(1, int(inside.sum()))
    shades = np.bincount(middle[even], minlength=256) / size
    commonest = np.sort(shades[_TINTS] if is_scan or pale else shades)[-_SHADES:]
    if lossless:
        return float(commonest.sum()) > (_TINTED_LOSSLESS if is_scan else _DRAWN_LOSSLESS)
    return float(commonest.sum()) > _DRAWN and _even_spots(even) > _SPOTS


def _white_alone(grey: Pixels, even: Flags) -> bool:
    """Whether all but strokes is white, as a scanner program leaves it, and no part is tinted."""
    tinted = even & (grey >= _TINTS.start) & (grey < _TINTS.stop)
    if tinted.mean() > _TINTED:
        return False
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_BROADEST, _BROADEST), np.uint8))
    return float((ground < _WHITE).mean()) < _OTHER


def _even_spots(even: Flags) -> float:
    """Return the share of spots even all over; compression evens out smaller ones only."""
    rows, columns = (side // _SPOT for side in even.shape)
    spots = even[: rows * _SPOT, : columns * _SPOT].reshape(rows, _SPOT, columns, _SPOT)
    return float((spots.mean(axis=(1, 3)) > 0.995).mean())  # noqa: PLR2004, a speck in each


def is_photographed(flat: Flat) -> bool:
    """Whether a sheet is a screen: fringes run across it, aslant.

    Args:
        flat: the sheet alone, which has an outline: only then do its rules run along its sides.
    """
    written = _spots(flat.depth)[:, ::4, ::4] > _WRITTEN
    bare = _spots(flat.grey)[written.mean(axis=(1, 2)) < _SPECK]
    bare = bare[:: len(bare) // _ENOUGH + 1].astype(np.float32)
    return len(bare) >= _LEAST_FRINGE_SPOTS and float(_fringed(bare).mean()) > _FRINGED


def _fringed(spots: Floats) -> Flags:
    """Return for each spot whether nearly all that changes in it is one wave, aslant."""
    window = np.outer(np.hanning(_FRINGE_SPOT), np.hanning(_FRINGE_SPOT))
    waves = (spots / np.maximum(spots.mean(axis=(1, 2), keepdims=True), 1) - 1) * window
    down, across = np.fft.fftfreq(_FRINGE_SPOT)[:, None], np.fft.rfftfreq(_FRINGE_SPOT)[None]
    cycles = np.hypot(down, across)
    heard = (cycles > _FRINGES[0]) & (cycles < _FRINGES[1])
    power = np.where(heard, np.abs(np.fft.rfft2(waves)) ** 2, 0)
    together = power.sum(axis=(1, 2))
    strongest = np.argmax(power.reshape(len(power), -1), axis=1)
    one = np.array([_with_neighbours(*both) for both in zip(power, strongest, strict=True)])
    depth = np.sqrt(2 * together / (window**2).sum()) / _FRINGE_SPOT
    sines = np.minimum(np.abs(down), across) / np.maximum(cycles, 1e-9)
    aslant = sines.ravel()[strongest] > _ASLANT
    found: Flags = (one > _ONE_WAVE * together) & (depth > _FAINTEST) & aslant
    return found


def _with_neighbours(power: Floats, strongest: int) -> float:
    row, column = divmod(int(strongest), power.shape[1])
    rows = [(row + step) % power.shape[0] for step in (-1, 0, 1)]
    return float(power[rows, max(column - 1, 0) : column + 2].sum())


def _spots(plane: Pixels | Floats) -> Floats:
    """Cut a plane into squares; what is left over at its right and lower side goes."""
    side = _FRINGE_SPOT
    rows, columns = (length // side for length in plane.shape)
    part = plane[: rows * side, : columns * side]
    cut: Floats = part.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(-1, side, side)
    return cut
