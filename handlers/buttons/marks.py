"""What the buttons of marking carry."""

from enum import StrEnum
from typing import Final

from aiogram.filters.callback_data import CallbackData

TENS: Final = 10
"""A mark is tapped in two steps: its tens, then its ones."""


class OfMarks(StrEnum):
    """What can be done with the marks of an exam."""

    PAD = "pad"
    CHECK = "check"
    CONFIRM = "confirm"
    REMIND = "remind"  # by the office, the examiners of an exam whose results are late


class MarksButton(CallbackData, prefix="mk"):
    """Do something with the marks of an exam."""

    do: OfMarks
    exam: int


class PadButton(CallbackData, prefix="mp"):
    """Go to a student to be marked; `tens` is chosen already, -1 where it is not."""

    exam: int
    attempt: int
    tens: int


class TapMarkButton(CallbackData, prefix="mt"):
    """Give a student so many points."""

    attempt: int
    points: int


class UndoMarkButton(CallbackData, prefix="mu"):
    """Take back the mark that was given at a moment, in milliseconds."""

    attempt: int
    given: int
