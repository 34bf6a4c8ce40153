"""The buttons under what came from the university's own system."""

from aiogram.filters.callback_data import CallbackData

from exams.domain.arrival import ArrivalState
from exams.notices.arrival import ArrivalShown
from handlers.buttons.places import Go
from handlers.keyboards.keys import Keys, Rows


class ArrivalButton(CallbackData, prefix="ar"):
    """Take in what came, or drop it."""

    arrival: int
    keep: bool


def arrival_shown(notice: ArrivalShown, keys: Keys) -> Rows:
    """Decide once; then look at the exams."""
    if notice.state == ArrivalState.WAITING.value:
        take = keys.key("confirm_import", ArrivalButton(arrival=notice.arrival, keep=True))
        drop = keys.key("drop_import", ArrivalButton(arrival=notice.arrival, keep=False))
        return [[take], [drop]]
    if notice.state == ArrivalState.TAKEN.value:
        return [[keys.go("drafts", Go.DRAFTS)]]
    return []
