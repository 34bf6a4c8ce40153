"""Writing that the picture's frame cuts, where no edge of the paper is in sight."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Fault, Outcome, Strictness
from exams.ports.sheets import InspectedPage
from tests.vision.written_page import written_page
from vision.arrays import Pixels
from vision.inspector import inspect

SIZE = (1240, 1794)


def seen(pixels: Pixels) -> InspectedPage:
    noise = np.random.default_rng(2).normal(0, 3, pixels.shape)
    photograph = np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)
    (page,) = inspect(cv2.imencode(".jpg", photograph)[1].tobytes(), Strictness.NORMAL)
    return page


def rows_of_writing(pixels: Pixels) -> list[int]:
    """Return the rows in the middle of the lines."""
    dark = (pixels.mean(axis=2) < 130).sum(axis=1) > 40
    starts = np.flatnonzero(dark[1:] & ~dark[:-1]) + 1
    ends = np.flatnonzero(~dark[1:] & dark[:-1]) + 1
    return [int(start + end) // 2 for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize("side", ["left", "right"])
def test_lines_that_end_in_cut_letters_at_one_side_are_a_cut_sheet(side: str) -> None:
    whole = written_page(*SIZE)
    part = whole[:, 420:] if side == "left" else whole[:, :700]

    page = seen(part)

    assert page.report.outline is None
    assert page.verdict.reasons == (Fault.CUT_OFF,)
    (region,) = (one for one in page.report.regions if one.fault is Fault.CUT_OFF)
    assert (region.left, region.right) == ((0, 0.04) if side == "left" else (0.96, 1))


def test_a_note_at_the_upper_edge_leaves_a_cut_sheet_cut() -> None:
    part = written_page(*SIZE)[:, :700]
    cv2.putText(part, "No 326", (60, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40, 40, 40), 3)

    assert seen(part).verdict.reasons == (Fault.CUT_OFF,)


def test_a_line_cut_lengthwise_is_a_cut_sheet() -> None:
    whole = written_page(*SIZE)
    row = rows_of_writing(whole)[-6]

    page = seen(whole[:row])

    assert page.verdict.reasons == (Fault.CUT_OFF,)


def test_a_page_with_its_margins_is_whole() -> None:
    page = seen(written_page(*SIZE))

    assert page.verdict.accepted
    assert page.report.cut_sides == 0


@pytest.mark.parametrize("band", [24, 60])
def test_the_cut_page_beside_a_fold_is_another_page(band: int) -> None:
    whole = written_page(*SIZE)
    ends = int(np.flatnonzero((whole.mean(axis=2) < 130).any(axis=0)).max())
    paper = np.full((len(whole), band, 3), np.median(whole, axis=(0, 1)), np.uint8)
    picture = np.concatenate([whole[:, : ends + 4], paper, whole[:, 160:300]], axis=1)

    page = seen(picture)

    assert page.report.outline is None
    assert Fault.CUT_OFF not in page.verdict.reasons


def test_the_columns_of_a_cut_table_are_no_folds() -> None:
    table = np.full((1600, 1106, 3), 205, np.uint8)
    for row in range(120, 1300, 46):
        for column in range(140, 1106, 72):
            cv2.putText(table, "ab", (column, row), 0, 0.9, (60, 60, 60), 2)

    assert seen(table).verdict.reasons == (Fault.CUT_OFF,)
    assert Fault.CUT_OFF not in seen(table[:, :1070]).verdict.reasons


@pytest.mark.parametrize(("width", "whole"), [(620, True), (500, False)])
def test_a_strip_of_paper_is_a_part_of_a_sheet(width: int, *, whole: bool) -> None:
    """No line is cut, but a sheet is not so narrow, and what it had beside is not seen."""
    strip = np.full((1240, width, 3), 205, np.uint8)
    for row in range(120, 1000, 60):
        for line in (row, row + 24):
            cv2.putText(strip, "answer", (90, line), 0, 0.9, (60, 60, 60), 2)

    found = seen(strip)

    assert found.report.outline is None
    assert found.verdict.accepted is whole
    assert (Fault.CUT_OFF in found.verdict.reasons) is not whole


def test_a_part_of_a_page_taken_from_near_is_accepted_with_a_word() -> None:
    page = seen(written_page(*SIZE)[300:1500, 260:760])

    assert page.verdict.outcome is Outcome.ACCEPT_WITH_ADVICE
    assert Fault.PART_ONLY in page.verdict.advice
    assert {one.fault for one in page.report.regions} >= {Fault.PART_ONLY}
