"""Names and numbers as they are compared, in whatever way they were typed."""

import re
from typing import Final

LOOKALIKES: Final = str.maketrans(
    "abcehikmoptxyəɵё\u2010\u2011\u2012\u2013\u2014\u2212«»“”", 'авсенікмортхуәөе------""""'
)
BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)\s+(?=\d)")
ELSEWHERE: Final = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


def alike(name: str) -> str:
    """Return a name as it is compared: case, spaces, and which of two equal signs was typed.

    A Latin letter counts as the Cyrillic one that it looks like, ё as е, every dash as one. A
    space counts where it parts two numbers: 1 1 is not 11.
    """
    parted = BETWEEN_DIGITS.sub(" ", ELSEWHERE.sub("", name.casefold()))
    return parted.translate(LOOKALIKES)


def joined(number: str) -> str:
    """Return a number without the spaces that part its digits into groups."""
    return BETWEEN_DIGITS.sub("", number)
