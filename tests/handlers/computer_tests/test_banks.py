"""A bank of questions, looked into."""

from typing import Any

import pytest

from exams.domain.people import Role
from tests import make
from tests.handlers.chats import Chats

FILE = {"file_id": "d", "file_unique_id": "d", "file_size": 9}
WORKBOOK: dict[str, Any] = FILE | {"file_name": "marks.XLSX"}


@pytest.fixture
def registrar(chats: Chats) -> Chats:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    return chats


async def test_the_first_look_into_a_bank_leaves_its_preview_in_place(registrar: Chats) -> None:
    await registrar.tap("bk:open:TOKEN:1")
    await registrar.tap("bk:look:TOKEN:2")

    methods = [type(call).__name__ for call in registrar.telegram.calls]
    assert methods.index("SendMessage") < methods.index("EditMessageText")
