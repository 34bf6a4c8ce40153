"""Every button is told from every other."""

import importlib
import pkgutil
from collections import Counter

from aiogram.filters.callback_data import CallbackData

from handlers import buttons


def kinds() -> list[type[CallbackData]]:
    """Each kind of button there is."""
    rooms = [
        importlib.import_module(f"{buttons.__name__}.{room.name}")
        for room in pkgutil.iter_modules(buttons.__path__)
    ]
    return [
        kind
        for room in rooms
        for kind in vars(room).values()
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData
    ]


def test_no_two_kinds_of_buttons_share_a_prefix() -> None:
    prefixes = Counter(kind.__prefix__ for kind in kinds())

    assert len(prefixes) > 30
    assert [prefix for prefix, times in prefixes.items() if times > 1] == []
