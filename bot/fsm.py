"""Where aiogram keeps half-typed forms: in our database, so that a restart loses none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.forms import Forms


@dataclass(frozen=True, slots=True)
class FormStorage(BaseStorage):
    """Aiogram's storage over the `forms` table.

    Every tap leaves whatever form is open, and mostly none is: so what is empty already is read,
    which costs little, and not written, which costs a turn of the disk.
    """

    forms: Forms

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Note at which question somebody is."""
        name = state.state if isinstance(state, State) else state
        if name is not None or await self.get_state(key) is not None:
            await self.forms.set_state(_name(key), name)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return at which question somebody is."""
        return await self.forms.state(_name(key))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Store what belongs to the form."""
        if data or await self.get_data(key):
            await self.forms.set_data(_name(key), data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what belongs to the form."""
        return await self.forms.data(_name(key))

    async def close(self) -> None:
        """Leave the database open: it is not ours."""


def _name(key: StorageKey) -> str:
    thread = "" if key.thread_id is None else f":{key.thread_id}"
    return f"{key.bot_id}:{key.chat_id}{thread}:{key.user_id}:{key.destiny}"
