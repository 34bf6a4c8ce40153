"""What follows from how alike two faces are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.likeness import (
    COSINE,
    DISTANCE,
    LEAST_EYES_APART,
    LEAST_EYES_APART_IN_DOCUMENT,
    LEAST_EYES_OPEN,
    LEAST_LEVEL,
    LEAST_SHARPNESS,
    MOST_GRAIN,
    MOST_PITCH,
    MOST_YAW,
    Portrait,
    PortraitFault,
    Sameness,
    Scale,
    document_faults,
    judge_likeness,
    portrait_faults,
)

CLEAR = Portrait(faces=1, eyes_apart=60, level=240, grain=0.5, sharpness=0.2, eyes_open=1.0)
SCALES = pytest.mark.parametrize("scale", [COSINE, DISTANCE])


@SCALES
def test_the_verdict_changes_at_its_two_limits(scale: Scale) -> None:
    assert scale.sameness(scale.same) is Sameness.SAME
    assert scale.sameness(scale.same - 1e-6) is Sameness.REVIEW
    assert scale.sameness(scale.review) is Sameness.REVIEW
    assert scale.sameness(scale.review - 1e-6) is Sameness.DIFFERENT


def test_the_customary_limit_of_dlib_is_not_enough_to_be_the_same() -> None:
    assert DISTANCE.sameness(-0.59) is Sameness.REVIEW


@SCALES
def test_the_score_is_a_probability_that_says_even_at_the_middle(scale: Scale) -> None:
    assert scale.probability(scale.middle) == pytest.approx(0.5)
    assert scale.probability(scale.same) > 0.5
    assert scale.probability(scale.review) < 0.6


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_more_alike_is_never_less_likely(raw: float, more: float) -> None:
    low, high = COSINE.probability(raw), COSINE.probability(raw + more)

    assert 0 <= low <= high <= 1


@pytest.mark.parametrize(
    ("portrait", "fault"),
    [
        (Portrait(faces=0), PortraitFault.NO_FACE),
        (replace(CLEAR, faces=2), PortraitFault.SEVERAL_FACES),
        (replace(CLEAR, eyes_apart=LEAST_EYES_APART - 1), PortraitFault.SMALL),
        (replace(CLEAR, level=LEAST_LEVEL - 1), PortraitFault.DIM),
        (replace(CLEAR, grain=MOST_GRAIN + 0.1), PortraitFault.DIM),
        (replace(CLEAR, sharpness=LEAST_SHARPNESS - 0.01), PortraitFault.BLURRED),
        (replace(CLEAR, yaw=-MOST_YAW - 1), PortraitFault.TURNED_AWAY),
        (replace(CLEAR, pitch=MOST_PITCH + 1), PortraitFault.TURNED_AWAY),
        (replace(CLEAR, eyes_open=LEAST_EYES_OPEN / 2), PortraitFault.EYES_SHUT),
    ],
)
def test_each_fault_of_a_portrait_is_told(portrait: Portrait, fault: PortraitFault) -> None:
    assert portrait_faults(CLEAR) == ()
    assert portrait_faults(portrait) == (fault,)


def test_the_portrait_of_a_document_may_be_no_smaller_than_a_face_that_is_recognised() -> None:
    small = replace(CLEAR, eyes_apart=LEAST_EYES_APART_IN_DOCUMENT - 1)

    assert document_faults(CLEAR) == ()
    assert document_faults(small) == (PortraitFault.SMALL,)
    assert portrait_faults(small) == ()
    assert judge_likeness(small, CLEAR, 0.0, COSINE).sameness is Sameness.REVIEW
    assert judge_likeness(CLEAR, small, 0.0, COSINE).sameness is Sameness.DIFFERENT


def test_different_people_are_called_so_only_on_clear_pictures() -> None:
    blurred = replace(CLEAR, sharpness=0.01)
    dim = replace(CLEAR, level=60)

    clear = judge_likeness(CLEAR, CLEAR, 0.0, COSINE)

    assert clear.sameness is Sameness.DIFFERENT
    assert judge_likeness(blurred, CLEAR, 0.0, COSINE).sameness is Sameness.REVIEW
    assert judge_likeness(CLEAR, blurred, 0.0, COSINE).sameness is Sameness.REVIEW
    assert judge_likeness(CLEAR, dim, 0.0, COSINE).sameness is Sameness.REVIEW
    assert judge_likeness(CLEAR, blurred, 0.9, COSINE).sameness is Sameness.SAME


def test_without_a_face_the_proctor_is_asked() -> None:
    found = judge_likeness(CLEAR, Portrait(faces=0), None, COSINE)

    assert found.sameness is Sameness.REVIEW
    assert found.score == 0
