"""Pages turned by an examiner."""

import cv2
import numpy as np
import pytest

from exams.domain.refusals.pictures import InspectionFailed
from vision.decode import jpeg
from vision.inspector import PooledSheetInspector
from vision.turning import covered, turned


def marked_page() -> bytes:
    """Return a page that is dark in its top left corner."""
    pixels = np.full((400, 300, 3), 240, np.uint8)
    pixels[:100, :100] = 20
    return jpeg(pixels)


@pytest.mark.parametrize(("quarters", "corner"), [(1, (0, -1)), (2, (-1, -1)), (3, (-1, 0))])
def test_a_page_is_turned_clockwise(quarters: int, corner: tuple[int, int]) -> None:
    found = cv2.imdecode(np.frombuffer(turned(marked_page(), quarters), np.uint8), 0)

    assert found is not None
    assert found.shape == ((300, 400) if quarters % 2 else (400, 300))
    corners = {(y, x): int(found[y, x]) for y in (0, -1) for x in (0, -1)}
    assert [where for where, level in corners.items() if level < 100] == [corner]


def test_the_header_of_a_page_is_blank_and_the_rest_as_it_was() -> None:
    dark = jpeg(np.full((1754, 1240, 3), 30, np.uint8))

    found = cv2.imdecode(np.frombuffer(covered(dark), np.uint8), 0)

    assert found is not None
    assert int(found[:285, :670].min()) > 230
    assert int(found[310:].max()) < 60
    assert int(found[:, 700:].max()) < 60


async def test_pages_are_turned_in_a_child_and_what_is_no_picture_is_refused() -> None:
    inspector = PooledSheetInspector()
    try:
        assert await inspector.turned(marked_page(), 2) == turned(marked_page(), 2)
        assert await inspector.covered(marked_page()) == covered(marked_page())
        with pytest.raises(InspectionFailed):
            await inspector.covered(b"no picture")
        with pytest.raises(InspectionFailed):
            await inspector.turned(b"no picture", 1)
    finally:
        await inspector.close()
