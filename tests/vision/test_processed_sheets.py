"""What phones, messengers and scanner programs make of a photograph before it is sent."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Strictness
from sandbox.drawn_sheets import draw_page
from vision.arrays import Pixels
from vision.inspector import inspect
from vision.melted import letters

LINES = [f"{row}-жол толық жазылған жауап мәтіні осында" for row in range(20)]


@pytest.fixture(scope="module")
def page() -> Pixels:
    flat = draw_page(6, heading=("Физика", "Серікова"), lines=LINES)[60:-60, 60:-60]
    small = cv2.resize(flat, (1106, 1600), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.uint8)


def reasons(pixels: Pixels, kind: str = ".jpg", *how: int) -> tuple[Fault, ...]:
    (seen,) = inspect(cv2.imencode(kind, pixels, how)[1].tobytes(), Strictness.NORMAL)
    return seen.verdict.reasons


def out_of_focus(pixels: Pixels, width: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), width), np.uint8)


def in_black_and_white(pixels: Pixels) -> Pixels:
    """Do what a scanner program does: black is what is darker than what is around it."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    way = cv2.ADAPTIVE_THRESH_GAUSSIAN_C
    black = cv2.adaptiveThreshold(grey, 255, way, cv2.THRESH_BINARY, 101, 9)
    return np.asarray(cv2.cvtColor(black, cv2.COLOR_GRAY2BGR), np.uint8)


def twice(pixels: Pixels, far: int) -> Pixels:
    """Move the camera aslant while it takes the picture, from one place to another."""
    both = np.roll(pixels, (far, far), axis=(0, 1)) / 2 + pixels / 2
    return np.asarray(np.round(both), np.uint8)


def smooth(pixels: Pixels) -> Pixels:
    """Do what a telephone does against noise, in light that hardly falls off."""
    light = np.linspace(0.8, 0.78, pixels.shape[1])[None, :, None]
    return np.asarray(np.round(pixels * light), np.uint8)


def pale(pixels: Pixels) -> Pixels:
    return np.asarray(np.clip(255 - (255.0 - pixels) * 0.35, 0, 255), np.uint8)


def in_the_dark(pixels: Pixels) -> Pixels:
    """Brighten a picture taken with little light: its noise grows with it."""
    noise = np.random.default_rng(2).normal(0, 16, pixels.shape)
    return np.asarray(np.clip(pixels * 0.6 + noise, 0, 255), np.uint8)


def test_a_scanned_page_is_accepted_and_a_scanned_blurred_one_is_blurred(page: Pixels) -> None:
    assert reasons(in_black_and_white(page)) == ()
    assert reasons(in_black_and_white(out_of_focus(page, 5.5))) == (Fault.BLUR,)


@pytest.mark.parametrize(("ways", "found"), [((1, 1), (Fault.BLUR,)), ((1, -1), ())])
def test_a_scan_whose_strokes_all_run_one_way_was_moved(
    ways: tuple[int, int], found: tuple[Fault, ...]
) -> None:
    scan = np.full((1600, 1106, 3), 255, np.uint8)
    for place in range(21 * 28):
        x, y = 120 + 40 * (place % 21), 150 + 45 * (place // 21)
        rise = 8 * ways[place % 2]
        cv2.line(scan, (x - 8, y + rise), (x + 8, y - rise), (0, 0, 0), 5)

    assert reasons(scan) == found


def test_a_shadow_that_a_scanner_program_left_makes_no_reflection_of_white_paper(
    page: Pixels,
) -> None:
    scan = in_black_and_white(page).astype(np.float32)
    shade = np.full(scan.shape[:2], 255, np.float32)
    for left in range(-1600, 1106, 520):
        cv2.line(shade, (left, 0), (left + 1600, 1600), 220, 110)
    scan *= cv2.GaussianBlur(shade, (0, 0), 4)[:, :, None] / 255

    assert reasons(np.asarray(np.round(scan), np.uint8)) == ()


def test_what_is_broad_is_a_drawing_beside_letters_and_nothing_alone() -> None:
    written, alone = (np.full((1600, 1106, 3), 254, np.uint8) for _ in range(2))
    cv2.putText(written, "Physics, page 2 of 3", (120, 260), cv2.FONT_HERSHEY_SIMPLEX, 2, 60, 4)
    for place in (150, 450, 750):
        for picture in (written, alone):
            cv2.circle(picture, (place, 620), 36, (120, 60, 20), -1)

    assert reasons(written) == ()
    assert Fault.NOT_PAGE in reasons(alone)


def test_the_dark_edge_of_a_scan_is_no_melted_letter(page: Pixels) -> None:
    scan = cv2.cvtColor(in_black_and_white(page), cv2.COLOR_BGR2GRAY)
    depth = 1 - scan[200:500].astype(np.float32) / 255
    without = letters(depth).thick
    for row in range(10, 290, 40):
        depth[row : row + 20, -50:] = depth[row : row + 20, :50] = 1

    assert letters(depth).thick == pytest.approx(without, abs=0.01)


def test_a_page_drawn_twice_by_shaking_is_blurred_though_both_are_sharp(page: Pixels) -> None:
    assert reasons(page) == ()
    assert reasons(twice(page, 18)) == (Fault.BLUR,)


def test_noise_does_not_make_a_blurred_page_sharp(page: Pixels) -> None:
    blurred = out_of_focus(page, 4.5)

    assert reasons(in_the_dark(pale(page))) == ()
    assert reasons(in_the_dark(pale(blurred))) == (Fault.BLUR,)


@pytest.mark.parametrize("kind", [".jpg", ".png"])
@pytest.mark.parametrize("shape", [(1600, 1106), (560, 1106)])
def test_a_scan_of_any_shape_is_white_and_no_screenshot(
    page: Pixels, kind: str, shape: tuple[int, int]
) -> None:
    scanned = in_black_and_white(page)[: shape[0], : shape[1]]

    assert reasons(scanned, kind) == ()


def test_a_white_screen_has_tinted_parts(page: Pixels) -> None:
    screen = in_black_and_white(page)[:560]
    screen[:30] = (150, 120, 90)

    assert reasons(screen, ".png") == (Fault.SCREENSHOT,)


def test_a_screen_of_the_shape_of_a_scan_has_tints_where_a_scan_has_none(page: Pixels) -> None:
    scan = in_black_and_white(page)
    listing = scan.copy()
    for top in range(100, 1500, 120):
        listing[top : top + 16] = (250, 170, 120)

    assert reasons(scan, ".png") == ()
    assert reasons(listing, ".png") == (Fault.SCREENSHOT,)


def test_a_scan_shown_in_a_gallery_is_a_screenshot(page: Pixels) -> None:
    screen = np.full((2400, 1106, 3), 255, np.uint8)
    screen[400:2000] = smooth(page)

    assert reasons(screen, ".png") == (Fault.SCREENSHOT,)


def test_smooth_paper_is_no_screen_where_compression_made_it_even(page: Pixels) -> None:
    strip = smooth(page)[:560]

    assert reasons(strip, ".webp", cv2.IMWRITE_WEBP_QUALITY, 60) == ()
