"""Drawn photographs of answer sheets, good and bad, through everything that looks at them."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import LEAST_QUALITY, Fault, Outcome, Strictness
from exams.ports.sheets import InspectedPage
from sandbox.drawn_sheets import draw_page, draw_sheet
from vision.inspector import inspect

FAULTS = [
    Fault.NOT_PAGE,
    Fault.CUT_OFF,
    Fault.TOO_SMALL,
    Fault.PERSPECTIVE,
    Fault.DARK,
    Fault.OVEREXPOSED,
    Fault.GLARE,
    Fault.COMPRESSION,
    Fault.BLANK,
]


def seen(upload: bytes) -> InspectedPage:
    (page,) = inspect(upload, Strictness.NORMAL)
    return page


def jpeg(pixels: cv2.typing.MatLike) -> bytes:
    return cv2.imencode(".jpg", pixels)[1].tobytes()


def opened(picture: bytes) -> cv2.typing.MatLike:
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return pixels


def size(picture: bytes) -> tuple[int, int]:
    height, width = opened(picture).shape[:2]
    return width, height


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_good_sheet_is_accepted(seed: int) -> None:
    page = seen(draw_sheet(seed))

    assert page.verdict.reasons == ()
    assert page.verdict.advice == ()
    assert page.verdict.outcome is Outcome.ACCEPT
    assert page.report.turned == 0


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.value)
def test_a_bad_photograph_is_refused_for_its_fault_and_no_other(fault: Fault) -> None:
    page = seen(draw_sheet(3, fault=fault))

    assert page.verdict.reasons == (fault,)


@pytest.mark.parametrize("seed", [2, 5, 7, 9], ids=str)
def test_a_blurred_sheet_is_refused_whatever_blurred_it(seed: int) -> None:
    assert seen(draw_sheet(seed, fault=Fault.BLUR)).verdict.reasons == (Fault.BLUR,)


def test_a_missing_header_is_advice_only() -> None:
    page = seen(draw_sheet(4, header=False))

    assert page.verdict.outcome is Outcome.ACCEPT_WITH_ADVICE
    assert Fault.NO_HEADER in page.verdict.advice


@pytest.mark.parametrize(
    ("fault", "degrees"), [(Fault.UPSIDE_DOWN, 180), (Fault.SIDEWAYS, 270)], ids=["180", "90"]
)
def test_a_sheet_photographed_the_wrong_way_up_is_turned_by_us(fault: Fault, degrees: int) -> None:
    page = seen(draw_sheet(5, fault=fault))

    assert page.verdict.accepted
    assert page.report.turned == degrees
    assert fault in page.verdict.advice
    width, height = size(page.picture)
    assert height > width


def test_a_sheet_that_fills_the_frame_is_accepted() -> None:
    lines = [f"{row}-жол толық жазылған жауап мәтіні осында" for row in range(20)]
    flat = draw_page(6, heading=("Физика", "Серікова"), lines=lines)

    page = seen(jpeg(flat[60:-60, 60:-60]))

    assert page.verdict.accepted
    assert page.report.outline is None


def test_the_outline_follows_the_sheet_s_corners() -> None:
    page = seen(draw_sheet(0))

    assert page.report.outline is not None
    drawn = [(0.08, 0.06), (0.92, 0.06), (0.94, 0.945), (0.06, 0.945)]
    assert np.abs(np.array(page.report.outline) - drawn).max() < 0.03


def test_the_examiner_gets_white_paper_without_shadow_or_table() -> None:
    page = seen(draw_sheet(1, fault=Fault.SHADOW))

    clean = opened(page.straightened)
    height, width = clean.shape[:2]
    assert height / width == pytest.approx(297 / 210, abs=0.1)
    corners = [clean[60:160, 60:160], clean[-160:-60, 60:160], clean[-160:-60, -160:-60]]
    assert all(np.median(corner) > 225 for corner in corners)


def test_a_marked_picture_shows_where_the_fault_is() -> None:
    page = seen(draw_sheet(3, fault=Fault.GLARE))

    assert page.marked is not None
    assert max(size(page.marked)) == 1280
    (region,) = (one for one in page.report.regions if one.fault is Fault.GLARE)
    assert 0.1 < region.left < region.right < 0.9
    assert 0.1 < region.top < region.bottom < 0.9


def test_nothing_but_pixels_goes_on() -> None:
    page = seen(draw_sheet(2))

    assert b"Exif" not in page.picture[:200]
    assert page.picture.startswith(b"\xff\xd8")


def test_a_strip_of_a_few_pixels_is_no_sheet() -> None:
    page = seen(jpeg(np.full((2000, 2, 3), 200, np.uint8)))

    assert page.verdict.reasons == (Fault.NOT_PAGE,)
    assert page.marked is None


def test_a_screenshot_is_no_sheet() -> None:
    screen = np.full((720, 1280, 3), 255, np.uint8)
    screen[:80] = (140, 60, 20)
    for row in range(140, 680, 40):
        cv2.putText(screen, "Exam configuration, next", (60, row), 0, 0.8, (20, 20, 20), 2)

    assert seen(jpeg(screen)).verdict.reasons == (Fault.SCREENSHOT,)


def resaved(picture: cv2.typing.MatLike, quality: int) -> cv2.typing.MatLike:
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality]
    return opened(cv2.imencode(".jpg", picture, settings)[1].tobytes())


@pytest.mark.parametrize(
    ("before", "refused"),
    [(2, True), (7, True), (40, False)],
    ids=["coarsest", "coarse", "fine"],
)
def test_a_coarse_saving_is_known_when_an_editor_saved_it_again(
    before: int, *, refused: bool
) -> None:
    sheet = cv2.resize(opened(draw_sheet(3)), (1080, 1440), interpolation=cv2.INTER_AREA)

    page = seen(jpeg(resaved(sheet, before)))

    assert (Fault.COMPRESSION in page.verdict.reasons) is refused
    assert (page.report.quality < LEAST_QUALITY) is refused
