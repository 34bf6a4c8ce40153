"""Sheets staged on tables, in lights and hands that nobody tuned anything for, through it all."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Strictness
from exams.ports.sheets import InspectedPage
from sandbox.drawn_sheets import draw_page
from tests.vision.staged import camera, faults, papers
from tests.vision.staged.__main__ import picture, row, stage
from tests.vision.staged.tables import TABLES
from vision.corner_accuracy import GOOD, as_sent, overlap, read_corners
from vision.inspector import inspect


def seen(upload: bytes) -> InspectedPage:
    (page,) = inspect(upload, Strictness.NORMAL)
    return page


def on_table(table: str, seed: int) -> tuple[bytes, camera.Shot]:
    """Photograph a written sheet, whole, on a table of that kind."""
    chance = np.random.default_rng(seed)
    sheet, size = papers.plain(chance), (1200, 1600)
    corners = camera.seen_whole(size, sheet, chance)
    shot = camera.take(sheet, TABLES[table](size, chance), corners, chance)
    return developed(shot, chance), shot


def developed(shot: camera.Shot, chance: np.random.Generator) -> bytes:
    pixels = np.clip(camera.develop(shot, chance).pixels, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", pixels)[1].tobytes()


@pytest.mark.parametrize("table", ["wood", "white", "dark", "cloth", "granite", "desk"])
def test_the_outline_is_the_sheet_s_on_any_table(table: str) -> None:
    upload, shot = on_table(table, 7)

    page = seen(upload)

    height, width = shot.pixels.shape[:2]
    assert page.verdict.accepted
    assert page.report.outline is not None
    true = [(float(x) / width, float(y) / height) for x, y in shot.corners]
    assert overlap(page.report.outline, true, (width, height)) > GOOD


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (faults.defocus, Fault.BLUR),
        (faults.motion, Fault.BLUR),
        (faults.half_blur, Fault.BLUR),
        (faults.overexposed, Fault.OVEREXPOSED),
        (faults.dark, Fault.DARK),
    ],
    ids=["defocus", "motion", "half", "bright", "dark"],
)
def test_a_sheet_that_fills_the_picture_is_refused_for_its_fault(
    spoil: faults.Spoil, fault: Fault
) -> None:
    chance = np.random.default_rng(11)
    sheet, size = papers.plain(chance), (1200, 1600)
    corners = camera.seen_inside(size, chance)
    shot = camera.take(sheet, TABLES["wood"](size, chance), corners, chance)

    page = seen(developed(spoil(shot, chance), chance))

    assert page.verdict.reasons == (fault,)


def test_a_sheet_s_edge_is_no_writing_beside_it_where_little_is_written() -> None:
    staged = stage("sparse", 52003)  # on a white table

    page = seen(picture(staged))

    height, width = staged.shot.pixels.shape[:2]
    true = [(float(x) / width, float(y) / height) for x, y in staged.shot.corners]
    assert page.verdict.accepted
    assert page.report.outline is not None
    assert overlap(page.report.outline, true, (width, height)) > GOOD


def test_a_wall_in_a_strong_colour_is_no_sheet() -> None:
    assert Fault.NOT_PAGE in seen(picture(stage("room", 52001))).verdict.reasons


@pytest.mark.parametrize(
    ("kind", "seed"),
    [("sparse", 7000), ("sparse", 7001), ("close", 7100), ("close", 7101), ("leaflet", 3)],
    ids=["evened by compression", "a camera without grain", "gaps", "squares", "many colours"],
)
def test_a_good_sheet_is_taken_for_nothing_else(kind: str, seed: int) -> None:
    assert seen(picture(stage(kind, seed))).verdict.accepted


@pytest.mark.parametrize(
    ("kind", "seed"),
    [("slanted", 58007), ("cut", 59002), ("far", 65007)],
    ids=["faint edges all around", "as wide as high", "all that is written is on it"],
)
def test_a_sheet_hardly_seen_is_not_taken_to_fill_the_picture(kind: str, seed: int) -> None:
    page = seen(picture(stage(kind, seed)))

    assert page.report.outline is not None
    assert not page.verdict.accepted


def test_two_sheets_in_one_picture_are_noticed() -> None:
    chance = np.random.default_rng(3)
    picture_of_two = TABLES["wood"]((2000, 1500), chance)
    lines = [f"{line}-жол: жауаптың мәтіні осында" for line in range(14)]
    for place, left in enumerate((60, 1040)):
        paper = draw_page(place, heading=("Физика", "Серікова"), lines=lines)
        small = cv2.resize(paper, (900, 1272), interpolation=cv2.INTER_AREA)
        picture_of_two[110:1382, left : left + 900] = small
    shot = camera.Shot(pixels=picture_of_two, corners=np.empty((0, 2)), quality=90)

    page = seen(developed(shot, chance))

    assert page.report.pages == 2
    assert Fault.TWO_PAGES in page.verdict.advice


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_sheet_with_hardly_more_than_its_header_comes_upright(turn: int) -> None:
    paper = draw_page(1, heading=("Физика", "Серікова"), lines=["Жауабын білмеймін."])
    shot = camera.Shot(
        pixels=np.ascontiguousarray(np.rot90(paper, turn // 90)),
        corners=np.empty((0, 2)),
        quality=90,
    )

    page = seen(developed(shot, np.random.default_rng(5)))

    assert page.report.turned == turn


@pytest.mark.parametrize("kind", ["leaflet", "turned", "cut", "screenshot"])
def test_a_picture_can_be_staged_again_alike(kind: str) -> None:
    first, second = stage(kind, 1), stage(kind, 1)

    assert np.array_equal(first.shot.pixels, second.shot.pixels)
    assert picture(first).startswith(b"\xff\xd8")
    assert (row(first)[2] == "reject") == bool(first.reason and first.expected == "reject")


def test_known_corners_are_read_and_compared_where_they_are_in_the_picture() -> None:
    true = read_corners("0.1 0.1 1.5 0.1 1.5 0.9 0.1 0.9")

    assert overlap([(0.1, 0.1), (1, 0.1), (1, 0.9), (0.1, 0.9)], true, (200, 100)) > 0.99
    assert overlap([(0.1, 0.1), (0.55, 0.1), (0.55, 0.9), (0.1, 0.9)], true, (200, 100)) == (
        pytest.approx(0.5, abs=0.02)
    )
    assert overlap([(0, 0), (0, 0), (0, 0)], true, (200, 100)) == 0


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_an_outline_is_compared_in_the_picture_as_it_was_sent(turned: int) -> None:
    sent = np.zeros((200, 100), np.uint8)
    sent[20:80, 10:50] = 1
    down, across = np.nonzero(np.rot90(sent, -(turned // 90)))
    height, width = (200, 100) if turned == 180 else (100, 200)
    left, right = across.min() / width, (across.max() + 1) / width
    top, bottom = down.min() / height, (down.max() + 1) / height

    found = as_sent([(left, top), (right, top), (right, bottom), (left, bottom)], turned)

    assert overlap(found, [(0.1, 0.1), (0.5, 0.1), (0.5, 0.4), (0.1, 0.4)], (100, 200)) > 0.99
