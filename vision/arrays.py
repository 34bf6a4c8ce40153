"""Names for arrays, as OpenCV takes and gives them."""

from typing import TypeAlias

import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

Pixels: TypeAlias = MatLike  # uint8, shape (height, width) or (height, width, 3) in BGR
Floats: TypeAlias = MatLike  # float32
Flags: TypeAlias = NDArray[np.bool_]
