"""What a button carries about a previewed bank of questions."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class OfBank(StrEnum):
    """What can be done with a previewed bank of questions."""

    OPEN = "open"  # a question as a new message, below the preview
    LOOK = "look"  # another question in its place
    TAKE = "take"
    DROP = "drop"


class BankButton(CallbackData, prefix="bk"):
    """Do something with a previewed bank.

    Attributes:
        of: the place of a question from 1, or the exam whose subject it is for.
    """

    do: OfBank
    token: str
    of: int
