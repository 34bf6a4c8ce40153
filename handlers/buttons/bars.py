"""The buttons of those who are kept from an exam."""

from aiogram.filters.callback_data import CallbackData


class BarredButton(CallbackData, prefix="br"):
    """See who is kept from an exam."""

    exam: int


class LiftButton(CallbackData, prefix="lb"):
    """Let a student sit after all."""

    exam: int
    attempt: int
