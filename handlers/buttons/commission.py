"""What the buttons of a commission carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class OfCommission(StrEnum):
    """What is wanted of the commission of an exam: by who names it, and by a member."""

    OPEN = "open"
    AVERAGED = "averaged"
    AGREED = "agreed"
    NAME = "name"
    DESK = "desk"
    LINK = "link"


class CommissionButton(CallbackData, prefix="cm"):
    """Look at the commission of an exam, or change it."""

    do: OfCommission
    exam: int


class ChairButton(CallbackData, prefix="cc"):
    """Let a member of the commission be its chair."""

    exam: int
    member: int


class OfHearing(StrEnum):
    """What a member does about an answer."""

    LOOK = "look"
    GIVE = "give"  # to: points
    WORDS = "words"  # points are typed
    ABSENT = "absent"  # to: a member
    CONFIRM = "confirm"


class HearingButton(CallbackData, prefix="hr"):
    """Do something about an answer before the commission."""

    do: OfHearing
    attempt: int
    to: int = 0
