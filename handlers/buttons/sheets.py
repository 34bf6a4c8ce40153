"""What the buttons under a page of an answer carry; trusted no more than any other button."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from exams.domain.page_comment import Spot


class OfSheet(StrEnum):
    """What can be asked about a page.

    Each says how it shall be in the end, so that a second tap changes nothing.
    """

    LOOK = "look"
    ORIGINAL = "original"
    TURN = "turn"  # to: quarters clockwise
    MOVE = "move"  # to: the page it becomes
    UNDO = "undo"  # to: number of the act in the log
    LOST = "lost"
    COMMENT = "comment"


class SheetButton(CallbackData, prefix="sh"):
    """Ask something about a page of an answer."""

    do: OfSheet
    sheet: int
    to: int = 0


class OwnPageButton(CallbackData, prefix="so"):
    """Turn to a page of the own answer."""

    exam: int
    page: int


class OfOwnPage(StrEnum):
    """What a student can do to a page before handing the answer in."""

    LEAVE_OUT = "out"
    PUT_BACK = "back"
    MOVE = "move"  # to: the page it becomes


class PutRightButton(CallbackData, prefix="sr"):
    """Put a page of the own answer right."""

    do: OfOwnPage
    sheet: int
    to: int = 0


class OfWork(StrEnum):
    """What a marker can ask about a work."""

    OPEN = "open"  # its first page as a new message
    LOOK = "look"  # a page in its place
    POINTS = "points"


class WorkButton(CallbackData, prefix="wk"):
    """Ask something about a work; `sheet` is 0 for its first page."""

    do: OfWork
    attempt: int
    sheet: int = 0


class WorkPointsButton(CallbackData, prefix="wp"):
    """Give a work so many points."""

    attempt: int
    points: int


class PlanButton(CallbackData, prefix="pl"):
    """Change how an exam is marked; what is None stays."""

    exam: int
    anonymous: bool | None
    share: int | None


class SpotButton(CallbackData, prefix="cs"):
    """Say where on its page a comment belongs."""

    comment: int
    spot: Spot


class WithdrawButton(CallbackData, prefix="cw"):
    """Take a comment back."""

    comment: int
