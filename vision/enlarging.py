"""Whether a small picture was enlarged: fine detail ends at its own pixels, and beats with them.

Both are seen only in the picture as it came, before the sheet is made rectangular. Both are
logarithms of power, so they add up.
"""

from typing import Final

import cv2
import numpy as np

from exams.domain.verdict import GOOD_DPI
from vision.arrays import Floats, Pixels
from vision.decode import Photo
from vision.page_rating import Page

_SPOT: Final = 64  # pixels of the picture as it came
_BUSY: Final = 85  # percentile of the spots: where most is written
_SMALLER: Final = 0.8  # of the size: where a small picture's pixels became five, not four
_CYCLES: Final = ((0.09, 0.11), (0.11, 0.13), (0.22, 0.27))  # a pixel
_LEAST_SIDE: Final = 256  # pixels; on fewer no time is kept long enough to be heard
_MOST_BEND: Final = 30.0  # grey levels; strokes have more, and are not what keeps time
_SLOW: Final = 33  # pixels; what changes more slowly is writing and light
_LINES: Final = (15, 75)  # percentiles between which a column counts; squared paper is beyond them
_EIGHTHS: Final = np.arange(1, 4) / 8  # cycles a pixel, of the blocks of a JPEG
_NEAR: Final = (0.002, 0.003, 0.012)  # cycles a pixel: one beat, beside a block's, beside the beat
_BEATS: Final = np.arange(0.04, 0.49, 0.002)  # cycles a pixel that are listened to
_ENLARGED: Final = (0.18, 0.47)  # cycles a pixel between which the beat of what was enlarged lies
_LEAST_REST: Final = 10.0  # times the median; of noise alone


def enlargement(photo: Photo, page: Page | None, dots: float) -> float:
    """Measure what speaks for a small picture that was enlarged, a natural logarithm.

    Pixels that were made anew on the way in, from more of them or from a PDF's page, beat in a
    time of their own: there the end of fine detail speaks alone.

    Args:
        photo: upright.
        page: the outline found.
        dots: an inch of A4. Where there are many, the small picture's pixels have become large:
            fine detail ends where it does in a smaller picture, and only there is it looked for.
    """
    beat = rhythm(photo.pixels, page) if photo.as_sent else 1.0
    end = falloff(photo.pixels, page, _SMALLER)
    if dots <= GOOD_DPI:
        end = max(end, falloff(photo.pixels, page))
    return end + float(np.log(max(beat, 1.0)))


def falloff(pixels: Pixels, page: Page | None, share: float = 1.0) -> float:
    """Measure how suddenly fine detail ends, where there is most of it.

    A picture that was enlarged by four has nothing finer than its own pixels were, however
    sharp its edges are in millimetres; that is seen only in the picture as it came. Blur takes
    fine detail away as well, but little by little.

    Args:
        pixels: shape (height, width, 3), BGR, as unpacked.
        page: the outline found in it.
        share: of the picture's size, to which it is made smaller first.

    Returns:
        By how much more the power falls from 0.12 to 0.24 cycles a pixel than from 0.1 to 0.12, a
        natural logarithm.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    if page is not None:
        x, y, wide, high = cv2.boundingRect(page.corners)
        grey = grey[max(y, 0) : y + high, max(x, 0) : x + wide]
    if share < 1:
        grey = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    rows, columns = (side // _SPOT for side in grey.shape)
    if not rows or not columns:
        return 0.0
    plane = grey[: rows * _SPOT, : columns * _SPOT].astype(np.float32)
    band = cv2.GaussianBlur(plane, (0, 0), 1.6) - cv2.GaussianBlur(plane, (0, 0), 3.2)
    spots, bands = (
        part.reshape(rows, _SPOT, columns, _SPOT).swapaxes(1, 2).reshape(-1, _SPOT, _SPOT)
        for part in (plane, band)
    )
    power = (bands**2).mean(axis=(1, 2))
    busy = spots[power >= np.percentile(power, _BUSY)]
    window = np.outer(np.hanning(_SPOT), np.hanning(_SPOT))
    spectra = np.abs(np.fft.rfft2((busy - busy.mean(axis=(1, 2), keepdims=True)) * window)) ** 2
    spectrum = (spectra / np.maximum(spectra.sum(axis=(1, 2), keepdims=True), 1e-9)).mean(axis=0)
    cycles = np.hypot(np.fft.fftfreq(_SPOT)[:, None], np.fft.rfftfreq(_SPOT)[None])
    coarse, middle, fine = (
        np.log(max(float(spectrum[(cycles >= low) & (cycles < high)].mean()), 1e-12))
        for low, high in _CYCLES
    )
    return float((middle - fine) - (coarse - middle))


def rhythm(pixels: Pixels, page: Page | None) -> float:
    """Measure how much louder than all else the pixels of a small picture beat in a large one.

    An enlarged picture has a true value at every third or fourth pixel, and what lies between was
    reckoned from its neighbours: there it bends less. So its bends, each column's and each row's
    taken together, rise and fall with one even beat over the whole picture, the same across and
    down. Squared paper beats, too, but in many ways at once, and no louder in one than in another.

    Args:
        pixels: shape (height, width, 3), BGR, as unpacked.
        page: the outline found in it.

    Returns:
        How many times as loud the loudest beat is as the next that is not of its kind.

    Source:
        Gallagher, "Detection of Linear and Cubic Interpolation in JPEG Compressed Images", 2005.
    """
    grey = _inside(pixels, page).astype(np.float32)
    if min(grey.shape) < _LEAST_SIDE:
        return 0.0
    beats = np.sqrt(_beats(grey) * _beats(np.ascontiguousarray(grey.T)))
    slowest, fastest = _ENLARGED
    heard = (slowest < _BEATS) & (fastest > _BEATS)
    loudest = int(np.argmax(np.where(heard, beats, 0)))
    own = _BEATS[loudest] * np.array([0.5, 1, 2, -2]) + np.array([0, 0, 0, 1])
    rest = beats[(np.abs(_BEATS[:, None] - own) > _NEAR[2]).all(axis=1)]
    return float(beats[loudest] / max(rest.max(), _LEAST_REST))


def _beats(grey: Floats) -> Floats:
    """Return how loud each of the beats is along the rows, in medians of all of them."""
    bends = np.abs(2 * grey[:, 1:-1] - grey[:, :-2] - grey[:, 2:])
    each = np.log(np.minimum(bends, _MOST_BEND).mean(axis=0) + 0.1)
    slow = np.pad(each, _SLOW // 2, mode="reflect")
    each -= np.convolve(slow, np.full(_SLOW, 1 / _SLOW), "valid")
    each = np.clip(each, *np.percentile(each, _LINES))
    power = np.abs(np.fft.rfft((each - each.mean()) * np.hanning(len(each)))) ** 2
    cycles = np.fft.rfftfreq(len(each))
    known = (cycles > _BEATS[0] - 2 * _NEAR[0]) & (cycles < _BEATS[-1] + _NEAR[0])
    known &= (np.abs(cycles[:, None] - _EIGHTHS) > _NEAR[1]).all(axis=1)
    power = np.where(known, power / max(float(np.median(power[known])), 1e-9), 0)
    near = np.abs(cycles - _BEATS[:, None]) <= _NEAR[0]
    loud: Floats = np.where(near, power, 0).max(axis=1)
    return loud


def _inside(pixels: Pixels, page: Page | None) -> Pixels:
    """Return the grey of an upright part of the sheet: what is woven beats on the table, too."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    if page is not None:
        (left, right), (top, bottom) = (
            np.clip(np.sort(along)[1:3], 0, side).astype(int)
            for along, side in zip(page.corners.T, grey.shape[::-1], strict=True)
        )
        grey = grey[top:bottom, left:right]
    return np.asarray(grey, np.uint8)
