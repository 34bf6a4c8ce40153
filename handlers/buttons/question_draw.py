"""The buttons of what a test asks, and of what was right."""

from enum import Enum

from aiogram.filters.callback_data import CallbackData


class OfDraw(Enum):
    """What can be done to what each student of a test is asked."""

    OPEN = "open"
    SET = "set"
    IN_PROPORTION = "share"
    OFFER_ANSWERS = "offer"
    HIDE_ANSWERS = "hide"


class DrawButton(CallbackData, prefix="dw"):
    """Do something to what each student of a test is asked."""

    do: OfDraw
    exam: int


class KeepDrawButton(CallbackData, prefix="dk"):
    """Keep what was previewed."""

    token: str


class AnswerButton(CallbackData, prefix="ra"):
    """See what was right at a place of the own booklet."""

    exam: int
    place: int
