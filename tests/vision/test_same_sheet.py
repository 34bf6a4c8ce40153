"""Whether two photographs show one sheet of paper."""

import cv2
import numpy as np
import pytest

from exams.domain.verdict import Strictness
from sandbox.drawn_sheets import draw_sheet
from vision.arrays import Pixels
from vision.fingerprint import first_same, same_sheet
from vision.inspector import inspect


def fingerprint(upload: bytes) -> bytes:
    return inspect(upload, Strictness.NORMAL)[0].fingerprint


def shot_anew(upload: bytes) -> bytes:
    """Photograph a photograph: from elsewhere, in other light, smaller."""
    picture = cv2.imdecode(np.frombuffer(upload, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    height, width = picture.shape[:2]
    here = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    there = here * 0.9 + np.array([(70, 50), (20, 90), (60, 30), (10, 40)], np.float32)
    move = cv2.getPerspectiveTransform(here, there)
    seen = cv2.warpPerspective(picture, move, (width, height), borderValue=(40, 60, 80))
    return cv2.imencode(".jpg", np.clip(seen * 0.8, 0, 255).astype(np.uint8))[1].tobytes()


@pytest.fixture(scope="module")
def dana() -> bytes:
    return draw_sheet(11)


def test_a_sheet_photographed_twice_is_found_among_others(dana: bytes) -> None:
    others = [fingerprint(draw_sheet(seed)) for seed in (12,)]

    found = first_same(fingerprint(shot_anew(dana)), [*others, fingerprint(dana)])

    assert found == 1


def test_another_page_in_the_same_hand_is_another_sheet(dana: bytes) -> None:
    assert first_same(fingerprint(dana), [fingerprint(draw_sheet(11, page=2))]) is None


def strokes(seed: int, count: int) -> Pixels:
    """Strokes all over a sheet as a fingerprint keeps them: a place and 32 bytes about it."""
    chance = np.random.default_rng(seed)
    places = chance.integers(20, (680, 980), (count, 2)).astype("<u2")
    words = chance.integers(0, 256, (count, 32), dtype=np.uint8)
    return np.hstack([places.view(np.uint8).reshape(-1, 4), words])


@pytest.mark.parametrize(("printed", "same"), [(75, False), (130, True)], ids=["form", "sheet"])
def test_the_print_of_one_form_is_too_little_of_what_is_on_two_sheets(
    printed: int, *, same: bool
) -> None:
    form = strokes(1, printed)
    mine, other = (
        bytes(8) + np.vstack([form, strokes(student, 700 - printed)]).tobytes()
        for student in (2, 3)
    )

    assert same_sheet(mine, other) is same


def test_a_form_with_little_ink_is_told_apart_by_what_other_sheets_have_in_common() -> None:
    form = strokes(1, 200)
    mine, *others = (
        bytes(8) + np.vstack([form, strokes(student, 500)]).tobytes() for student in range(2, 10)
    )

    assert same_sheet(mine, others[0])
    assert first_same(mine, others) is None
    assert first_same(mine, [*others, mine[:-36]]) == len(others)


def test_the_sheet_of_another_student_is_told_apart_before_the_long_search(
    dana: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = fingerprint(dana), fingerprint(draw_sheet(12))
    monkeypatch.delattr(cv2, "findHomography")

    assert first_same(mine, [other]) is None
    with pytest.raises(AttributeError):
        first_same(mine, [mine[:-36]])


def test_a_fingerprint_is_small_enough_to_keep(dana: bytes) -> None:
    assert 5_000 < len(fingerprint(dana)) <= 32_000


def test_nothing_is_the_same_as_an_empty_fingerprint(dana: bytes) -> None:
    assert first_same(b"", [b"", fingerprint(dana)]) is None
