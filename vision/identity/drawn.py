"""Cards and passports of nobody, drawn by code, to measure and test on."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from exams.domain.identity import check_digit, iin_control_digit
from vision.arrays import Pixels
from vision.identity.glyphs import CELL, write_line

DOTS: Final = 14.0  # pixels for a millimetre of a drawn document
PITCH: Final = 2.54  # millimetres from one character to the next
_CARD: Final = (85.6, 54.0)  # millimetres, ISO/IEC 7810 ID-1
_PASSPORT: Final = (125.0, 88.0)  # ID-3
# Where the first line stands and how far the next is below, millimetres from the top.
_LINES: Final = {"card": (40.5, 4.23), "passport": (71.5, 6.35)}
_SURNAMES: Final = ("AKHMETOVA", "BEKOV", "SULTANGALIYEVA", "IM", "NURZHANOV", "KOSHKARBAYEVA")
_NAMES: Final = ("AIGERIM", "BOLAT", "DANA", "YERZHAN<SERIK", "ASEL", "NURSULTAN", "ZHANSAYA")
_WORDS: Final = ("KAZAKHSTAN", "REPUBLIC", "MINISTRY", "ALMATY", "ASTANA", "01", "2031", "NAME")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document of nobody.

    Attributes:
        kind: card or passport.
        pixels: BGR, straight on.
        lines: as they are written on it.
        number: of the document.
        iin: the 12-digit number.
    """

    kind: str
    pixels: Pixels
    lines: tuple[str, ...]
    number: str
    iin: str


def draw_document(kind: str, draws: Generator, *, typeface: int = 0) -> Drawn:
    """Draw a card's back or a passport's page.

    Args:
        kind: card or passport.
        draws: decides what stands on it.
        typeface: of the readable lines.
    """
    birth, iin = _random_iin(draws)
    number = "".join(map(str, draws.integers(0, 10, 9 if kind == "card" else 8)))
    number = number if kind == "card" else f"N{number}"
    expiry = f"{draws.integers(27, 36)}{draws.integers(1, 13):02}{draws.integers(1, 29):02}"
    sex = "M" if iin[6] in "35" else "F"
    names = f"{draws.choice(_SURNAMES)}<<{draws.choice(_NAMES)}"
    whole_dates = f"{birth}{check_digit(birth)}", f"{expiry}{check_digit(expiry)}"
    numbered = f"{number}{check_digit(number)}"
    if kind == "card":
        lines = _card_lines(numbered, iin, whole_dates, sex, names)
    else:
        lines = _passport_lines(numbered, iin, whole_dates, sex, names)
    return print_document(kind, lines, draws, typeface=typeface)


def print_document(
    kind: str, lines: tuple[str, ...], draws: Generator, *, typeface: int = 0
) -> Drawn:
    """Draw a document with these readable lines, whatever they say.

    Args:
        kind: card or passport.
        lines: to be written.
        draws: decides what else is on it.
        typeface: of the readable lines.
    """
    size = _CARD if kind == "card" else _PASSPORT
    pixels = _paper(size, draws)
    _write_words(pixels, draws)
    top, step = _LINES[kind]
    left = (size[0] - PITCH * len(lines[0])) / 2 * DOTS
    for i, text in enumerate(lines):
        _print_line(pixels, text, (left, (top + i * step) * DOTS), typeface, draws)
    number, iin = (
        (lines[0][5:14], lines[0][15:27]) if kind == "card" else (lines[1][:9], lines[1][28:40])
    )
    return Drawn(kind, pixels, lines, number, iin)


def _card_lines(
    numbered: str, iin: str, dates: tuple[str, str], sex: str, names: str
) -> tuple[str, ...]:
    first = f"IDKAZ{numbered}{iin}".ljust(30, "<")
    second = f"{dates[0]}{sex}{dates[1]}KAZ".ljust(29, "<")
    second += str(check_digit(first[5:] + dates[0] + dates[1] + second[18:]))
    return first, second, names.ljust(30, "<")[:30]


def _passport_lines(
    numbered: str, iin: str, dates: tuple[str, str], sex: str, names: str
) -> tuple[str, ...]:
    personal = iin.ljust(14, "<")
    personal += str(check_digit(personal))
    second = f"{numbered}KAZ{dates[0]}{sex}{dates[1]}{personal}"
    second += str(check_digit(numbered + dates[0] + dates[1] + personal))
    return f"P<KAZ{names}".ljust(44, "<")[:44], second


def _random_iin(draws: Generator) -> tuple[str, str]:
    while True:
        year = int(draws.integers(1960, 2010))
        birth = f"{year % 100:02}{draws.integers(1, 13):02}{draws.integers(1, 29):02}"
        century = int(draws.integers(3, 5)) + (2 if year >= 2000 else 0)  # noqa: PLR2004, a year
        digits = f"{birth}{century}{draws.integers(0, 10000):04}"
        control = iin_control_digit(digits)
        if control is not None:
            return birth, f"{digits}{control}"


def _paper(size: tuple[float, float], draws: Generator) -> Pixels:
    """Return tinted paper with wavy lines, as forgers dislike it."""
    width, height = (round(side * DOTS) for side in size)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    tint = draws.uniform(195, 250, 3).astype(np.float32)
    waves = np.zeros((height, width), np.float32)
    for _ in range(3):
        bend = np.sin(x / draws.uniform(60, 200)) * draws.uniform(10, 60)
        waves += np.sin((y + bend) * 2 * np.pi / draws.uniform(8, 40))
    depth = draws.uniform(1, 9, 3).astype(np.float32)
    whole: Pixels = np.clip(tint - waves[:, :, None] * depth, 0, 255).astype(np.uint8)
    return whole


def _write_words(pixels: Pixels, draws: Generator) -> None:
    height, width = pixels.shape[:2]
    for line in range(int(draws.integers(4, 9))):
        place = (int(draws.uniform(0.05, 0.45) * width), int((0.1 + 0.065 * line) * height))
        words = " ".join(str(draws.choice(_WORDS)) for _ in range(int(draws.integers(1, 4))))
        face, size = int(draws.integers(0, 4)), draws.uniform(0.6, 1.5)
        cv2.putText(pixels, words, place, face, size, (60, 50, 50), 2, cv2.LINE_AA)
    if draws.random() < 0.6:  # noqa: PLR2004, a share; a portrait, a seal or a barcode
        corner = (int(0.7 * width), int(0.15 * height))
        other = (int(0.92 * width), int(0.55 * height))
        cv2.rectangle(pixels, corner, other, tuple(map(float, draws.uniform(90, 190, 3))), -1)
    if draws.random() < 0.4:  # noqa: PLR2004
        for x in range(int(0.06 * width), int(0.5 * width), 9):
            if draws.random() < 0.5:  # noqa: PLR2004
                bar = ((x, int(0.58 * height)), (x + 5, int(0.66 * height)))
                cv2.rectangle(pixels, *bar, (50, 50, 50), -1)


def _print_line(
    pixels: Pixels, text: str, corner: tuple[float, float], typeface: int, draws: Generator
) -> None:
    share = PITCH * DOTS / CELL[0]
    ink = cv2.resize(
        write_line(text, typeface=typeface), None, fx=share, fy=share, interpolation=cv2.INTER_AREA
    )
    left, top = round(corner[0]), round(corner[1])
    part = pixels[top : top + ink.shape[0], left : left + ink.shape[1]]
    dark = np.float32(draws.uniform(15, 70))
    part[:] = (part * (1 - ink[:, :, None]) + dark * ink[:, :, None]).astype(np.uint8)
