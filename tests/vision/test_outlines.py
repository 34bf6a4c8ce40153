"""What follows from a sheet's edges: how much is cut off, how far away it is, how slanted."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Strictness
from exams.ports.sheets import InspectedPage
from tests.vision.written_page import written_page
from vision.arrays import Floats, Pixels
from vision.inspector import inspect
from vision.page import find_page
from vision.page_rating import look, rate


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


@pytest.mark.parametrize("table", [90, 206], ids=["dark", "light"])
def test_a_cut_is_told_from_three_whole_sides(table: int) -> None:
    picture = np.full((1200, 1300, 3), table, np.uint8)

    page = seen(written(picture, [(150, 120), (1150, 120), (1150, 1400), (150, 1400)], 222))

    assert Fault.CUT_OFF in page.verdict.reasons


@pytest.mark.parametrize(("table", "told"), [(90, True), (206, False)], ids=["dark", "light"])
def test_a_small_cut_is_told_from_clear_sides_alone(table: int, *, told: bool) -> None:
    picture = np.full((1370, 1300, 3), table, np.uint8)

    page = seen(written(picture, [(150, 120), (1150, 120), (1150, 1400), (150, 1400)], 222))

    assert page.report.outline is not None
    assert (Fault.CUT_OFF in page.verdict.reasons) is told


def test_a_cut_is_not_told_from_two_faint_sides() -> None:
    picture = np.full((1200, 900, 3), 206, np.uint8)

    page = seen(written(picture, [(150, 120), (1150, 120), (1150, 1534), (150, 1534)], 222))

    assert Fault.CUT_OFF not in page.verdict.reasons


def test_a_sheet_far_away_is_a_sheet_and_too_small() -> None:
    picture = np.full((1500, 1200, 3), (60, 90, 130), np.uint8)

    page = seen(written(picture, [(480, 600), (760, 600), (760, 990), (480, 990)], 222))

    assert page.verdict.reasons == (Fault.TOO_SMALL,)


def leaned(picture: Pixels, corners: list[tuple[int, int]], paper: int) -> Pixels:
    """Lay a written sheet on a table and look at it from the side."""
    sheet = np.full((1414, 1000, 3), paper, np.uint8)
    flat = np.array([(0, 0), (1000, 0), (1000, 1414), (0, 1414)], np.float32)
    for row in range(120, 900, 40):
        words = "answer to the second question and so on, as far as the margin"
        cv2.putText(sheet, words, (90, row), 0, 0.75, (60, 45, 40), 2, cv2.LINE_AA)
    seen_so = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    size = picture.shape[1::-1]
    cv2.warpPerspective(sheet, seen_so, size, picture, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    return picture


LEANED = [(300, 230), (600, 230), (860, 1420), (40, 1420)]


def test_a_slant_is_told_from_the_shadow_of_the_edges_alone() -> None:
    picture = np.full((1500, 900, 3), 222, np.uint8)
    cv2.polylines(picture, [np.array(LEANED)], isClosed=True, color=(200,) * 3, thickness=40)

    page = seen(leaned(cv2.GaussianBlur(picture, (0, 0), 12), LEANED, 222))

    assert page.verdict.reasons == (Fault.PERSPECTIVE,)


def test_a_slant_is_told_on_a_striped_cloth() -> None:
    stripes = np.where(np.arange(900) // 40 % 2 == 0, 210, 120).astype(np.uint8)

    page = seen(leaned(np.tile(stripes[None, :, None], (1500, 1, 3)), LEANED, 205))

    assert page.verdict.reasons == (Fault.PERSPECTIVE,)


def test_a_slant_is_told_from_the_sides_that_are_whole() -> None:
    """The lower edge is outside the picture; that the sides run apart is seen all the same."""
    picture = np.full((1500, 1200, 3), (60, 90, 130), np.uint8)

    page = seen(written(picture, [(420, 200), (780, 200), (1160, 1700), (40, 1700)], 222))

    assert Fault.PERSPECTIVE in page.verdict.reasons


def in_slanting_light() -> tuple[Pixels, Floats]:
    """Draw a table and a page full of writing, darker towards the right; return its corners."""
    picture = np.full((400, 300, 3), 90, np.uint8)
    cv2.rectangle(picture, (20, 20), (280, 380), (215, 215, 215), -1)
    for row in range(44, 366, 11):
        for left in range(36, 260, 8):
            cv2.line(picture, (left, row), (left + 4, row - 5), (40, 40, 40), 2)
    light = np.linspace(1.1, 0.75, 300)[None, :, None]
    corners = np.array([(20, 20), (280, 20), (280, 380), (20, 380)], np.float32)
    return (picture * light).astype(np.uint8), corners


def test_a_side_that_runs_through_writing_is_no_edge_of_a_sheet() -> None:
    picture, whole = in_slanting_light()
    part = np.array([(20, 20), (220, 20), (170, 380), (20, 380)], np.float32)

    assert rate(look(picture), whole, 1.0, 0.0) is not None
    assert rate(look(picture), part, 1.0, 0.0) is None


def test_noise_in_the_dark_is_no_writing_that_goes_on_outside_the_sheet() -> None:
    """A grey page on a black table, as wide as the picture: two sides are at the frame."""
    picture = np.full((400, 220, 3), 8.0)
    picture[40:360] = 150
    for row in range(70, 340, 12):
        picture[row : row + 3, 20:200:3] = 40
    noise = np.random.default_rng(3).normal(0, 3, (400, 220, 1))

    page = find_page(np.clip(picture + noise, 0, 255).astype(np.uint8))

    assert page is not None
    assert page.corners[:, 1] == pytest.approx([40, 40, 360, 360], abs=6)


def test_a_patch_of_light_on_a_page_that_fills_the_picture_is_not_the_sheet() -> None:
    dim = written_page(1240, 1794) * 0.7
    lit = np.zeros(dim.shape[:2], np.uint8)
    outline = [(420, 60), (620, 40), (660, 850), (390, 830)]
    cv2.fillPoly(lit, [np.array(outline, np.int32)], 1)
    dim[lit > 0] = dim[lit > 0] * 1.35 + 10

    page = seen(np.clip(dim, 0, 255).astype(np.uint8))

    assert page.report.outline is None
    assert page.verdict.accepted
