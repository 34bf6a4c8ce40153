"""How loud an echo of the writing is: whether shaking has drawn every stroke twice.

Both drawings may be sharp, so the width of edges tells nothing. But what is drawn twice repeats
itself at one distance in one direction all over the sheet, and writing does not.
"""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats

_SPOT: Final = 128  # pixels of the flattened sheet, 22 mm
_STEP: Final = _SPOT // 2
_MOST_SPOTS: Final = 60  # those with most writing; more would say the same
_LEAST_SPOTS: Final = 4
_THIN: Final = 4  # every so many pixels are enough for it
_LEAST_CHANGE: Final = 0.02  # standard deviation of the depth in a spot; bare paper has less
_SILENCE: Final = 160.0  # of power: what is fainter is noise and tells nothing
_AWAY: Final = (8, 40)  # pixels, 1.4 to 7 mm; nearer it is the strokes' own width
_ASLANT: Final = 0.21  # sine of the angle to the sheet's sides, along which lines and rules repeat
_PEAK: Final = 9  # pixels; what is broader is no echo
_LEAST_REST: Final = 0.00075  # of a soft picture, in which all is quiet


def echo(depth: Floats) -> float:
    """Measure how loudly the writing repeats itself at one distance, aslant.

    The logarithm of the power is taken in every spot with writing and averaged, so that only what
    all of them have in common is left. An echo makes it rise and fall evenly: a cepstrum's peak.

    Args:
        depth: shape (height, width), how much darker than its paper, 0 to 1.

    Returns:
        How many times as high the highest peak is as peaks are usually; 0 with little writing.

    Source:
        Bogert, Healy and Tukey, "The Quefrency Alanysis of Time Series for Echoes", 1963.
    """
    if min(depth.shape) < _SPOT:
        return 0.0
    spots = np.lib.stride_tricks.sliding_window_view(depth, (_SPOT, _SPOT))[::_STEP, ::_STEP]
    change = spots[:, :, ::_THIN, ::_THIN].std(axis=(2, 3))
    order = np.argsort(-change, axis=None)[:_MOST_SPOTS]
    most = order[change.flat[order] > _LEAST_CHANGE]
    if len(most) < _LEAST_SPOTS:
        return 0.0
    busy = spots[np.unravel_index(most, change.shape)]
    even = busy - busy.mean(axis=(1, 2), keepdims=True)
    even /= busy.std(axis=(1, 2), keepdims=True)
    window = np.outer(np.hanning(_SPOT), np.hanning(_SPOT))
    power = np.abs(np.fft.rfft2(even * window)) ** 2
    common = np.log(power + _SILENCE).mean(axis=0)
    cepstrum = np.fft.fftshift(np.fft.irfft2(common, (_SPOT, _SPOT)))
    smooth = cv2.GaussianBlur(cepstrum.astype(np.float32), (0, 0), 0.7)
    round_one = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PEAK, _PEAK))
    peaks = cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, round_one)
    found = peaks[_heard()]
    usual = float(np.median(np.abs(found - np.median(found))))
    return float(found.max() / max(1.4826 * usual, _LEAST_REST))


def _heard() -> Floats:
    """Return where in a cepstrum an echo is looked for; its middle is no distance at all."""
    down, across = np.mgrid[:_SPOT, :_SPOT] - _SPOT // 2
    away = np.hypot(down, across)
    aslant = np.minimum(np.abs(down), np.abs(across)) > _ASLANT * away
    heard: Floats = (away >= _AWAY[0]) & (away <= _AWAY[1]) & aslant
    return heard
