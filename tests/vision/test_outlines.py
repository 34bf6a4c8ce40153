"""What follows from a sheet's edges: how much is cut off, how far away it is, how slanted."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Strictness
from exams.ports.sheets import InspectedPage
from vision.arrays import Pixels
from vision.inspector import inspect


def seen(pixels: Pixels) -> InspectedPage:
    noise = np.random.default_rng(4).normal(0, 2, pixels.shape)
    photograph = np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)
    (page,) = inspect(cv2.imencode(".jpg", photograph)[1].tobytes(), Strictness.NORMAL)
    return page


def written(picture: Pixels, corners: list[tuple[int, int]], paper: int) -> Pixels:
    """Lay a written sheet of paper on a table; lines end before the picture does."""
    outline = np.array(corners, np.int32)
    cv2.fillConvexPoly(picture, outline, (paper, paper, paper), cv2.LINE_AA)
    left, top = outline.min(axis=0)
    right, bottom = np.minimum(outline.max(axis=0), picture.shape[1::-1])
    step = max(14, int(right - left) // 22)
    for row in range(int(top) + 2 * step, int(bottom) - step, step):
        words = "answer to the second question and so on"
        at = (int(left) + 2 * step, row)
        cv2.putText(
            picture, words, at, 0, step / 32, (60, 45, 40), max(1, step // 16), cv2.LINE_AA
        )
    return picture


@pytest.mark.parametrize(("table", "told"), [(90, True), (206, False)], ids=["clear", "faint"])
def test_a_cut_is_told_from_clear_edges_only(table: int, *, told: bool) -> None:
    picture = np.full((1200, 1300, 3), table, np.uint8)

    page = seen(written(picture, [(150, 120), (1150, 120), (1150, 1400), (150, 1400)], 222))

    assert page.report.outline is not None
    assert (Fault.CUT_OFF in page.verdict.reasons) is told


def test_a_sheet_far_away_is_a_sheet_and_too_small() -> None:
    picture = np.full((1500, 1200, 3), (60, 90, 130), np.uint8)

    page = seen(written(picture, [(480, 600), (760, 600), (760, 990), (480, 990)], 222))

    assert page.verdict.reasons == (Fault.TOO_SMALL,)


def test_a_slant_is_told_from_the_sides_that_are_whole() -> None:
    """The lower edge is outside the picture; that the sides run apart is seen all the same."""
    picture = np.full((1500, 1200, 3), (60, 90, 130), np.uint8)

    page = seen(written(picture, [(420, 200), (780, 200), (1160, 1700), (40, 1700)], 222))

    assert Fault.PERSPECTIVE in page.verdict.reasons
