"""The order of people's names, the same on every computer and database."""

from typing import Final

KAZAKH: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The Kazakh alphabet, which holds the Russian one in its order."""

_PLACES: Final = {letter: chr(0xE000 + place) for place, letter in enumerate(KAZAKH)}
_TABLE: Final = str.maketrans(_PLACES)


def alphabetical(name: str) -> str:
    """Return what to sort a name by: Kazakh order, capitals like small letters, Latin first."""
    return name.casefold().translate(_TABLE)
