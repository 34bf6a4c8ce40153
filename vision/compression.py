"""How strongly a picture was compressed before it was saved again.

The tables of a JPEG tell how coarse it is itself. If it was coarse before, and an editor or a
messenger saved it anew, its pixels still tell: in each block of eight by eight pixels the waves
have only the few strengths that the coarse tables left.
"""

from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels

_BLOCK: Final = 8  # pixels
# Waves of a block, (down, across), and the step of their strengths at quality 50 (ITU T.81, K.1).
_WAVES: Final = {(0, 1): 11, (1, 0): 12, (1, 1): 12, (0, 2): 10, (2, 0): 14}
_COARSEST: Final = 22  # quality; what was finer is no fault and not looked for
_STEPS: Final = range(1, _COARSEST + 1)
_WIDEST: Final = 255  # step; a table has no greater (ITU T.81, B.2.4.1)
_NEAR: Final = 0.12  # of a step, from a multiple of it
_ROUNDING: Final = 2.5  # what saving again adds, in units of a wave's strength
_LEAST: Final = 60  # strengths that are not nought; fewer tell nothing
_KEPT: Final = 0.9  # of them near a multiple; by chance it is a quarter
_MOST: Final = 40_000  # blocks


def former_quality(pixels: Pixels) -> int:
    """Return the JPEG quality of a coarse saving before the last; 100 if there was none.

    Args:
        pixels: shape (height, width, 3), BGR, none of them made from others.
    """
    found = [_quality(strengths, base) for strengths, base in _strengths(pixels)]
    known = [quality for quality in found if quality]
    return round(float(np.median(known))) if len(known) > len(found) / 2 else 100


def _strengths(pixels: Pixels) -> list[tuple[Floats, int]]:
    """Return how strong each wave is in each block, and its step at quality 50."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    rows, columns = (side // _BLOCK for side in grey.shape)
    even = grey[: rows * _BLOCK, : columns * _BLOCK]
    blocks = even.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2)
    flat = blocks.reshape(-1, _BLOCK * _BLOCK)
    flat = flat[:: len(flat) // _MOST + 1].astype(np.float32)
    wave = cv2.dct(np.eye(_BLOCK, dtype=np.float32), flags=cv2.DCT_ROWS).T
    return [
        (flat @ np.outer(wave[down], wave[across]).ravel(), base)
        for (down, across), base in _WAVES.items()
    ]


def _quality(strengths: Floats, base: int) -> int:
    """Return the coarsest quality whose steps the strengths keep to; 0 for none."""
    for quality in _STEPS:
        step = min(base * 50 / quality, _WIDEST)
        strong = np.abs(strengths[np.abs(strengths) > step / 2])
        off = np.abs(strong - step * np.round(strong / step))
        if len(strong) >= _LEAST and (off < max(_NEAR * step, _ROUNDING)).mean() > _KEPT:
            return quality
    return 0
