"""Pictures that show no card and no passport: nothing is read from them."""

from collections.abc import Callable
from datetime import date

import cv2
import numpy as np
import pytest

from tests.vision.drawn_faces import drawn_face
from vision.arrays import Pixels
from vision.decode import decode
from vision.identity.document import read_document
from vision.identity.drawn import Drawn, draw_document, print_document
from vision.identity.photographed import Shot, photograph

TODAY = date(2026, 1, 1)


def shown(document: Drawn) -> Pixels:
    shot = Shot(frame=(1280, 960))
    return decode(photograph(document, shot, np.random.default_rng(3)))[0].pixels


def print_page() -> Pixels:
    page = np.full((900, 1200, 3), 240, np.uint8)
    for row in range(12):
        text = "THE QUICK BROWN FOX JUMPS OVER 13 LAZY DOGS"
        cv2.putText(page, text, (40, 80 + 60 * row), 0, 1.2, (40, 40, 40), 2, cv2.LINE_AA)
    return page


def sheet() -> Pixels:
    """Draw an answer sheet: ruled paper with waves for writing."""
    page = np.full((1400, 1000, 3), 240, np.uint8)
    draws = np.random.default_rng(2)
    for y in range(90, 1350, 45):
        cv2.line(page, (0, y), (1000, y), (210, 180, 160), 2)
        for x in range(60, 900, 80):
            steps = np.cumsum(draws.normal((4, 0), 6, (14, 2)), axis=0)
            word = np.clip(steps, (0, -14), (66, 14)) + np.array((x, y - 12))
            cv2.polylines(page, [word.astype(np.int32)], isClosed=False, color=(90, 40, 30))
    return page


def room() -> Pixels:
    """Draw what stands in a room: many edges, no print."""
    wall = np.full((720, 1280, 3), 120, np.uint8)
    draws = np.random.default_rng(2)
    for _ in range(60):
        left, top, right, bottom = draws.integers(0, (1280, 720, 1280, 720)).tolist()
        colour = draws.uniform(0, 255, 3).tolist()
        filled = -1 if draws.random() < 0.6 else 3
        cv2.rectangle(wall, (left, top), (right, bottom), colour, filled)
    return wall


def mirrored() -> Pixels:
    """Show a card as a camera in front of a mirror does."""
    return np.ascontiguousarray(shown(draw_document("card", np.random.default_rng(3)))[:, ::-1])


def other_card(first: str, second: str) -> Pixels:
    """Show three lines of the size of a card's that begin like this."""
    lines = (first, second, "NURZHANOV<<BOLAT".ljust(30, "<"))
    return shown(print_document("card", lines, np.random.default_rng(4)))


@pytest.mark.parametrize(
    "picture",
    [
        lambda: np.full((1500, 2000, 3), 250, np.uint8),
        lambda: np.zeros((2, 2, 3), np.uint8),
        lambda: np.full((1, 4000, 3), 90, np.uint8),
        lambda: np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8),
        drawn_face,
        room,
        sheet,
        print_page,
        mirrored,
        lambda: other_card("INONE<QUICK<BROWN<FOX<JUMPS<OV", "ER<THE<LAZY<DOGS<OF<A<UNIVERSI"),
        lambda: other_card("XDKAZ0123456784050317600120<<<", "0503176F3503166KAZ<<<<<<<<<<<6"),
        lambda: other_card("IDKAZ0123456780050317600120<<<", "0503170F3503166KAZ<<<<<<<<<<<6"),
    ],
    ids=[
        "blank", "dot", "sliver", "noise", "face", "room", "sheet", "print", "mirrored",
        "print in OCR-B", "no kind of document", "neither number nor birth holds",
    ],
)  # fmt: skip
def test_a_picture_of_anything_else_has_no_lines(picture: Callable[[], Pixels]) -> None:
    assert read_document(picture(), today=TODAY) is None
