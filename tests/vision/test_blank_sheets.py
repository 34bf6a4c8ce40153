"""A sheet with nothing written on it is called blank, whatever else is on it."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Strictness
from exams.ports.sheets import InspectedPage
from vision.arrays import Pixels
from vision.inspector import inspect

HIGH, WIDE = 1500, 1061


def seen(pixels: Pixels) -> InspectedPage:
    noise = np.random.default_rng(4).normal(0, 1.5, pixels.shape)
    taken = np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.7) + noise, 0, 255).astype(np.uint8)
    (page,) = inspect(cv2.imencode(".jpg", taken)[1].tobytes(), Strictness.NORMAL)
    return page


def on_table(sheet: Pixels) -> Pixels:
    table = np.full((HIGH + 180, WIDE + 180, 3), (50, 60, 70), np.uint8)
    table[90 : 90 + HIGH, 90 : 90 + WIDE] = sheet
    return table


def paper() -> Pixels:
    return np.full((HIGH, WIDE, 3), (226, 230, 231), np.uint8)


def squares() -> Pixels:
    sheet = paper()
    for first in range(2):
        sheet[first::26], sheet[:, first::26] = (196, 190, 186), (196, 190, 186)
    return sheet


def bent(sheet: Pixels) -> Pixels:
    """Curl a sheet, so that no line on it is quite straight."""
    down, across = np.mgrid[:HIGH, :WIDE].astype(np.float32)
    moved = down + 9 * np.sin(across / WIDE * np.pi * 2)
    return np.asarray(cv2.remap(sheet, across, moved, cv2.INTER_LINEAR), np.uint8)


def showing_through(sheet: Pixels, share: float) -> Pixels:
    """Let the writing on the back be seen, in a mirror and soft."""
    back: Pixels = np.zeros(sheet.shape[:2], np.uint8)
    for row in range(150, HIGH - 100, 60):
        cv2.putText(back, "written on the back of it", (90, row), 0, 2.0, 255, 5, cv2.LINE_AA)
    soft = cv2.GaussianBlur(np.ascontiguousarray(back[:, ::-1]), (0, 0), 2.0)
    return (sheet * (1 - share / 255 * soft[:, :, None])).astype(np.uint8)


def test_ruled_paper_that_curls_is_blank() -> None:
    sheet = paper()
    for first in range(2):
        sheet[60 + first :: 40] = (120, 110, 105)

    assert seen(on_table(bent(sheet))).verdict.reasons == (Fault.BLANK,)


@pytest.mark.parametrize("share", [0.08, 0.14])
def test_squares_through_which_the_back_is_seen_are_blank(share: float) -> None:
    assert seen(on_table(showing_through(squares(), share))).verdict.reasons == (Fault.BLANK,)


def test_a_line_of_pencil_on_squares_is_not_blank() -> None:
    sheet = squares()
    for row in (200, 260):
        cv2.putText(sheet, "a line in pencil", (120, row), 0, 1.5, (110, 110, 112), 3, cv2.LINE_AA)

    assert seen(on_table(sheet)).verdict.accepted


@pytest.mark.parametrize(
    ("left", "blank"), [(WIDE - 190, True), (90, False)], ids=["right", "left"]
)
def test_a_column_along_the_right_edge_is_no_answer(left: int, *, blank: bool) -> None:
    sheet = paper()
    for row in range(150, HIGH - 300, 50):
        cv2.putText(sheet, f"{row}.50", (left, row), 0, 1.0, (60, 50, 50), 3, cv2.LINE_AA)

    assert (Fault.BLANK in seen(on_table(sheet)).verdict.reasons) is blank
