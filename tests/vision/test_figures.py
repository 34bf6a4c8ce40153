"""The drawn figures: as the code draws them, small, and one for each message that wants one."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

import templates
from exams.domain.people import Locale
from exams.notices import ALL
from templates.renderer import Renderer
from vision.drawn.figures import FIGURES, main

STORED = Path(templates.__file__).parent / "figures"
LARGEST = 100_000  # bytes


@pytest.mark.parametrize("name", FIGURES)
def test_the_stored_figure_is_what_the_code_draws(name: str, tmp_path: Path) -> None:
    main(tmp_path)

    with Image.open(tmp_path / f"{name}.png") as drawn, Image.open(STORED / f"{name}.png") as kept:
        difference = ImageChops.difference(drawn.convert("RGB"), kept.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 1


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_small_enough_for_a_slow_connection(name: str) -> None:
    assert (STORED / f"{name}.png").stat().st_size <= LARGEST


def test_every_figure_that_a_message_names_is_there() -> None:
    wanted = {kind.figure for kind in ALL.values() if kind.figure}

    assert wanted == set(FIGURES)
    for name in wanted:
        assert Renderer().figure(name, Locale.KK).startswith(b"\x89PNG")
