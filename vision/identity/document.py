"""Whether a picture shows a card or a passport, and what its readable lines say.

Any print of the right length can be read as characters. It is a document only if they stand
where ICAO Doc 9303 puts them; all else has no readable lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from exams.domain.identity import IdentityFault, IdentityLines, is_checked, read_lines
from vision.arrays import Pixels
from vision.identity.reader import read_zone
from vision.identity.spelling import spell

# What kind of document, then who issued it: three letters, Germany one.
_BEGINNINGS: Final = {
    3: re.compile(r"[IAC][A-Z<]([A-Z]{3}|D<<)"),
    2: re.compile(r"P[A-Z<]([A-Z]{3}|D<<)"),
}
_NAMES: Final = {3: (2, 0), 2: (0, 5)}  # line and place where they begin
_FITTING: Final = 0.9  # of the places; see docs/faces.md
_SCORE: Final = -0.4  # mean of all lines
_NONE_HOLDS: Final = {IdentityFault.NUMBER, IdentityFault.BIRTH}


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read from a picture.

    Attributes:
        text: its readable lines.
        lines: what they say.
        sure: the least probability, 0 to 1, of one of the characters that count.
        turned: degrees clockwise by which the picture must be turned to read them.
    """

    text: tuple[str, ...]
    lines: IdentityLines
    sure: float
    turned: int

    @property
    def checked(self) -> bool:
        """Whether what it says may be shown as checked."""
        return is_checked(self.lines, self.sure)


def read_document(pixels: Pixels, *, today: date) -> Document | None:
    """Read the document in a picture, None if there is none.

    Args:
        pixels: BGR or grey.
        today: tells the centuries of dates.
    """
    zone = read_zone(pixels)
    if zone is None or zone.score < _SCORE:
        return None
    spelling = spell([one.chances for one in zone.readings])
    lines = read_lines(spelling.lines, today=today)
    if lines is None or spelling.fitting < _FITTING or not _is_laid_out(spelling.lines):
        return None
    if set(lines.faults) >= _NONE_HOLDS:
        return None
    return Document(spelling.lines, lines, spelling.sure, zone.turned)


def _is_laid_out(text: Sequence[str]) -> bool:
    """Tell whether kind, issuer and names stand where they must."""
    line, place = _NAMES[len(text)]
    return bool(_BEGINNINGS[len(text)].match(text[0])) and text[line][place] != "<"
