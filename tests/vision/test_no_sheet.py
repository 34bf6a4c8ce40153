"""What is no sheet of paper is called so, and not a sheet too small, cut off or slanted."""

import csv
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Strictness
from exams.ports.sheets import InspectedPage
from sandbox.drawn_sheets import draw_sheet
from vision import evidence_fit
from vision.arrays import Pixels
from vision.evidence import skew
from vision.inspector import inspect
from vision.page_rating import Page


def seen(
    pixels: Pixels, kind: str = ".jpg", strictness: Strictness = Strictness.NORMAL
) -> InspectedPage:
    (page,) = inspect(cv2.imencode(kind, pixels)[1].tobytes(), strictness)
    return page


def photographed(pixels: Pixels) -> Pixels:
    noise = np.random.default_rng(9).normal(0, 2, pixels.shape)
    taken = np.clip(cv2.GaussianBlur(pixels, (0, 0), 1.0) + noise, 0, 255)
    return np.asarray(taken, np.uint8)


def road_sign() -> Pixels:
    """Something light and round with something thin and dark on it."""
    scene: Pixels = np.full((1500, 1200, 3), (70, 90, 80), np.uint8)
    cv2.circle(scene, (600, 600), 230, (215, 220, 222), -1)
    cv2.circle(scene, (600, 600), 230, (40, 40, 200), 38)
    cv2.putText(scene, "60", (485, 676), cv2.FONT_HERSHEY_SIMPLEX, 5.1, (30, 30, 30), 25)
    return photographed(scene)


def asphalt(depth: float = 60) -> Pixels:
    """Stones of all shades of grey, in even light."""
    grain = np.random.default_rng(3).normal(0, 1, (1500, 1100)).astype(np.float32)
    level = 150 + depth * cv2.GaussianBlur(grain, (0, 0), 1.6)
    return photographed(cv2.merge([np.clip(level, 0, 255).astype(np.uint8)] * 3))


def bare_table() -> Pixels:
    down, across = np.mgrid[:1500, :1100]
    level = 170 + 0.02 * across - 0.01 * down
    return photographed(cv2.merge([np.clip(level * tint, 0, 255) for tint in (0.9, 1, 1.05)]))


def shirt_front() -> Pixels:
    """Something light between a coat's lapels: folds, buttons, and no sheet's corners."""
    scene: Pixels = np.full((1600, 1200, 3), (60, 80, 70), np.uint8)
    down, across = np.mgrid[:1600, :1200]
    folds = 170 + 60 * np.sin(across / 25 + down / 65)
    inside = np.zeros(folds.shape, np.uint8)
    outline = np.array([(600, 90), (1050, 500), (600, 1520), (300, 520)], np.int32)
    cv2.fillConvexPoly(inside, outline, 1)
    scene[inside > 0] = folds[inside > 0][:, None] * (0.96, 0.99, 1)
    for row in range(300, 1300, 150):
        cv2.circle(scene, (600, row), 16, (60, 60, 60), 6, cv2.LINE_AA)
    return photographed(scene)


@pytest.mark.parametrize(
    "scene", [road_sign, asphalt, shirt_front], ids=["sign", "asphalt", "shirt"]
)
def test_what_is_no_sheet_is_told_to_be_none_and_nothing_else(scene: Callable[[], Pixels]) -> None:
    assert seen(scene()).verdict.reasons == (Fault.NOT_PAGE,)


def test_pale_asphalt_is_told_to_be_no_sheet_before_all_else() -> None:
    assert seen(asphalt(depth=45)).verdict.reasons[0] is Fault.NOT_PAGE


@pytest.mark.parametrize(
    ("open_sides", "degrees"),
    [
        ((False, False, False, False), 45),
        ((False, False, True, False), 0),
        ((True, False, False, True), 0),
    ],
    ids=["seen", "at the frame", "the only one"],
)
def test_a_corner_tells_nothing_where_the_frame_made_it(
    open_sides: tuple[bool, bool, bool, bool], degrees: int
) -> None:
    corners = np.array([(0, 0), (400, 0), (400, 1000), (0, 600)], np.float32)
    page = Page(corners=corners, support=1.0, weakest=1.0, filled=1.0, open_sides=open_sides)

    assert skew(page) == pytest.approx(degrees, abs=0.1)


def test_where_neither_edge_nor_writing_is_seen_there_is_no_sheet() -> None:
    assert seen(bare_table()).verdict.reasons == (Fault.NOT_PAGE, Fault.BLANK)


def test_a_photograph_shown_on_a_screen_does_not_hide_the_screen() -> None:
    """What came without loss is judged whole, and not only where an outline was found."""
    sheet = cv2.imdecode(np.frombuffer(draw_sheet(1), np.uint8), cv2.IMREAD_COLOR)
    assert sheet is not None
    screen = np.full((1600, 1500, 3), (60, 50, 45), np.uint8)
    screen[:90] = (120, 80, 40)
    screen[130:1530, 200:1250] = cv2.resize(sheet, (1050, 1400), interpolation=cv2.INTER_AREA)

    shown = seen(screen, ".png")

    assert shown.report.outline is not None
    assert shown.marked is None
    assert shown.verdict.reasons == (Fault.SCREENSHOT,)


def with_fringes(shown: Pixels, period: float) -> Pixels:
    """Lay bent fringes over a page on a dark desk, as a screen's grid makes them."""
    down, across = np.mgrid[: shown.shape[0], : shown.shape[1]]
    bent = (across + 0.6 * down + 0.0002 * across * down) / period
    light = 1 - 0.05 * (1 + np.sin(2 * np.pi * bent))
    scene: Pixels = np.full((1800, 1300, 3), (30, 32, 34), np.uint8)
    scene[150:1650, 120:1180] = shown * light[:, :, None]
    return photographed(scene)


@pytest.mark.parametrize("strictness", [Strictness.NORMAL, Strictness.LENIENT])
@pytest.mark.parametrize("period", [7.0, 19.0])
def test_a_page_on_a_photographed_screen_is_no_sheet(
    period: float, strictness: Strictness
) -> None:
    sheet = cv2.imdecode(np.frombuffer(draw_sheet(1), np.uint8), cv2.IMREAD_COLOR)
    assert sheet is not None
    page = cv2.resize(sheet, (1060, 1500), interpolation=cv2.INTER_AREA)

    fringed = seen(with_fringes(page, period), strictness=strictness)

    assert seen(with_fringes(page, 1e9), strictness=strictness).verdict.accepted
    assert fringed.verdict.reasons == (Fault.NOT_PAGE,)


def test_evidence_is_weighed_by_what_tells_sheets_from_the_rest() -> None:
    chance = np.random.default_rng(2)
    sheets = np.repeat((0.0, 1.0), 200)
    telling = sheets * 2 + chance.normal(0, 0.7, 400)
    values = np.stack([telling, chance.normal(0, 1, 400)], axis=1)

    constant, weights = evidence_fit.fit(values, sheets, np.ones(400))

    assert weights[0] > 10 * abs(weights[1])
    taken = constant + values @ weights > 0
    assert (taken == (sheets == 1)).mean() > 0.9


def test_the_weights_are_found_from_labelled_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = [("good.jpg", "accept", ""), ("sign.jpg", "reject", "not_page")]
    (tmp_path / "good.jpg").write_bytes(draw_sheet(1))
    (tmp_path / "sign.jpg").write_bytes(cv2.imencode(".jpg", road_sign())[1].tobytes())
    with (tmp_path / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["path", "kind", "expected", "reasons", "source_repo", "license"])
        lines.writerows(
            (name, "photo", expected, why, "ours", "") for name, expected, why in labels
        )

    assert evidence_fit.main([str(tmp_path)]) == 0

    told = capsys.readouterr().out
    assert "constant" in told
    assert "bulging" in told
