"""Two sheets of one student are two sheets, however alike their headers are."""

import pytest

from exams.domain.verdict import Strictness
from sandbox.drawn_sheets import draw_sheet
from vision.fingerprint import same_sheet
from vision.inspector import inspect


@pytest.mark.parametrize("seed", [2101001, 2101005, 2101010])
def test_the_next_page_in_the_same_hand_is_another_sheet(seed: int) -> None:
    first, second = (
        inspect(draw_sheet(seed, page=page), Strictness.NORMAL)[0].fingerprint for page in (1, 2)
    )

    assert not same_sheet(first, second)
    assert same_sheet(first, first)
