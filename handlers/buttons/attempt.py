"""What a button carries about one student's attempt, mostly for the proctor."""

from enum import StrEnum
from typing import Final

from aiogram.filters.callback_data import CallbackData

from exams.domain.attempt import Seen


class OfAttempt(StrEnum):
    """What a proctor can ask about a student's attempt."""

    OPEN = "open"  # the card as a new message, from a board or an alert
    CARD = "card"  # the card in its place
    ADMIT = "admit"
    ADMIT_IN_ORDER = "in_order"  # room and desk are, and so the student comes in
    IDENTIFY = "identify"
    FAIL_ID = "fail_id"
    OVERRULE_ID = "overrule_id"
    WARN = "warn"
    WARN_WORDS = "warn_words"
    MESSAGE = "message"
    NEW_PHONE = "new_phone"
    EXTRA_TIME = "extra_time"
    SPOIL = "spoil"
    MINUTES = "minutes"
    ASK_PAUSE = "ask_pause"
    PAUSE = "pause"
    PAUSE_CLOCK = "pause_clock"
    UNPAUSE = "unpause"
    RETURN = "return"
    RETURN_COUNTED = "counted"
    PICTURES = "pictures"
    PDF = "pdf"
    ASK_AGAIN = "ask_again"
    ACCEPT = "accept"
    RELEASE = "release"
    END = "end"
    YES_END = "yes_end"
    REOPEN = "reopen"
    ACCEPT_SHOWN = "accept_shown"
    REVERT_NO_SHOW = "revert"
    # what the chief decides
    ADMIT_PROVISIONALLY = "provisional"
    PROVE = "prove"
    REINSTATE = "reinstate"
    VOID = "void"
    FAIL_NOW = "fail_now"
    ASIDE = "aside"
    TAKE_ASIDE = "take_aside"
    LEAVE_ASIDE = "leave_aside"
    ASK_END = "ask_end"
    CONFIRM_END = "confirm_end"
    REVIEW = "review"
    # the dean
    CLEAR = "clear"
    ANNUL = "annul"
    # whoever decides on appeals
    APPEAL = "appeal"
    APPEAL_SHEETS = "appeal_sheets"
    UPHOLD = "uphold"
    CHANGE_MARK = "change_mark"
    APPLY_FOR = "apply_for"
    ASSIGN = "assign"
    # of an oral exam
    PICK_AGAIN = "pick_again"
    CALL = "call"
    ANSWER = "answer"
    END_ANSWER = "end_answer"
    SKIP = "skip"
    NO_ANSWER = "no_answer"
    SWAP = "swap"
    MARK = "mark"
    MARK_WORDS = "mark_words"


WARNINGS: Final = (
    "talking", "phone", "left_view", "camera_off", "foreign_thing",
)  # fmt: skip
"""Codes of the warnings that have a button."""

MINUTES: Final = (5, 10, 15)
"""Extra time that has a button, in minutes."""


class AttemptButton(CallbackData, prefix="a"):
    """Ask something about a student's attempt."""

    do: OfAttempt
    attempt: int


class TickButton(CallbackData, prefix="k"):
    """Tick or untick what was seen.

    Attributes:
        on: how it shall be; a second tap, or a second proctor's, does not turn it back.
    """

    attempt: int
    seen: Seen
    on: bool


class WarnButton(CallbackData, prefix="w"):
    """Warn for one of the usual reasons.

    Attributes:
        number: which warning it is; a second tap gives no second one.
    """

    attempt: int
    reason: str
    number: int


class MinutesButton(CallbackData, prefix="x"):
    """Give so many minutes more.

    Attributes:
        given: how many were given before; a second tap gives no more.
    """

    attempt: int
    minutes: int
    given: int


class PagesButton(CallbackData, prefix="s"):
    """Mark pages to be photographed again, or ask for those marked.

    Attributes:
        marked: one bit a page, the lowest for page 1.
        send: ask now.
    """

    attempt: int
    marked: int
    send: bool
