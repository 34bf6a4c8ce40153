"""What a button carries in an oral exam: turns and marks."""

from typing import Final

from aiogram.filters.callback_data import CallbackData

POINTS: Final = (100, 95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 40, 25, 0)
"""Marks that have a button: the lower bounds of the letters and what lies under them."""


class SwapButton(CallbackData, prefix="o"):
    """Exchange the turns of two students of an oral exam."""

    attempt: int
    other: int


class PointsButton(CallbackData, prefix="m"):
    """Mark an oral answer.

    Attributes:
        sure: announce it now; before that the card asks.
    """

    attempt: int
    points: int
    sure: bool
