"""The ways in which what was typed is refused."""

from exams.domain.refusals.base import Refusal


class ReasonMissing(Refusal):
    """This act needs a reason in words."""

    code = "reason_missing"


class NotANumber(Refusal):
    """A number was asked for, and this is none."""

    code = "not_a_number"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class MinutesOutOfRange(Refusal):
    """More extra time than anybody is given at once, or none."""

    code = "minutes_out_of_range"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class EditUnread(Refusal):
    """A message was changed after it had come."""

    code = "edit_unread"


class TextTooLong(Refusal):
    """More words than are taken."""

    code = "text_too_long"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)
