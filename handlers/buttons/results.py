"""What a button carries when results are published."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class Privacy(StrEnum):
    """How a group reads its results."""

    NAMES = "names"
    DIGITS = "digits"
    PRIVATE = "private"


class PrivacyButton(CallbackData, prefix="v"):
    """See the results as the group will, or publish them so."""

    exam: int
    privacy: Privacy
    publish: bool


class OfUnposted(StrEnum):
    """What may be done with results that a group's chat does not have."""

    LIST = "list"
    LOOK = "look"
    POST = "post"


class UnpostedButton(CallbackData, prefix="up"):
    """List such results, see one as the chat will, or post it; `exam` is 0 in the list."""

    do: OfUnposted
    group: int
    exam: int
