"""What a button carries in a computer test, and when its key is mended."""

from aiogram.filters.callback_data import CallbackData


class PickButton(CallbackData, prefix="q"):
    """Choose an option of a question.

    Attributes:
        on: how it shall be; a second tap does not turn it back.
        line: of a matching question, for which it is the partner.
    """

    exam: int
    place: int
    option: int
    on: bool
    line: int


class PlaceButton(CallbackData, prefix="z"):
    """Open the question at a place; `line` is -1 but for a line of a matching question."""

    exam: int
    place: int
    line: int


class FlagButton(CallbackData, prefix="f"):
    """Mark a question to come back to, or take the mark away."""

    exam: int
    place: int
    on: bool


class TickFinishButton(CallbackData, prefix="d"):
    """Tick or untick that this ends the test."""

    exam: int
    on: bool


class KeyButton(CallbackData, prefix="ky"):
    """Mend the key that was previewed."""

    token: str
