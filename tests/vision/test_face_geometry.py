"""What landmarks tell, on points laid by hand."""

import cv2
import numpy as np
import pytest

from tests.vision.drawn_faces import drawn_face
from vision.arrays import Floats
from vision.faces.geometry import (
    SIDE,
    eyes_apart,
    face_sharpness,
    five_points,
    pose,
    straighten_face,
)

STRAIGHT = np.array([(38, 52), (74, 52), (56, 72), (42, 92), (70, 92)], np.float32)


def turned(points: Floats, degrees: float) -> Floats:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found: Floats = ((points - 56) @ turn.T + 56).astype(np.float32)
    return found


def test_a_straight_face_looks_into_the_camera() -> None:
    found = pose(STRAIGHT)

    assert (found.yaw, found.roll) == pytest.approx((0, 0), abs=0.5)
    assert abs(found.pitch) < 5


@pytest.mark.parametrize("degrees", [-30, 10, 45])
def test_a_leaning_head_leans_and_nothing_else(degrees: float) -> None:
    found = pose(turned(STRAIGHT, degrees))

    assert found.roll == pytest.approx(degrees, abs=0.5)
    assert found.yaw == pytest.approx(0, abs=1)


def test_a_nose_aside_is_a_head_turned_aside() -> None:
    aside = STRAIGHT.copy()
    aside[2, 0] += 20

    assert pose(aside).yaw == pytest.approx(45, abs=5)


def test_a_nose_near_the_mouth_is_a_head_bent_down() -> None:
    bent = STRAIGHT.copy()
    bent[2, 1] += 18

    assert pose(bent).pitch > 30


def test_the_five_points_are_the_middles_of_their_landmarks() -> None:
    marks = np.zeros((68, 2), np.float32)
    marks[36:42] = [(10, 10), (14, 8), (16, 8), (20, 10), (16, 12), (14, 12)]
    marks[30] = (25, 20)

    points = five_points(marks)

    assert points[0].tolist() == [15, 10]
    assert points[2].tolist() == [25, 20]


def test_a_face_lying_askew_is_laid_straight() -> None:
    askew = turned(STRAIGHT, 25) * 2
    pixels = np.zeros((300, 300, 3), np.uint8)
    for x, y in askew:
        cv2.circle(pixels, (round(x), round(y)), 4, (255, 255, 255), -1)

    laid = straighten_face(pixels, askew)

    assert laid.shape == (SIDE, SIDE, 3)
    for x, y in STRAIGHT:
        assert laid[round(y), round(x), 0] > 100


def test_points_all_in_one_place_make_no_face() -> None:
    pixels = np.full((50, 50, 3), 200, np.uint8)

    assert straighten_face(pixels, np.full((5, 2), 20, np.float32)).shape == (SIDE, SIDE, 3)
    assert eyes_apart(np.zeros((5, 2), np.float32)) == 0
    assert np.isfinite(pose(np.zeros((5, 2), np.float32)).pitch)


def test_the_more_blurred_the_less_sharp() -> None:
    face = cv2.resize(drawn_face(width=400)[150:400, 75:325], (SIDE, SIDE))
    found = [face_sharpness(face)] + [
        face_sharpness(cv2.GaussianBlur(face, (0, 0), sigma)) for sigma in (1, 2, 4)
    ]

    assert found == sorted(found, reverse=True)
    assert face_sharpness(np.full((SIDE, SIDE, 3), 7, np.uint8)) < 1e-6
