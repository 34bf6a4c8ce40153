"""Half-typed forms outlive the process."""

from pathlib import Path

from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.fsm import FormStorage
from storage.database import Database, connect
from storage.forms import Forms

KEY = StorageKey(bot_id=1, chat_id=7, user_id=7)
OTHER = StorageKey(bot_id=1, chat_id=-5, user_id=7)


class Typing(StatesGroup):
    question = State()


def written(database_url: str) -> int:
    return Path(database_url.removeprefix("sqlite+aiosqlite:///") + "-wal").stat().st_size


async def test_a_form_is_there_after_a_restart(database: Database, database_url: str) -> None:
    before = FormStorage(Forms(database))
    await before.set_state(KEY, Typing.question)
    await before.set_data(KEY, {"exam": 3})
    await before.close()

    reopened = connect(database_url)
    after = FormStorage(Forms(reopened))

    assert await after.get_state(KEY) == "Typing:question"
    assert await after.get_data(KEY) == {"exam": 3}
    assert await after.get_state(OTHER) is None
    await reopened.close()


async def test_a_form_that_is_left_leaves_nothing(database: Database) -> None:
    storage = FormStorage(Forms(database))
    await storage.set_state(KEY, Typing.question)
    await storage.set_data(KEY, {"exam": 3})

    await storage.set_state(KEY, None)
    await storage.set_data(KEY, {})

    assert await storage.get_state(KEY) is None
    assert await storage.get_data(KEY) == {}


async def test_leaving_no_form_writes_nothing(database: Database, database_url: str) -> None:
    storage = FormStorage(Forms(database))
    await storage.get_state(KEY)
    before = written(database_url)

    await storage.set_state(KEY, None)
    await storage.set_data(KEY, {})

    assert written(database_url) == before
