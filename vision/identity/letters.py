"""Which character a small window shows: a network of two hidden layers, run by numpy.

`python -m vision.identity.training` makes its weights, from characters drawn by code.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vision.arrays import Floats
from vision.identity.glyphs import CHARACTERS

SIDE: Final = 24  # pixels of a window, across and down
PITCH: Final = 16  # of them from one character to the next, and the height of a capital
NOTHING: Final = len(CHARACTERS)  # the class of windows between characters, or beside the line
WEIGHTS: Final = Path(__file__).with_name("letters.npz")
_FLAT: Final = 2.0  # of 255; less contrast is noise and is not stretched


def even(windows: NDArray[Any]) -> Floats:
    """Return windows of any light as rows of the same mean and spread.

    Args:
        windows: shape (n, SIDE, SIDE), 0 to 255.
    """
    rows = windows.reshape(len(windows), -1).astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    spread: Floats = rows / (rows.std(axis=1, keepdims=True) + _FLAT)
    return spread


def chances(windows: NDArray[Any]) -> Floats:
    """Return the logarithm of the probability of each character, and of none, for each window.

    Args:
        windows: shape (n, SIDE, SIDE), 0 to 255.

    Returns:
        Shape (n, NOTHING + 1).
    """
    values = even(windows)
    layers = _layers()
    for weight, bias in layers[:-1]:
        values = np.maximum(values @ weight + bias, 0)
    weight, bias = layers[-1]
    values = values @ weight + bias
    values -= values.max(axis=1, keepdims=True)
    found: Floats = values - np.log(np.exp(values).sum(axis=1, keepdims=True))
    return found


@cache
def _layers() -> tuple[tuple[Floats, Floats], ...]:
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        count = len(stored.files) // 2
        return tuple(
            (stored[f"weight{i}"].astype(np.float32), stored[f"bias{i}"].astype(np.float32))
            for i in range(count)
        )
