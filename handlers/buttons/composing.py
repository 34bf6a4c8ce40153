"""What the buttons of composed tickets carry."""

from enum import Enum

from aiogram.filters.callback_data import CallbackData


class OfPool(Enum):
    """What is wanted of a pool of questions."""

    SHOW = "s"
    LAY_OUT = "l"
    DROP = "d"


class PoolButton(CallbackData, prefix="po"):
    """Compose tickets so, lay them out, or forget the pool; numbers of 0 mean the usual.

    Attributes:
        seed: empty for a new one.
        place: which ticket is shown, from 1.
    """

    do: OfPool
    token: str
    exam: int = 0
    size: int = 0
    count: int = 0
    seed: str = ""
    place: int = 1


class PrintButton(CallbackData, prefix="pt"):
    """Print a deck.

    Attributes:
        deck: code of its language of study, empty for everybody's.
        language: code of the paper's language, empty for the deck's own.
    """

    exam: int
    deck: str = ""
    language: str = ""
    two: bool = False
