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
