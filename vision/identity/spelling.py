"""From what each place of a zone may show to lines of text: digits where only digits can stand.

Source:
    ICAO Doc 9303, parts 4 and 5, for what stands where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vision.arrays import Floats
from vision.identity.glyphs import CHARACTERS

_LETTERS: Final = CHARACTERS[10:]  # and the filler
_ALPHABETS: Final = {
    "d": CHARACTERS[:10],
    "l": _LETTERS,
    "a": CHARACTERS,
    "c": CHARACTERS[:10] + "<",
    "s": "MF<",
    "f": "<",
    "i": "I",
    "p": "P",
}
_LAYOUTS: Final = {
    3: ("l" * 5 + "a" * 9 + "c" + "a" * 15, "d" * 7 + "s" + "d" * 7 + "lll" + "a" * 11 + "d",
        "l" * 30),
    2: ("l" * 44, "a" * 9 + "clll" + "d" * 7 + "s" + "d" * 7 + "a" * 14 + "cd"),
}  # fmt: skip
# Kazakhstan marks its cards I and its passports P, and numbers them with digits, passports with
# a letter before them.
_KAZAKH: Final = {
    3: ("i" + "l" * 4 + "d" * 22 + "fff", *_LAYOUTS[3][1:]),
    2: ("p" + "l" * 43, "a" + "d" * 9 + "lll" + "d" * 7 + "s" + "d" * 7 + "d" * 12 + "ffcd"),
}
_COUNTRY: Final = slice(2, 5)  # of the first line
_KEPT: Final = {
    3: ((0, 5, 27), (1, 0, 15), (1, 29, 30)),
    2: ((1, 0, 10), (1, 13, 20), (1, 21, 44)),
}
"""Line, first place and end of what is vouched for."""
_LOST: Final = -6.0  # mean by which the Kazakh layout may fit worse, for each place it changes


@dataclass(frozen=True, slots=True)
class Spelling:
    """The lines of a zone as text.

    Attributes:
        lines: from top to bottom.
        sure: the least probability, 0 to 1, of one of the characters of number, dates and
            12-digit number, beside what else may stand there.
        fitting: share of the places that show most likely what the layout lets stand there.
    """

    lines: tuple[str, ...]
    sure: float
    fitting: float


def spell(chances: Sequence[Floats]) -> Spelling:
    """Return the lines of a zone, and how surely they were read.

    Args:
        chances: for each line the logarithm of the probability of each character.
    """
    count = len(chances)
    lines, sure = _by_layout(chances, _LAYOUTS[count])
    if lines[0][_COUNTRY] == "KAZ":
        kazakh, surely = _by_layout(chances, _KAZAKH[count])
        if _fits(chances, kazakh) - _fits(chances, lines) > _LOST:
            lines, sure = kazakh, surely
    kept = [float(sure[line][first:end].min()) for line, first, end in _KEPT[count]]
    seen = "".join(CHARACTERS[i] for found in chances for i in found.argmax(axis=1))
    alike = [one == other for one, other in zip("".join(lines), seen, strict=True)]
    return Spelling(lines, min(kept), sum(alike) / len(alike))


def _by_layout(
    chances: Sequence[Floats], layout: Sequence[str]
) -> tuple[tuple[str, ...], list[Floats]]:
    lines: list[str] = []
    sure: list[Floats] = []
    for found, kinds in zip(chances, layout, strict=True):
        allowed = np.array([_mask(kind) for kind in kinds])
        masked = np.where(allowed, found, -np.inf)
        lines.append("".join(CHARACTERS[i] for i in masked.argmax(axis=1)))
        odds = np.exp(masked - masked.max(axis=1, keepdims=True))
        # What cannot stand there counts too: a place that looks like nothing allowed is unsure.
        best = np.exp(np.minimum(masked.max(axis=1) - found.max(axis=1), 0))
        sure.append(np.asarray(best / odds.sum(axis=1), np.float32))
    return tuple(lines), sure


def _fits(chances: Sequence[Floats], lines: Sequence[str]) -> float:
    return sum(
        float(found[place, CHARACTERS.index(character)])
        for found, line in zip(chances, lines, strict=True)
        for place, character in enumerate(line)
    )


@cache
def _mask(kind: str) -> NDArray[np.bool_]:
    return np.array([one in _ALPHABETS[kind] for one in CHARACTERS])
