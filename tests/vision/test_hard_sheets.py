"""What judging sheets went wrong on before: near, dense, enlarged, with a reflection."""

import json
from io import StringIO
from pathlib import Path

import cv2
import numpy as np
import pytest

from exams.domain.verdict import (
    MOST_BLUR,
    MOST_ENLARGED,
    Fault,
    Strictness,
)
from exams.ports.sheets import InspectedPage
from sandbox.drawn_sheets import draw_sheet
from tests.vision.written_page import written_page
from vision.arrays import Pixels
from vision.command import inspect_files
from vision.decode import Photo
from vision.enlarging import enlargement, falloff, rhythm
from vision.inspector import inspect
from vision.page_rating import Page


def seen(pixels: Pixels) -> InspectedPage:
    (page,) = inspect(cv2.imencode(".jpg", pixels)[1].tobytes(), Strictness.NORMAL)
    return page


def photographed(pixels: Pixels, seed: int) -> Pixels:
    """Add what a lens and a sensor add."""
    noise = np.random.default_rng(seed).normal(0, 3, pixels.shape)
    seen_by_it = np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.9) + noise, 0, 255)
    return np.asarray(seen_by_it, np.uint8)


def enlarged(pixels: Pixels, side: int, way: int = cv2.INTER_CUBIC) -> Pixels:
    height, width = pixels.shape[:2]
    share = side / max(height, width)
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=way)
    return np.asarray(large, np.uint8)


@pytest.mark.parametrize("side", [380, 460])
def test_a_small_picture_that_was_enlarged_is_refused_by_that_name(side: int) -> None:
    found = seen(enlarged(written_page(), side))

    assert found.verdict.reasons == (Fault.ENLARGED,)


@pytest.mark.parametrize("side", [540, 570])
def test_an_enlarged_picture_is_known_by_the_beat_of_its_own_pixels(side: int) -> None:
    """Plain means of neighbours soften the end of fine detail, but not the beat."""
    pixels = enlarged(photographed(written_page(), 1), side, cv2.INTER_LINEAR)

    assert seen(pixels).verdict.reasons == (Fault.ENLARGED,)
    assert falloff(pixels, None) < MOST_ENLARGED


def test_squared_paper_does_not_beat_as_an_enlarged_picture_does() -> None:
    pixels = written_page()
    squared = pixels.copy()
    squared[::25], squared[:, ::25] = (205, 190, 170), (205, 190, 170)

    assert rhythm(enlarged(pixels, 540, cv2.INTER_LINEAR), None) > 10
    assert rhythm(photographed(squared, 1), None) < 3
    assert rhythm(pixels[:200], None) == 0


def test_what_beats_on_the_table_or_since_we_made_the_pixels_anew_says_nothing() -> None:
    pixels = photographed(written_page(), 1)
    beating = enlarged(pixels, 540, cv2.INTER_LINEAR)
    grain = np.random.default_rng(2).normal(130, 40, (533, 368)).astype(np.float32)
    table = np.repeat(cv2.resize(grain, (1106, 1600))[:, :, None], 3, axis=2).astype(np.uint8)
    table[200:1400, 150:950] = pixels[200:1400, 150:950]
    corners = np.array([(150, 200), (950, 200), (950, 1400), (150, 1400)], np.float32)
    page = Page(corners, (False,) * 4, support=1, filled=1, weakest=1)
    as_sent, anew = (Photo(beating, 1106, 1600, 90, as_sent=sent) for sent in (True, False))

    assert rhythm(table, None) > 3
    assert rhythm(table, page) < 1
    assert enlargement(as_sent, None, 137) > MOST_ENLARGED
    assert enlargement(anew, None, 137) == falloff(beating, None, 0.8)


def test_on_the_command_line_an_enlarged_picture_is_called_blurred_too(tmp_path: Path) -> None:
    file, out = tmp_path / "enlarged.jpg", StringIO()
    file.write_bytes(cv2.imencode(".jpg", enlarged(written_page(), 400))[1].tobytes())

    inspect_files([file], out)

    assert json.loads(out.getvalue())["reasons"] == ["blur", "enlarged"]


def test_fine_detail_falls_off_where_a_picture_was_enlarged() -> None:
    pixels = written_page()

    assert falloff(enlarged(pixels, 400), None) > falloff(pixels, None) + 2
    assert falloff(pixels[:40, :40], None) == 0


def test_what_was_enlarged_by_five_ends_in_a_smaller_picture() -> None:
    good = photographed(written_page(), 1)
    pixels = photographed(enlarged(written_page(), 320), 1)
    large = Photo(pixels, 1106, 1600, 90, as_sent=False)

    assert enlargement(large, None, 196) == falloff(pixels, None, 0.8) > MOST_ENLARGED
    assert enlargement(Photo(good, 1106, 1600, 90, as_sent=False), None, 196) < MOST_ENLARGED


def test_words_alike_in_every_line_are_not_taken_for_a_sheet() -> None:
    found = seen(written_page())

    assert found.verdict.accepted
    assert found.report.outline is None


def with_a_reflection(pixels: Pixels) -> Pixels:
    down, across = np.mgrid[:1600, :1106]
    away = ((across - 550) / 200) ** 2 + ((down - 640) / 220) ** 2
    hidden = np.clip(1.6 - away, 0, 1)[:, :, None]
    return np.asarray(pixels * (1 - hidden) + 255 * hidden, np.uint8)


def test_a_reflection_is_not_taken_for_a_sheet() -> None:
    found = seen(with_a_reflection((written_page() * 0.82).astype(np.uint8)))

    assert found.verdict.reasons == (Fault.GLARE,)


def test_the_light_of_a_window_is_no_reflection() -> None:
    """Paper near it is white as well, but all around it is nearly so, and the writing is seen."""
    down, across = np.mgrid[:1600, :1106]
    light = np.clip(1.25 - np.hypot(across, down) / 3600, 0, 1.25)[:, :, None]
    lit = np.clip(written_page() / 255.0 * 225 * light, 0, 255).astype(np.uint8)

    found = seen(lit)

    assert found.report.clipped > 0
    assert found.verdict.accepted


def test_a_reflection_on_bright_yellow_paper_is_seen_in_its_blue() -> None:
    yellow = (written_page() / 255.0 * (200, 255, 255)).astype(np.uint8)

    assert seen(yellow).verdict.accepted
    assert Fault.GLARE in seen(with_a_reflection(yellow)).verdict.reasons


def test_a_reflection_on_bright_paper_ends_at_once_and_a_lamp_s_light_does_not() -> None:
    bright = (written_page() * 0.985).astype(np.uint8)
    down, across = np.mgrid[:1600, :1106]
    lamp = 24 * np.exp(-np.hypot(across - 700, down - 900) / 500)[:, :, None]
    lit = np.clip(bright + lamp, 0, 255).astype(np.uint8)

    assert seen(with_a_reflection(bright)).verdict.reasons == (Fault.GLARE,)
    assert seen(lit).verdict.accepted


def test_a_light_that_hides_the_middle_of_a_page_is_a_reflection_however_slowly_it_grows() -> None:
    down, across = np.mgrid[:1600, :1106]
    away = np.hypot(across - 550, down - 640)
    hidden = np.clip(1.0 - away / 900, 0, 0.6)[:, :, None]
    hidden[away < 280] = 1
    page = written_page()

    assert seen(page).verdict.accepted
    lit = seen((page * (1 - hidden) + 255 * hidden).astype(np.uint8))
    assert lit.verdict.reasons == (Fault.GLARE,)


def test_a_densely_printed_page_is_a_sheet() -> None:
    page = np.full((1600, 1100, 3), (150, 190, 205), np.uint8)
    for row in range(60, 1560, 24):
        words = "Mahabbat zhane bilim turaly kone kitap betteri mmm"
        cv2.putText(page, words, (50, row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (40, 50, 60), 4, 16)

    found = seen(photographed(page, 1))

    assert found.report.ink > 0.25
    assert found.verdict.accepted


def test_large_print_seen_from_near_is_a_sheet() -> None:
    page = np.full((1600, 1200, 3), (215, 218, 222), np.uint8)
    for place in range(81):
        down, across = divmod(place, 9)
        corner = (100 + across * 110, 250 + down * 110)
        cv2.rectangle(page, corner, (corner[0] + 110, corner[1] + 110), (60, 60, 60), 5)
        if place % 3 == 0:
            digit, at = str(place % 9 + 1), (corner[0] + 25, corner[1] + 90)
            cv2.putText(page, digit, at, cv2.FONT_HERSHEY_SIMPLEX, 2.6, (30, 30, 30), 14, 16)

    assert seen(photographed(page, 2)).verdict.accepted


def test_a_leaflet_of_many_colours_is_a_sheet_where_its_edges_are_clear() -> None:
    """Dark blocks with white words and round pictures: no ground of a sheet, but a sheet."""
    scene = np.full((1600, 1200, 3), (45, 50, 55), np.uint8)
    scene[120:1480, 120:1082] = (222, 226, 228)
    for top, colour in ((200, (82, 88, 96)), (613, (66, 82, 77)), (1026, (90, 77, 82))):
        scene[top : top + 256, 120:1082] = colour
        for row in range(top + 36, top + 250, 44):
            words, place = "Bargain of the week", (160, row)
            cv2.putText(scene, words, place, 0, 1.2, (245, 245, 245), 4, cv2.LINE_AA)
    for number in range(9):
        middle = (880 - number % 2 * 90, 260 + number * 122)
        cv2.circle(scene, middle, 44, (40, 40, 150), -1, cv2.LINE_AA)

    assert seen(photographed(scene, 9)).verdict.accepted


def test_a_pale_texture_all_over_is_no_sheet() -> None:
    """Cloth, stone and a photographed screen have more and paler dark spots than print."""
    spots = np.random.default_rng(5).normal(0, 1, (1600, 1100)).astype(np.float32)
    woven = cv2.GaussianBlur(spots, (0, 0), 2.2)
    level = np.where(woven > 0.03, 150.0, 185.0) + spots * 3
    page = cv2.merge([np.clip(level, 0, 255).astype(np.uint8)] * 3)

    assert Fault.NOT_PAGE in seen(page).verdict.reasons


def test_the_softer_part_of_a_sheet_is_marked() -> None:
    pixels = written_page()
    down = np.clip((np.arange(1600) / 1600 - 0.3) * 8, 0, 1)[:, None, None]
    soft = cv2.GaussianBlur(pixels, (0, 0), 1.5)

    found = seen((pixels * (1 - down) + soft * down).astype(np.uint8))

    assert found.report.blur < MOST_BLUR
    assert found.verdict.reasons == (Fault.BLUR,)
    marked = [region for region in found.report.regions if region.fault is Fault.BLUR]
    assert marked
    assert all(region.bottom > 0.35 for region in marked)


@pytest.mark.parametrize(
    "side", [np.s_[:, :680], np.s_[:, 780:], np.s_[:800]], ids=["left", "right", "top"]
)
def test_a_side_with_only_shades_of_its_writing_left_is_blurred(side: tuple[slice, ...]) -> None:
    sheet = cv2.imdecode(np.frombuffer(draw_sheet(3), np.uint8), cv2.IMREAD_COLOR)
    assert sheet is not None
    smeared = np.zeros(sheet.shape[:2], np.float32)
    smeared[side] = 1
    share = cv2.GaussianBlur(smeared, (0, 0), 38)[:, :, None]
    lost = sheet * (1 - share) + cv2.GaussianBlur(sheet, (0, 0), 21) * share

    assert seen(np.asarray(np.round(lost), np.uint8)).verdict.reasons == (Fault.BLUR,)
