"""The 37 characters of the readable lines, and lines written with them.

The sheet beside this file holds OCR-B, which ICAO Doc 9303 prescribes, drawn from the font of
Norbert Schwarz and Matthew Skala (free to use, modify and distribute without limitation), and
below it DejaVu Sans Mono, which stands for printers that have no OCR-B.
"""

from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vision.arrays import Floats

CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
CELL: Final = (40, 64)  # pixels of a character on the sheet, across and down
TYPEFACES: Final = 2  # rows of the sheet, OCR-B first
CAPITAL: Final = 40  # pixels, the height of a capital of OCR-B on the sheet
_SHEET: Final = Path(__file__).with_name("glyphs.png")


@cache
def _sheet() -> Floats:
    pixels = cv2.imread(str(_SHEET), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise FileNotFoundError(_SHEET)
    ink: Floats = 1 - pixels.astype(np.float32) / 255
    return ink


def write_line(text: str, *, typeface: int = 0) -> Floats:
    """Return a line of characters as ink, 0 to 1, CELL for each.

    Args:
        text: of CHARACTERS alone.
        typeface: a row of the sheet.
    """
    across, down = CELL
    row = _sheet()[typeface * down : (typeface + 1) * down]
    places = [CHARACTERS.index(one) * across for one in text]
    line: Floats = np.hstack([row[:, left : left + across] for left in places])
    return line
