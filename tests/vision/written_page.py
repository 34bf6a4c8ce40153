"""A page full of writing that fills the picture, within its margins."""

import cv2
import numpy as np

from sandbox.drawn_sheets import draw_page
from vision.arrays import Pixels

LINES = [f"{row}-жол толық жазылған жауап мәтіні осында" for row in range(20)]


def written_page(width: int = 1106, height: int = 1600) -> Pixels:
    """Draw the page, `width` by `height` pixels, BGR."""
    flat = draw_page(6, heading=("Физика", "Серікова"), lines=LINES)[60:-60, 60:-60]
    return np.asarray(cv2.resize(flat, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
