"""How a network is read from its weights."""

import cv2
import numpy as np


def read_network(data: bytes) -> cv2.dnn.Net:
    """Read a network from an ONNX file."""
    return cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
